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
import java.util.List;
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

        /** The limit of each node that has one. */
        private final Map<Integer, Budget> limits = new HashMap<>();

        /** For each attempt of a retry, the retry. */
        private final Map<Integer, Retry> retries = new HashMap<>();

        private final Set<Integer> told = new HashSet<>();

        Check(Run run, Report report) {
            this.run = run;
            this.report = report;
            tree = run.tree();
            for (Budget budget : run.view().budgets()) {
                limits.putIfAbsent(budget.node(), budget);
            }
            for (Retry retry : run.view().retries()) {
                retry.attempts().forEach(each -> retries.putIfAbsent(each.node(), retry));
            }
        }

        void all() {
            for (int node = 0; node < tree.size(); node++) {
                if (isFailedCall(node)) {
                    givenUpByCaller(node);
                }
            }
            run.view().budgets().forEach(this::outlivedBudget);
            run.view().retries().forEach(this::diedAlike);
            run.toolUses().forEach(this::swallowed);
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

        /** The caller gave up, for a reason of its own, on a call that took most of its time. */
        private void givenUpByCaller(int call) {
            String error = run.facts(call).errorMessage();
            boolean timedOut = limits.containsKey(call) || BudgetsText.speaksOfTimeout(error);
            int first = firstAttempt(call);
            int caller = impatientCaller(call, error);
            if (caller < 0) {
                return;
            }
            long whole = run.nanos(caller);
            long spent = lastEnd(call, caller) - tree.startNanos(first);
            double share = whole <= 0 ? 0 : Math.min(1, (double) spent / whole);
            boolean waitedForIt = share >= run.threshold(INFO, SHARE) || isLast(call, caller);
            if (!waitedForIt
                    || !timedOut && share < run.threshold(INFO, SHARE)
                    || !told.add(first)) {
                return;
            }
            Budget own = limits.get(first);
            Report.Draft draft =
                    report.at(INFO, first)
                            .strength(0.45 + (own != null ? 0.2 : 0) + 0.35 * share)
                            .measure("share", share)
                            .measure("limit_known", own == null ? 0 : 1)
                            .evidence(
                                    first, "error", Words.cut(run.facts(first).errorMessage(), 200))
                            .evidence(
                                    caller,
                                    "error",
                                    Words.cut(run.facts(caller).errorMessage(), 200))
                            .title(name(first))
                            .touches(caller);
            if (own == null) {
                draft.suspicion();
            } else {
                draft.evidence(own.evidence());
            }
            if (call != first) {
                draft.touches(call).evidence(call, "error", Words.cut(error, 200));
            }
            draft.report(
                    subject(first)
                            + ownLimit(own)
                            + " took "
                            + Words.time(spent)
                            + " from "
                            + Words.moment(run, tree.startNanos(first))
                            + attempts(first)
                            + workedOn(first)
                            + "; "
                            + name(caller)
                            + ownLimit(limits.get(caller))
                            + " gave up after "
                            + Words.time(whole)
                            + " ("
                            + Words.quote(run.facts(caller).errorMessage())
                            + "). The limits do not fit: the caller's leaves no room for the"
                            + " call's own.");
        }

        /** When the last attempt of a call ended that its caller waited for. */
        private long lastEnd(int call, int caller) {
            long end = tree.endNanos(call);
            Retry retry = retries.get(call);
            for (Retry.Attempt each : retry == null ? List.<Retry.Attempt>of() : retry.attempts()) {
                boolean inTime = each.startNanos() < tree.endNanos(caller);
                end = inTime ? Math.max(end, each.endNanos()) : end;
            }
            return end;
        }

        /** How long the called side went on with a call that nobody waited for any more. */
        private String workedOn(int call) {
            long margin = run.nanos(call) / 50;
            int longest = -1;
            int end = tree.subtreeEnd(call);
            for (int inner = call + 1; inner < end; inner++) {
                boolean outlives = tree.endNanos(inner) > tree.endNanos(call) + margin;
                boolean longer = outlives && (longest < 0 || run.nanos(inner) > run.nanos(longest));
                longest = longer ? inner : longest;
            }
            return longest < 0
                    ? ""
                    : ", while the called side ("
                            + tree.span(longest).name()
                            + ") needed "
                            + Words.time(run.nanos(longest));
        }

        private int firstAttempt(int call) {
            Retry retry = retries.get(call);
            return retry == null ? call : retry.attempts().getFirst().node();
        }

        /**
         * The nearest failed span around a call that speaks of a timeout in words other than the
         * first attempt's: its own limit ran out, it does not just pass on the call's error.
         */
        private int impatientCaller(int call, String error) {
            String first = run.facts(firstAttempt(call)).errorMessage();
            for (int at = tree.parent(call); at >= 0; at = tree.parent(at)) {
                if (!run.facts(at).failed()) {
                    return -1;
                }
                String said = run.facts(at).errorMessage();
                boolean passedOn =
                        isSame(said, first)
                                || isSame(said, error)
                                        && isSame(error, first)
                                        && retries.get(call) == null;
                if (!passedOn && BudgetsText.speaksOfTimeout(said)) {
                    return at;
                }
            }
            return -1;
        }

        private static boolean isSame(String one, String other) {
            String shorter = one.length() < other.length() ? one : other;
            String longer = one.length() < other.length() ? other : one;
            return !shorter.isBlank() && longer.contains(shorter);
        }

        /** Whether nothing of the caller's began after the call had ended. */
        private boolean isLast(int call, int caller) {
            int end = tree.subtreeEnd(caller);
            int at = call;
            while (tree.parent(at) != caller && tree.parent(at) >= 0) {
                at = tree.parent(at);
            }
            int next = tree.subtreeEnd(at);
            return next >= end || tree.startNanos(next) < tree.endNanos(call);
        }

        /** A limit set on a span that ran on past it, inside one whose limit ran out meanwhile. */
        private void outlivedBudget(Budget budget) {
            int call = budget.node();
            if (budget.inferred() && !budget.exceeded()) {
                return;
            }
            for (int at = tree.parent(call); at >= 0; at = tree.parent(at)) {
                Budget around = limits.get(at);
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
                if ((ranOut || tooMany) && told.add(firstAttempt(call))) {
                    misfit(call, at, budget, around);
                }
                return;
            }
        }

        /** What the limits of all attempts of a call come to, where some ran into theirs. */
        private long allowed(int call) {
            Retry retry = retries.get(call);
            long sum = 0;
            boolean ranOut = false;
            for (Retry.Attempt each : retry == null ? List.<Retry.Attempt>of() : retry.attempts()) {
                Budget own = limits.get(each.node());
                if (own == null || own.inferred()) {
                    return -1;
                }
                sum += own.nanos();
                ranOut |= each.failed() && own.exceeded();
            }
            return ranOut ? sum : -1;
        }

        private void misfit(int call, int caller, Budget own, Budget around) {
            int first = firstAttempt(call);
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
                            .title(name(first));
            Retry retry = retries.get(call);
            if (retry != null) {
                retry.attempts().forEach(each -> draft.touches(each.node()));
            }
            draft.report(
                    subject(first)
                            + " may take "
                            + Words.time(own.nanos())
                            + ", but when it began at "
                            + Words.moment(run, tree.startNanos(call))
                            + ", "
                            + name(caller)
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
                        && !limits.containsKey(attempt.node())) {
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
                            .title(name(first));
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
                    subject(first)
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
        private void swallowed(ToolUse use) {
            Budget limit = limits.get(use.errorNode());
            boolean timedOut =
                    use.failed() && limit != null && limit.exceeded() && use.invocation() >= 0;
            if (!timedOut || limit == null || retries.containsKey(use.node())) {
                return;
            }
            Aftermath after = Aftermath.of(run, use);
            boolean over =
                    run.facts(run.view().invocations().get(use.invocation()).node()).failed();
            if (over
                    || after.repaired()
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
                            subject(use.errorNode())
                                    + " ran into its limit of "
                                    + Words.time(limit.nanos())
                                    + " at "
                                    + Words.moment(run, tree.endNanos(use.errorNode()))
                                    + " and was not tried again; the run went on without its"
                                    + " result.");
        }

        private String subject(int node) {
            String agent = run.agentOf(node);
            String what = name(node);
            return agent.isEmpty() || agent.equals(what) ? what : agent + "'s call of " + what;
        }

        private String name(int node) {
            String tool = run.facts(node).toolName();
            String agent = run.kind(node) == OperationKind.AGENT ? run.facts(node).agentName() : "";
            return !tool.isEmpty() ? tool : agent.isEmpty() ? tree.span(node).name() : agent;
        }

        private static String ownLimit(@org.jspecify.annotations.Nullable Budget own) {
            return own == null ? "" : " (limit " + Words.time(own.nanos()) + ")";
        }

        private String attempts(int first) {
            Retry retry = retries.get(first);
            List<Retry.Attempt> all = retry == null ? List.of() : retry.attempts();
            return all.size() < 2 ? "" : " in " + all.size() + " attempts";
        }
    }
}
