package io.agtrace.analyzers.rules.control;

import io.agtrace.analyzers.agents.Loop;
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
import io.agtrace.analyzers.rules.model.RepeatedToolCall;

/** A loop whose rounds repeat what earlier rounds had said, up to its end. */
final class NoProgressLoop implements Rule {
    private static final Threshold STALE =
            new Threshold(
                    "stale-rounds",
                    3,
                    "rounds",
                    "Fewest rounds at a loop's end that say nothing new.");
    private static final RuleInfo INFO =
            new RuleInfo(
                    "no-progress-loop",
                    Group.CONTROL_FLOW,
                    Severity.WARNING,
                    Tier.SUSPICION,
                    "The rounds of a loop repeat each other: nothing new is said up to its end.",
                    "inputs and outputs of the rounds (gen_ai.output.messages, output.value …)",
                    STALE);

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
        double least = run.threshold(INFO, STALE);
        int unknown = 0;
        for (Loop loop : run.view().loops()) {
            if (loop.iterations().size() <= least || isPolling(run, loop)) {
                continue;
            }
            LoopEnding ending = LoopEnding.of(run, said, loop, RunawayLoop.limits(run));
            Rounds rounds = ending.rounds();
            if (rounds.news().getLast().isNaN()) {
                unknown++;
            } else if (!ending.isRunaway()
                    && isStale(run, rounds)
                    && !HandoffPingPong.isPingPong(run, said, rounds)
                    && !repeatsOneCall(run, rounds)) {
                report(run, report, rounds);
            }
        }
        report.notChecked(INFO, unknown, "loops");
    }

    /** Whether nothing new was said up to the end of a loop. */
    static boolean isStale(Run run, Rounds rounds) {
        return !rounds.passed()
                && !rounds.turned()
                && rounds.staleTail() >= run.threshold(INFO, STALE);
    }

    /** A tool that is asked again until it is ready: what a status query looks like. */
    private static boolean isPolling(Run run, Loop loop) {
        OperationKind kind = run.kind(loop.iterations().getFirst().first());
        return loop.kind() == Loop.Kind.SELF
                && (kind == OperationKind.TOOL_CALL || kind == OperationKind.RETRIEVAL);
    }

    /**
     * Whether the rounds stand still because one tool is asked the same again, a rule of its own.
     */
    private static boolean repeatsOneCall(Run run, Rounds rounds) {
        Loop loop = rounds.loop();
        if (loop.kind() != Loop.Kind.REASONING) {
            return false;
        }
        Loop.Iteration last = loop.iterations().getLast();
        int end = Math.max(run.tree().subtreeEnd(last.first()), run.tree().subtreeEnd(last.last()));
        return RepeatedToolCall.count(run, loop.iterations().getFirst().first(), end) > 0;
    }

    private static void report(Run run, Report report, Rounds rounds) {
        Loop loop = rounds.loop();
        int stale = rounds.staleTail();
        Loop.Iteration first = loop.iterations().get(rounds.count() - stale);
        Report.Draft draft =
                report.at(INFO, rounds.judgeNode())
                        .strength(1 - 1.0 / Math.max(1, stale - 1))
                        .measure("rounds", rounds.count())
                        .measure("stale rounds", stale)
                        .title(String.join(" and ", loop.agents()) + ", " + stale + " rounds")
                        .evidence(first.first(), "payload", first.changed());
        if (!rounds.judge().isEmpty()) {
            draft.agent(rounds.judge());
        }
        loop.evidence().forEach(draft::evidence);
        for (int i = rounds.count() - stale; i < rounds.count(); i++) {
            draft.touches(loop.iterations().get(i).first());
        }
        draft.report(
                String.join(" and ", loop.agents())
                        + " went round "
                        + rounds.count()
                        + " times; the last "
                        + stale
                        + " rounds, from "
                        + Words.moment(run, first.startNanos())
                        + " on, said nothing that earlier rounds had not said.");
    }
}
