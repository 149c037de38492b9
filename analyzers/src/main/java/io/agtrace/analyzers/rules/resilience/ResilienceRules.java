package io.agtrace.analyzers.rules.resilience;

import io.agtrace.analyzers.rules.Rule;

import java.util.List;

/** The rules about errors, retries and time limits. */
public final class ResilienceRules {
    private static final List<Rule> ALL =
            List.of(
                    new SilentRetries(),
                    new RetryStorm(),
                    new TimeoutBudgetConflict(),
                    new SwallowedError(),
                    new MaskedByFallback(),
                    new Hang(),
                    new UnhandledError());

    private ResilienceRules() {}

    /** In the order of the catalogue. */
    public static List<Rule> all() {
        return ALL;
    }
}
