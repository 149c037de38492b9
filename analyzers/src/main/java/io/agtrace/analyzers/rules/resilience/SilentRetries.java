package io.agtrace.analyzers.rules.resilience;

import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;

/** A call that failed several times and was repeated without anybody being told. */
public final class SilentRetries implements Rule {
    private static final Threshold FAILED =
            new Threshold(
                    "failed-attempts",
                    3,
                    "attempts",
                    "From so many failed attempts on it is a warning; one less is a note.");

    /** So many attempts cost what nobody expects, even where they are recorded as retries. */
    private static final int LEGION = 6;

    private static final Threshold SHARE =
            new Threshold(
                    "share-of-run",
                    0.1,
                    "share",
                    "Attempts that the trace counts are a warning only where no answer speaks of"
                            + " them and so much of the run's time went by with them.");

    private static final RuleInfo INFO =
            new RuleInfo(
                    "silent-retries",
                    Group.RESILIENCE,
                    Severity.WARNING,
                    Tier.DEFECT,
                    "A call failed and was repeated several times, and nothing says so",
                    "spans of the attempts: of the call itself, or of the HTTP requests inside it",
                    FAILED,
                    SHARE);

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        double wanted = run.threshold(INFO, FAILED);
        Aftermaths aftermaths = Aftermaths.in(run);
        for (Attempts attempts : Attempts.of(run)) {
            int failed = attempts.failed().size();
            if (failed >= Math.max(2, wanted - 1)) {
                report(run, report, attempts, aftermaths, failed >= wanted);
            }
        }
    }

    /** Whether the agent gave an answer that keeps silent about the attempts that failed. */
    private static boolean isKeptSilent(Aftermaths aftermaths, Attempts attempts) {
        Aftermath after = aftermaths.first(attempts.failed());
        return after != null && after.answered() && !after.mentioned() && !after.named();
    }

    private static void report(
            Run run, Report report, Attempts attempts, Aftermaths aftermaths, boolean many) {
        boolean silent = attempts.told() && many && isKeptSilent(aftermaths, attempts);
        int failed = attempts.failed().size();
        long whole = run.view().workflow().summary().durationNanos();
        double share = whole <= 0 ? 0 : Math.min(1, (double) attempts.lostNanos() / whole);
        double strength = 0.55 * (1 - 1.0 / failed) + 0.45 * Math.sqrt(share);
        Report.Draft draft =
                report.at(INFO, attempts.node())
                        .strength(
                                silent ? 0.8 * strength : attempts.told() ? strength / 2 : strength)
                        .measure("failed", failed)
                        .measure("lost_share", share)
                        .measure("told", attempts.told() ? 1 : 0)
                        .title(attempts.call());
        boolean costly = silent && share >= run.threshold(INFO, SHARE);
        if (!many || attempts.told() && !costly && failed < LEGION) {
            draft.severity(Severity.NOTE);
        }
        for (int node : attempts.failed()) {
            String error = run.facts(node).errorMessage();
            draft.evidence(node, "error", error.isEmpty() ? "failed" : Words.cut(error, 200));
            draft.touches(node);
        }
        draft.report(
                story(run, attempts)
                        + (silent ? " The answer that followed does not speak of it." : ""));
    }

    private static String story(Run run, Attempts attempts) {
        String agent = run.agentOf(attempts.node());
        String who = agent.isEmpty() ? attempts.call() : agent + "'s call of " + attempts.call();
        String error = attempts.error().isEmpty() ? "" : " (" + Words.quote(attempts.error()) + ")";
        String from = Words.moment(run, run.tree().startNanos(attempts.failed().getFirst()));
        String end = attempts.succeeded() ? " before it worked" : " and never worked";
        return who
                + " failed "
                + Words.count(attempts.failed().size(), "time", "times")
                + error
                + end
                + ", from "
                + from
                + " on. "
                + Words.time(attempts.lostNanos())
                + " went by with it"
                + shown(attempts)
                + (attempts.told()
                        ? "."
                        : attempts.hidden()
                                ? "; the call's own span shows one slow success."
                                : "; no span says that these are retries.");
    }

    /** What the last attempt alone would make one believe. */
    private static String shown(Attempts attempts) {
        if (attempts.hidden() || !attempts.succeeded()) {
            return "";
        }
        return "; the last attempt alone took " + Words.time(attempts.lastNanos());
    }
}
