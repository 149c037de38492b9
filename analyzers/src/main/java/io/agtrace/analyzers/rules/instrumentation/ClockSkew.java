package io.agtrace.analyzers.rules.instrumentation;

import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.workflow.Mend;

import java.util.EnumSet;

/** Two services' clocks differ. */
final class ClockSkew implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "clock-skew",
                    Group.INSTRUMENTATION,
                    Severity.NOTE,
                    Tier.SUSPICION,
                    "Two services' clocks differ.",
                    "calls or messages between two services (kinds of spans, service.name)");

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        Mended.report(
                run,
                EnumSet.of(Mend.Kind.CLOCK_SKEW),
                INFO,
                "Orders and lengths of time between the two are not to be trusted to that degree.",
                report);
    }
}
