package io.agtrace.analyzers.rules.resilience;

import io.agtrace.analyzers.agents.Budget;
import io.agtrace.analyzers.agents.BudgetsText;
import io.agtrace.analyzers.agents.Retry;
import io.agtrace.analyzers.agents.ToolUse;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Limits on time that do not fit each other: a call's, its caller's, and what the work needs. */
public final class TimeoutBudgetConflict implements Rule {
    private static final Threshold SHARE =
            new Threshold(
                    "share-of-callers-time",
                    0.5,
                    "share",
                    "A failed call that took at least so much of its caller's time made it give"
                            + " up.");

    /** Of the timeouts of one tool in one agent no more than these are looked at. */
    private static final int MOST_TIMEOUTS = 64;

    private static final RuleInfo INFO =
            new RuleInfo(
                    "timeout-budget-conflict",
                    Group.RESILIENCE,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "A call's time limit, its caller's and the time the work needs do not fit",
                    "errors that speak of a timeout, or limits as attributes (timeout, deadline)",
                    SHARE);

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        new Check(run, report).all();
    }

    /** One look at one run. */
    private static final class Check {
        private final Run run;
        private final Report report;
        private final SpanTree tree;

        private final CallLimits limits;
        private final Set<Integer> told = new HashSet<>();
        private final Map<String, Integer> looked = new HashMap<>();

        Check(Run run, Report report) {
            this.run = run;
            this.report = report;
            tree = run.tree();
            limits = new CallLimits(run);
        }

        void all() {
            ImpatientCallers impatient = new ImpatientCallers(run, INFO, report, limits, told);
            for (int node = 0; node < tree.size(); node++) {
                if (isFailedCall(node)) {
                    impatient.check(node, run.threshold(INFO, SHARE));
                }
            }
            run.view().budgets().forEach(this::outlivedBudget);
            run.view().retries().forEach(this::diedAlike);
            Aftermaths aftermaths = Aftermaths.in(run);
            run.toolUses().forEach(each -> swallowed(each, aftermaths));
        }

        private boolean isFailedCall(int node) {
            OperationKind kind = run.kind(node);
            if (!run.facts(node).failed()
                    || kind == OperationKind.WORKFLOW
                    || kind == OperationKind.AGENT) {
                return false;
            }
            int end = tree.subtreeEnd(node);
            for (int child = node + 1; child < end; child = tree.subtreeEnd(child)) {
                if (run.facts(child).failed()) {
                    return false;
                }
            }
            return true;
        }

        /** A limit set on a span that ran on past it, inside one whose limit ran out meanwhile. */
        private void outlivedBudget(Budget budget) {
            int call = budget.node();
            if (budget.inferred() && !budget.exceeded()) {
                return;
            }
            for (int at = tree.parent(call); at >= 0; at = tree.parent(at)) {
                Budget around = limits.limit(at);
                if (around == null) {
                    continue;
                }
                long until = tree.startNanos(at) + around.nanos();
                boolean ranOut =
                        around.exceeded()
                                && tree.startNanos(call) < until
                                && tree.startNanos(call) + budget.nanos() > until
                                && tree.endNanos(call) >= until - around.nanos() / 50;
                boolean tooMany =
                        around.exceeded() && !around.inferred() && allowed(call) > around.nanos();
                if ((ranOut || tooMany) && told.add(limits.firstAttempt(call))) {
                    misfit(call, at, budget, around);
                }
                return;
            }
        }

        /** What the limits of all attempts of a call come to, where some ran into theirs. */
        private long allowed(int call) {
            long sum = 0;
            boolean ranOut = false;
            for (Retry.Attempt each : limits.attempts(call)) {
                Budget own = limits.limit(each.node());
                if (own == null || own.inferred()) {
                    return -1;
                }
                sum += own.nanos();
                ranOut |= each.failed() && own.exceeded();
            }
            return ranOut ? sum : -1;
        }

        private void misfit(int call, int caller, Budget own, Budget around) {
            int first = limits.firstAttempt(call);
            long left =
                    Math.max(0, tree.startNanos(caller) + around.nanos() - tree.startNanos(call));
            double over = Math.min(1, (double) (own.nanos() - left) / own.nanos());
            Report.Draft draft =
                    report.at(INFO, first)
                            .strength(0.65 + 0.3 * over)
                            .measure("over", over)
                            .evidence(own.evidence())
                            .evidence(around.evidence())
                            .touches(caller)
                            .title(limits.name(first));
            limits.attempts(call).forEach(each -> draft.touches(each.node()));
            draft.report(
                    limits.subject(first)
                            + " may take "
                            + Words.time(own.nanos())
                            + ", but when it began at "
                            + Words.moment(run, tree.startNanos(call))
                            + ", "
                            + limits.name(caller)
                            + " had "
                            + Words.time(left)
                            + " left of its "
                            + Words.time(around.nanos())
                            + ". The caller's time ran out while the call still waited.");
        }

        /** Attempts that all died of their limit at the same age: the work needs longer. */
        private void diedAlike(Retry retry) {
            long least = Long.MAX_VALUE;
            long most = 0;
            int failed = 0;
            for (Retry.Attempt attempt : retry.attempts()) {
                if (!attempt.failed()) {
                    continue;
                }
                if (!BudgetsText.speaksOfTimeout(attempt.error())
                        && limits.limit(attempt.node()) == null) {
                    return;
                }
                failed++;
                least = Math.min(least, attempt.endNanos() - attempt.startNanos());
                most = Math.max(most, attempt.endNanos() - attempt.startNanos());
            }
            int first = retry.attempts().getFirst().node();
            if (failed < 2 || most <= 0 || most - least > most / 20 || !told.add(first)) {
                return;
            }
            Retry.Attempt last = retry.attempts().getLast();
            long until = retry.succeeded() ? last.startNanos() : last.endNanos();
            long lost = until - retry.attempts().getFirst().startNanos();
            double lasting = retry.succeeded() ? 0.3 : 0.5;
            Report.Draft draft =
                    report.at(INFO, first)
                            .suspicion()
                            .strength(lasting + 0.3 * (1 - 1.0 / failed))
                            .measure("failed", failed)
                            .measure("spread", (double) (most - least) / most)
                            .title(limits.name(first));
            if (retry.succeeded()) {
                draft.severity(Severity.WARNING);
            }
            for (Retry.Attempt attempt : retry.attempts()) {
                draft.touches(attempt.node());
                if (attempt.failed()) {
                    draft.evidence(attempt.node(), "error", Words.cut(attempt.error(), 200));
                }
            }
            draft.report(
                    limits.subject(first)
                            + " was cut off "
                            + Words.count(failed, "time", "times")
                            + " at the same age, "
                            + Words.time(least)
                            + ", from "
                            + Words.moment(run, tree.startNanos(first))
                            + " on: its limit is shorter than what the work takes, so trying again"
                            + " under the same limit "
                            + (retry.succeeded() ? "cost " : "could not help and cost ")
                            + Words.time(lost)
                            + (retry.silent() ? "; no span says that these are retries." : "."));
        }

        /** A tool ran into its limit, and the run went on as if nothing had been missed. */
        private void swallowed(ToolUse use, Aftermaths aftermaths) {
            Budget limit = limits.limit(use.errorNode());
            boolean timedOut =
                    use.failed() && limit != null && limit.exceeded() && use.invocation() >= 0;
            if (!timedOut || limit == null || limits.retry(use.node()) != null) {
                return;
            }
            String call = use.invocation() + " " + use.tool();
            if (run.facts(run.view().invocations().get(use.invocation()).node()).failed()
                    || told.contains(use.errorNode())
                    || looked.merge(call, 1, Integer::sum) > MOST_TIMEOUTS) {
                return;
            }
            Aftermath after = aftermaths.of(use);
            if (after.repaired()
                    || after.mentioned()
                    || after.named()
                    || !after.wentOn()
                    || !told.add(use.errorNode())) {
                return;
            }
            report.at(INFO, use.errorNode())
                    .suspicion()
                    .severity(Severity.WARNING)
                    .strength(after.answered() ? 0.45 : 0.35)
                    .evidence(limit.evidence())
                    .title(use.tool())
                    .report(
                            limits.subject(use.errorNode())
                                    + " ran into its limit of "
                                    + Words.time(limit.nanos())
                                    + " at "
                                    + Words.moment(run, tree.endNanos(use.errorNode()))
                                    + " and was not tried again; the run went on without its"
                                    + " result.");
        }
    }
}
