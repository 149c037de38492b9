package io.agtrace.analyzers.rules.time;

import io.agtrace.analyzers.agents.Budget;
import io.agtrace.analyzers.agents.SpendLimit;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;

import java.util.Locale;

/** Something took longer, or used more, than it was allowed to, and nothing stopped it. */
final class BudgetExceeded implements Rule {
    private static final Threshold OVER =
            new Threshold(
                    "over",
                    0.1,
                    "share",
                    "By what share of the limit it must be passed; stopping takes time too.");
    private static final RuleInfo INFO =
            new RuleInfo(
                    "budget-exceeded",
                    Group.TIME_AND_COST,
                    Severity.WARNING,
                    Tier.DEFECT,
                    "A stated limit on time, tokens or money was passed and the work went on.",
                    "a limit in attributes, arguments or events (timeout, deadline, budget)",
                    OVER);

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        for (Budget each : run.view().budgets()) {
            // What failed on its limit is a timeout: the limit held.
            boolean ranOn = !each.inferred() && !run.facts(each.node()).failed();
            if (ranOn
                    && each.nanos() > 0
                    && each.usedNanos() > each.nanos() * (1 + run.threshold(INFO, OVER))) {
                report(run, report, each);
            }
        }
        for (SpendLimit each : run.spendLimits()) {
            if (each.used() > each.most() * (1 + run.threshold(INFO, OVER))) {
                spent(run, report, each);
            }
        }
    }

    private static void spent(Run run, Report report, SpendLimit limit) {
        String name = run.tree().span(limit.node()).name();
        report.at(INFO, limit.node())
                .strength(1 - limit.most() / limit.used())
                .measure("times the limit", limit.used() / limit.most())
                .evidence(limit.evidence())
                .title(name)
                .report(
                        name
                                + " used "
                                + amount(limit.used(), limit.unit())
                                + ", its "
                                + limit.what()
                                + " is "
                                + amount(limit.most(), limit.unit())
                                + "; nothing stopped it.");
    }

    private static String amount(double value, String unit) {
        String number =
                value == Math.rint(value)
                        ? String.format(Locale.ROOT, "%.0f", value)
                        : String.format(Locale.ROOT, "%.4f", value);
        return number + " " + unit;
    }

    private static void report(Run run, Report report, Budget budget) {
        int most = SlowCalls.within(run, budget.node(), budget.usedNanos());
        // An agent that took most of it did what it had to; a call may be what was slow.
        int slow = SlowCalls.isCall(run, most) ? most : budget.node();
        double over = 1 - (double) budget.nanos() / budget.usedNanos();
        String name = run.tree().span(budget.node()).name();
        report.at(INFO, slow)
                .strength(over)
                .measure("times the limit", (double) budget.usedNanos() / budget.nanos())
                .touches(budget.node())
                .evidence(budget.evidence())
                .evidence(slow, "time", Words.time(run.nanos(slow)))
                .title(name)
                .report(
                        name
                                + " took "
                                + Words.time(budget.usedNanos())
                                + " from "
                                + Words.moment(run, run.tree().startNanos(budget.node()))
                                + " on, its "
                                + budget.what()
                                + " is "
                                + Words.time(budget.nanos())
                                + (slow == budget.node()
                                        ? "."
                                        : "; "
                                                + Words.time(run.nanos(slow))
                                                + " of it went to "
                                                + SlowCalls.name(run, slow)
                                                + "."));
    }
}
