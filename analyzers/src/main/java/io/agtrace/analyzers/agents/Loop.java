package io.agtrace.analyzers.agents;

import java.util.List;

/**
 * Work that was done again and again, one time after the other.
 *
 * @param index position in {@link AgentsView#loops}
 * @param parentNode the node below which the iterations stand
 * @param outer index of the loop around this one, or -1
 * @param body names of what each iteration runs, in order of first occurrence
 * @param agents names of the agents that take part, in order of first occurrence
 * @param ended why it ended, in plain words; empty where that can't be told
 * @param limit the stated greatest number of iterations, or -1
 */
public record Loop(
        int index,
        Kind kind,
        int parentNode,
        int outer,
        List<String> body,
        List<String> agents,
        List<Iteration> iterations,
        String ended,
        int limit,
        List<Evidence> evidence) {
    /** The sorts of loops. */
    public enum Kind {
        /** Several steps in turn, such as write and review. */
        CYCLE,
        /** One agent or node again and again. */
        SELF,
        /** Model call and tool calls in turn inside one agent. */
        REASONING,
        /** Two agents that hand work to each other. */
        MUTUAL_HANDOFF
    }

    /**
     * One round.
     *
     * @param first first node of the round
     * @param last last node of the round at the same level
     * @param change what differs from the round before
     * @param progress false where nothing that was recorded differs from the round before
     */
    public record Iteration(
            int first,
            int last,
            long startNanos,
            long endNanos,
            boolean failed,
            Change change,
            boolean progress) {
        /** What differs from the round before, in plain words; empty in the first. */
        public String changed() {
            return change.text();
        }
    }

    /** What differs between two rounds; put into words where somebody asks, for few do. */
    public interface Change {
        /** The difference in plain words. */
        String text();
    }

    public Loop {
        body = List.copyOf(body);
        agents = List.copyOf(agents);
        iterations = List.copyOf(iterations);
        evidence = List.copyOf(evidence);
    }
}
