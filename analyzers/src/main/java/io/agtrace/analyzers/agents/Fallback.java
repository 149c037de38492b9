package io.agtrace.analyzers.agents;

import java.util.List;

/**
 * Something else that was used because the first choice failed.
 *
 * @param from node of what failed, or -1 where only its name is stated
 * @param to node of what took its place
 */
public record Fallback(
        int from, int to, String failed, String used, String reason, List<Evidence> evidence) {
    public Fallback {
        evidence = List.copyOf(evidence);
    }
}
