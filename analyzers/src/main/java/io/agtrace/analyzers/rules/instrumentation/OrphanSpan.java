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

/** Spans have no usable parent: theirs is in no input, or their chain of parents is a circle. */
final class OrphanSpan implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "orphan-span",
                    Group.INSTRUMENTATION,
                    Severity.NOTE,
                    Tier.DEFECT,
                    "Spans have no usable parent.",
                    "parents of spans");

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        Mended.report(
                run,
                EnumSet.of(Mend.Kind.MISSING_PARENT, Mend.Kind.ORPHAN_PLACED, Mend.Kind.CYCLE_CUT),
                INFO,
                "Where such spans belong is a guess, and what their missing parents say is not"
                        + " known.",
                report);
    }
}
