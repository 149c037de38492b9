package io.agtrace.analyzers.agents;

import java.util.List;

/**
 * Branches that ran at the same time, and the point that waited for them.
 *
 * @param index position in {@link AgentsView#fanOuts}
 * @param parentNode the node that started the branches
 * @param branches in order of their start
 * @param joinNode first node that ran once the branches it needs had ended, or -1 where none did
 * @param waitedFor position in {@code branches} of the one that the join waited for longest, or -1
 */
public record FanOut(
        int index,
        int parentNode,
        List<Branch> branches,
        int joinNode,
        int waitedFor,
        List<Evidence> evidence) {
    /**
     * One branch.
     *
     * @param slackNanos how much longer it could have taken without delaying the join
     */
    public record Branch(
            int node,
            String name,
            long startNanos,
            long endNanos,
            long slackNanos,
            boolean failed) {}

    public FanOut {
        branches = List.copyOf(branches);
        evidence = List.copyOf(evidence);
    }
}
