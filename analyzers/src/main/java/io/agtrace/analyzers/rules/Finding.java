package io.agtrace.analyzers.rules;

import io.agtrace.analyzers.agents.Evidence;

import java.util.List;
import java.util.Map;

/**
 * One rule's observation at one place.
 *
 * @param rule the rule's id
 * @param node the span at which it began: the first at which the run stopped doing what it should
 * @param agent the agent it is about; empty where none
 * @param message index of the message it is about, or -1
 * @param from sender at the boundary it is about; empty where it is about none
 * @param to receiver at that boundary
 * @param nanos when it began, since the epoch
 * @param title a few words: {@code stale-context at writer←researcher} without the rule's id
 * @param narrative what was seen, in plain words with times and quoted values
 * @param strength 0 to 1: how clearly the trace shows it, by what the rule measured
 * @param evidence where it can be checked by hand, the strongest first
 * @param touched further nodes at which the same trouble shows (attempts of a retry, rounds of a
 *     loop, the receiver of a cut payload)
 * @param measures numbers it rests on, by name; for tuning and tests
 */
public record Finding(
        String rule,
        Tier tier,
        Severity severity,
        int node,
        String agent,
        int message,
        String from,
        String to,
        long nanos,
        String title,
        String narrative,
        double strength,
        List<Evidence> evidence,
        List<Integer> touched,
        Map<String, Double> measures) {
    public Finding {
        evidence = List.copyOf(evidence);
        touched = List.copyOf(touched);
        measures = Map.copyOf(measures);
        if (!(strength >= 0 && strength <= 1)) {
            throw new IllegalArgumentException(rule + ": strength " + strength);
        }
    }

    /** The boundary's name, {@code receiver←sender}; empty where it is about none. */
    public String boundary() {
        return from.isEmpty() && to.isEmpty() ? "" : to + "←" + from;
    }
}
