package io.agtrace.analyzers.agents;

import java.util.List;

/**
 * Steps that ran one after the other although none used what another gave; they could have run at
 * the same time.
 *
 * @param nodes in order of their start
 * @param possibleGainNanos what would have been won
 */
public record Stretch(int parentNode, List<Integer> nodes, long possibleGainNanos) {
    public Stretch {
        nodes = List.copyOf(nodes);
    }
}
