package io.agtrace.analyzers.rules.resilience;

import io.agtrace.analyzers.agents.Budget;
import io.agtrace.analyzers.agents.BudgetsText;
import io.agtrace.analyzers.agents.Retry;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.Set;

/**
 * Callers that gave up on a failed call, for a reason of their own, since it took most of their
 * time.
 */
final class ImpatientCallers {
    private final Run run;
    private final RuleInfo info;
    private final Report report;
    private final SpanTree tree;
    private final CallLimits limits;
    private final Set<Integer> told;

    ImpatientCallers(Run run, RuleInfo info, Report report, CallLimits limits, Set<Integer> told) {
        this.run = run;
        this.info = info;
        this.report = report;
        this.limits = limits;
        this.told = told;
        tree = run.tree();
    }

    /**
     * Looks at one failed call.
     *
     * @param leastShare of its caller's time that it must have taken
     */
    void check(int call, double leastShare) {
        String error = run.facts(call).errorMessage();
        boolean timedOut = limits.limit(call) != null || BudgetsText.speaksOfTimeout(error);
        int first = limits.firstAttempt(call);
        int caller = impatientCaller(call, error);
        if (caller < 0) {
            return;
        }
        long whole = run.nanos(caller);
        long spent = lastEnd(call, caller) - tree.startNanos(first);
        double share = whole <= 0 ? 0 : Math.min(1, (double) spent / whole);
        boolean waitedForIt = share >= leastShare || isLast(call, caller);
        if (!waitedForIt || !timedOut && share < leastShare || !told.add(first)) {
            return;
        }
        Budget own = limits.limit(first);
        Report.Draft draft =
                report.at(info, first)
                        .strength(0.45 + (own != null ? 0.2 : 0) + 0.35 * share)
                        .measure("share", share)
                        .measure("limit_known", own == null ? 0 : 1)
                        .evidence(first, "error", Words.cut(run.facts(first).errorMessage(), 200))
                        .evidence(caller, "error", Words.cut(run.facts(caller).errorMessage(), 200))
                        .title(limits.name(first))
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
                limits.subject(first)
                        + CallLimits.ownLimit(own)
                        + " took "
                        + Words.time(spent)
                        + " from "
                        + Words.moment(run, tree.startNanos(first))
                        + attempts(first)
                        + workedOn(first)
                        + "; "
                        + limits.name(caller)
                        + CallLimits.ownLimit(limits.limit(caller))
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
        for (Retry.Attempt each : limits.attempts(call)) {
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

    /**
     * The nearest failed span around a call that speaks of a timeout in words other than the first
     * attempt's: its own limit ran out, it does not just pass on the call's error.
     */
    private int impatientCaller(int call, String error) {
        String first = run.facts(limits.firstAttempt(call)).errorMessage();
        for (int at = tree.parent(call); at >= 0; at = tree.parent(at)) {
            if (!run.facts(at).failed()) {
                return -1;
            }
            String said = run.facts(at).errorMessage();
            boolean passedOn =
                    isSame(said, first)
                            || isSame(said, error)
                                    && isSame(error, first)
                                    && limits.retry(call) == null;
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

    private String attempts(int first) {
        int all = limits.attempts(first).size();
        return all < 2 ? "" : " in " + all + " attempts";
    }
}
