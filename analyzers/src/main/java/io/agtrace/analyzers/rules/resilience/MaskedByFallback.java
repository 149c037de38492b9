package io.agtrace.analyzers.rules.resilience;

import io.agtrace.analyzers.agents.Fallback;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Something else stood in for what failed, and the result does not show it. */
public final class MaskedByFallback implements Rule {
    private static final Threshold TIMES =
            new Threshold(
                    "times",
                    2,
                    "times",
                    "So often the same stand-in makes it a warning: the first choice never works.");

    private static final RuleInfo INFO =
            new RuleInfo(
                    "masked-by-fallback",
                    Group.RESILIENCE,
                    Severity.WARNING,
                    Tier.DEFECT,
                    "A fallback hides that the first choice fails",
                    "spans of the call that failed and of its stand-in, or fallback attributes",
                    TIMES);

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        Map<String, List<Fallback>> byPair = new TreeMap<>();
        for (Fallback fallback : run.view().fallbacks()) {
            byPair.computeIfAbsent(
                            fallback.failed() + "\n" + fallback.used(), _ -> new ArrayList<>())
                    .add(fallback);
        }
        Aftermaths aftermaths = Aftermaths.in(run);
        for (List<Fallback> same : byPair.values()) {
            report(run, report, same, aftermaths);
        }
    }

    /** The use of a tool that failed, where its agent's later answers keep silent about it. */
    private static @Nullable Aftermath silence(Aftermaths aftermaths, List<Fallback> same) {
        Aftermath after = aftermaths.first(same.stream().map(Fallback::from).toList());
        boolean silent = after != null && after.answered() && !after.mentioned() && !after.named();
        return silent ? after : null;
    }

    private static void report(Run run, Report report, List<Fallback> same, Aftermaths aftermaths) {
        Fallback first = same.getFirst();
        int node = first.from() >= 0 ? first.from() : first.to();
        boolean again = same.size() >= run.threshold(INFO, TIMES);
        boolean seen = first.from() >= 0;
        Aftermath silent = silence(aftermaths, same);
        Report.Draft draft =
                report.at(INFO, node)
                        .strength(
                                (silent != null ? 0.5 : seen ? 0.3 : 0.15)
                                        + 0.4 * (1 - 1.0 / same.size()))
                        .measure("times", same.size())
                        .measure("failure_seen", seen ? 1 : 0)
                        .title(first.failed());
        if (silent != null) {
            draft.evidence(silent.answerNode(), "output", Words.cut(silent.answer(), 200))
                    .measure("silent", 1);
        } else if (!again || !seen) {
            draft.severity(Severity.NOTE);
        }
        if (!seen) {
            draft.suspicion();
        }
        for (Fallback each : same) {
            draft.touches(each.to());
            each.evidence().forEach(draft::evidence);
        }
        draft.report(
                (first.failed().isEmpty() ? "The first choice" : first.failed())
                        + " failed at "
                        + Words.moment(run, run.tree().startNanos(node))
                        + (first.reason().isEmpty() ? "" : " (" + Words.quote(first.reason()) + ")")
                        + " and "
                        + first.used()
                        + " took its place"
                        + (same.size() > 1 ? ", " + same.size() + " times in this run" : "")
                        + (silent == null
                                ? ". The result does not show that it came from the stand-in."
                                : ". The answer that came of it says nothing of that: "
                                        + Words.quote(silent.answer())
                                        + "."));
    }
}
