package io.agtrace.analyzers.rules;

import io.agtrace.analyzers.rules.control.ControlFlowRules;
import io.agtrace.analyzers.rules.handoff.HandoffRules;
import io.agtrace.analyzers.rules.instrumentation.InstrumentationRules;
import io.agtrace.analyzers.rules.model.ModelRules;
import io.agtrace.analyzers.rules.resilience.ResilienceRules;
import io.agtrace.analyzers.rules.time.TimeRules;

import java.util.List;
import java.util.stream.Stream;

/** The catalogue of all rules. */
public final class Rules {
    private static final List<Rule> ALL =
            Stream.of(
                            HandoffRules.all(),
                            ControlFlowRules.all(),
                            ResilienceRules.all(),
                            ModelRules.all(),
                            TimeRules.all(),
                            InstrumentationRules.all())
                    .flatMap(List::stream)
                    .toList();

    private Rules() {}

    /** Every rule, group by group, in the order of the catalogue. */
    public static List<Rule> all() {
        return ALL;
    }
}
