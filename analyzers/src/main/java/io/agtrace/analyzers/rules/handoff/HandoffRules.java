package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.rules.Rule;

import java.util.List;

/** The rules about hand-overs between agents. */
public final class HandoffRules {
    private HandoffRules() {}

    /** In the order of the catalogue. */
    public static List<Rule> all() {
        return List.of(
                new MessageLost(),
                new MessageIgnored(),
                new MessageMisunderstood(),
                new PayloadTruncated(),
                new PayloadMalformed(),
                new StaleContext(),
                new UncheckedLowQuality(),
                new PrematureConsumption(),
                new DuplicateDelivery(),
                new BrokenPropagation());
    }
}
