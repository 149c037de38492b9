package io.agtrace.analyzers.rules.time;

import io.agtrace.analyzers.rules.Rule;

import java.util.List;

/** The rules about time and cost. */
public final class TimeRules {
    private TimeRules() {}

    /** In the order of the catalogue. */
    public static List<Rule> all() {
        return List.of(
                new SlowJoin(),
                new SerializedWork(),
                new HiddenTime(),
                new LatencyOutlier(),
                new BudgetExceeded());
    }
}
