package io.agtrace.analyzers.rules.control;

import io.agtrace.analyzers.agents.Loop;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.lineage.Lineage;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.rules.control.Rounds.SaidByNode;

import java.util.HashSet;
import java.util.Set;

/** Two agents that hand the same work to and fro and neither does any of it. */
final class HandoffPingPong implements Rule {
    private static final Threshold ROUNDS =
            new Threshold("rounds", 2, "rounds", "Fewest times that the work comes back.");
    private static final Threshold NEWS =
            new Threshold(
                    "news",
                    0.3,
                    "share",
                    "Greatest share of what a round says that earlier rounds had not said.");
    private static final RuleInfo INFO =
            new RuleInfo(
                    "handoff-ping-pong",
                    Group.CONTROL_FLOW,
                    Severity.ERROR,
                    Tier.SUSPICION,
                    "Two agents hand the same work to each other and neither does it.",
                    "handoffs between agents, and what the agents say between them",
                    ROUNDS,
                    NEWS);

    /** A transfer's result names the agent it went to and no more. */
    private static final int LEAST_RESULT = 6;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        SaidByNode said = null;
        int unknown = 0;
        for (Loop loop : run.view().loops()) {
            if (!isBetweenTwo(run, loop)) {
                continue;
            }
            said = said == null ? new SaidByNode(run) : said;
            LoopEnding ending = LoopEnding.of(run, said, loop, RunawayLoop.limits(run));
            Rounds rounds = ending.rounds();
            if (rounds.news().getLast().isNaN()) {
                unknown++;
            } else if (!ending.isRunaway() && isPingPong(run, said, rounds)) {
                report(run, report, rounds);
            }
        }
        report.notChecked(INFO, unknown, "loops");
    }

    /** Whether a loop is one that this rule reports. */
    static boolean isPingPong(Run run, SaidByNode said, Rounds rounds) {
        if (!isBetweenTwo(run, rounds.loop()) || rounds.turned() || rounds.passed()) {
            return false;
        }
        double most = run.threshold(INFO, NEWS);
        for (double each : rounds.news().subList(1, rounds.count())) {
            if (!(each <= most)) {
                return false;
            }
        }
        return handsOver(run, said, rounds.loop()) && !usesTools(run, rounds.loop());
    }

    private static boolean isBetweenTwo(Run run, Loop loop) {
        return loop.agents().size() == 2 && loop.iterations().size() >= run.threshold(INFO, ROUNDS);
    }

    /** Whether both agents decide to hand over within the loop. */
    private static boolean handsOver(Run run, SaidByNode said, Loop loop) {
        Set<String> senders = new HashSet<>();
        int end = end(run, loop);
        for (int node = loop.iterations().getFirst().first(); node < end; node++) {
            String sender = said.handsOver(node);
            if (sender != null) {
                senders.add(sender);
            }
        }
        return loop.kind() == Loop.Kind.MUTUAL_HANDOFF || senders.containsAll(loop.agents());
    }

    private static int end(Run run, Loop loop) {
        Loop.Iteration last = loop.iterations().getLast();
        return Math.max(run.tree().subtreeEnd(last.first()), run.tree().subtreeEnd(last.last()));
    }

    /** Whether a tool gave anything back; a transfer that is recorded as a tool does no work. */
    private static boolean usesTools(Run run, Loop loop) {
        int end = end(run, loop);
        for (int node = loop.iterations().getFirst().first(); node < end; node++) {
            OperationKind kind = run.kind(node);
            boolean tool = kind == OperationKind.TOOL_CALL || kind == OperationKind.RETRIEVAL;
            if (tool && Lineage.facts(run.facts(node).output()).weight() >= LEAST_RESULT) {
                return true;
            }
        }
        return false;
    }

    private static void report(Run run, Report report, Rounds rounds) {
        Loop loop = rounds.loop();
        String one = loop.agents().getFirst();
        String other = loop.agents().getLast();
        // Once there and back is a question; the trouble begins where the work comes again.
        Loop.Iteration again = loop.iterations().get(1);
        Report.Draft draft =
                report.at(INFO, again.first())
                        .boundary(other, one)
                        .strength(1 - 1.0 / rounds.count())
                        .measure("rounds", rounds.count())
                        .title(one + " and " + other + ", " + rounds.count() + " rounds");
        loop.evidence().forEach(draft::evidence);
        loop.iterations().forEach(each -> draft.touches(each.first()));
        draft.report(
                one
                        + " and "
                        + other
                        + " handed the work to each other "
                        + rounds.count()
                        + " times from "
                        + Words.moment(run, loop.iterations().getFirst().startNanos())
                        + " to "
                        + Words.moment(run, loop.iterations().getLast().endNanos())
                        + "; neither called a tool or said anything new after the first round.");
    }
}
