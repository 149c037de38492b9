package io.agtrace.analyzers.rules.instrumentation;

import io.agtrace.analyzers.rules.Rule;

import java.util.List;

/** The rules about the trace itself. */
public final class InstrumentationRules {
    private InstrumentationRules() {}

    /** In the order of the catalogue. */
    public static List<Rule> all() {
        return List.of(
                new OrphanSpan(),
                new ClockSkew(),
                new UnendedSpan(),
                new UnnamedAgent(),
                new UnexplainedDecision(),
                new NoisyTrace(),
                new MissingOutcome());
    }
}
