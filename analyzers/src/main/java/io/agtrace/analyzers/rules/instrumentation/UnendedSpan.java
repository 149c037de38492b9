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

/** Spans were never ended, or end before they start. */
final class UnendedSpan implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "unended-span",
                    Group.INSTRUMENTATION,
                    Severity.NOTE,
                    Tier.DEFECT,
                    "Spans were never ended, or end before they start.",
                    "times of spans");

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        Mended.report(
                run,
                EnumSet.of(Mend.Kind.TIME_UNUSABLE),
                INFO,
                "How long they took, and whether they failed, is not known.",
                report);
    }
}
