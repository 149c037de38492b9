package io.agtrace.analyzers.rules.control;

import io.agtrace.analyzers.rules.Rule;

import java.util.List;

/** The rules about the flow of control. */
public final class ControlFlowRules {
    private ControlFlowRules() {}

    /** In the order of the catalogue. */
    public static List<Rule> all() {
        return List.of(
                new RunawayLoop(),
                new NoProgressLoop(),
                new HandoffPingPong(),
                new RepeatedDecision(),
                new ContradictedDecision(),
                new Misrouted(),
                new LowConfidenceDecision(),
                new SkippedStep(),
                new PrematureTermination());
    }
}
