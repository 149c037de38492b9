package io.agtrace.analyzers.rules.control;

import io.agtrace.analyzers.agents.Loop;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;

import java.util.HashSet;
import java.util.Set;

/** A loop that did not end because its work was done. */
final class RunawayLoop implements Rule {
    private static final Threshold CUT =
            new Threshold(
                    "rounds-when-cut",
                    3,
                    "rounds",
                    "Fewest rounds of a loop that a limit, a timeout or an error put an end to.");
    private static final Threshold UNCONVINCED =
            new Threshold(
                    "rounds-without-success",
                    4,
                    "rounds",
                    "Fewest rounds of a loop that ended although its last verdict was still that"
                            + " of the first round.");
    private static final RuleInfo INFO =
            new RuleInfo(
                    "runaway-loop",
                    Group.CONTROL_FLOW,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "A loop went round until something stopped it; its work was never accepted.",
                    "spans of the rounds, and the verdict of each round as a decision, an output"
                            + " field or a transfer",
                    CUT,
                    UNCONVINCED);

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        if (run.view().loops().isEmpty()) {
            return;
        }
        Rounds.SaidByNode said = new Rounds.SaidByNode(run);
        Set<Integer> reported = new HashSet<>();
        for (Loop loop : run.view().loops()) {
            LoopEnding ending = LoopEnding.of(run, said, loop, limits(run));
            // A loop inside a runaway one is part of it.
            if (ending.isRunaway() && !reported.contains(loop.outer())) {
                report(run, report, ending);
                reported.add(loop.index());
            } else if (reported.contains(loop.outer())) {
                reported.add(loop.index());
            }
        }
    }

    static LoopEnding.Limits limits(Run run) {
        return new LoopEnding.Limits(run.threshold(INFO, CUT), run.threshold(INFO, UNCONVINCED));
    }

    private static void report(Run run, Report report, LoopEnding ending) {
        Rounds rounds = ending.rounds();
        Loop loop = rounds.loop();
        int count = rounds.count();
        LoopAbort abort = ending.abort();
        String verdict = rounds.sameVerdict();
        double strength = 1 - 1.0 / Math.max(1, count - 1);
        if (abort == null) {
            strength *= Double.isNaN(rounds.kept()) ? 0.5 : rounds.kept();
        } else if (abort.countedRounds()) {
            strength = 1 - (1 - strength) / 2;
        }
        Report.Draft draft =
                report.at(INFO, rounds.judgeNode())
                        .strength(strength)
                        .measure("rounds", count)
                        .measure("stale rounds", rounds.staleTail())
                        .title(String.join(" and ", loop.agents()) + ", " + count + " rounds");
        if (!rounds.judge().isEmpty()) {
            draft.agent(rounds.judge());
        }
        boolean proven =
                abort != null && (abort.countedRounds() || count > 4 || !verdict.isEmpty());
        if (!proven) {
            draft.suspicion();
        }
        if (abort != null) {
            draft.evidence(abort.node(), "status", Words.cut(abort.error(), 200));
        }
        loop.evidence().forEach(draft::evidence);
        for (Loop.Iteration each : loop.iterations()) {
            draft.touches(each.first());
        }
        if (abort != null) {
            draft.touches(abort.node());
        }
        draft.report(story(run, ending, verdict));
    }

    private static String story(Run run, LoopEnding ending, String verdict) {
        Rounds rounds = ending.rounds();
        Loop loop = rounds.loop();
        LoopAbort abort = ending.abort();
        StringBuilder story = new StringBuilder(200);
        story.append(String.join(" and ", loop.agents()))
                .append(" went round ")
                .append(rounds.count())
                .append(" times, from ")
                .append(Words.moment(run, loop.iterations().getFirst().startNanos()))
                .append(" to ")
                .append(Words.moment(run, loop.iterations().getLast().endNanos()))
                .append('.');
        if (!verdict.isEmpty()) {
            story.append(" The verdict of ")
                    .append(rounds.judge().isEmpty() ? "the last step" : rounds.judge())
                    .append(" was ")
                    .append(Words.quote(verdict))
                    .append(" each time.");
        }
        int stale = rounds.staleTail();
        if (stale >= 2) {
            story.append(" The last ").append(stale).append(" rounds said nothing new.");
        }
        if (abort != null) {
            story.append(" Then ")
                    .append(run.tree().span(abort.node()).name())
                    .append(" gave up")
                    .append(
                            abort.error().isEmpty()
                                    ? "."
                                    : ": " + Words.quote(abort.error()) + ".");
        } else if (loop.limit() > 0 && rounds.count() >= loop.limit()) {
            story.append(" The limit of ").append(loop.limit()).append(" ended it.");
        } else {
            story.append(" It ended without ever being satisfied.");
        }
        return story.toString();
    }
}
