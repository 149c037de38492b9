package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.rules.Rule;

import java.util.List;

/** The rules about models' answers and tools' arguments. */
public final class ModelRules {
    private static final List<Rule> ALL =
            List.of(
                    new OutputCutOff(),
                    new Refused(),
                    new UnparsableOutput(),
                    new UngroundedArguments(),
                    new InvalidToolCall(),
                    new EmptyOutput(),
                    new RepeatedToolCall(),
                    new ContextOverflow(),
                    new UnsupportedClaim(),
                    new UnprovenSuspect());

    private ModelRules() {}

    /** In the order of the catalogue. */
    public static List<Rule> all() {
        return ALL;
    }
}
