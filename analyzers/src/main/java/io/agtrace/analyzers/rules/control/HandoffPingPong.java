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
import io.agtrace.analyzers.rules.control.Rounds.SaidByNode;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
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
            if (rounds.news().stream().skip(1).allMatch(each -> each.isNaN())) {
                unknown++;
                continue;
            }
            Stretch idle = idle(run, said, rounds);
            if (idle != null && (!ending.isRunaway() || idle.handedOver())) {
                report(run, report, said, loop, idle);
            }
        }
        report.notChecked(INFO, unknown, "loops");
    }

    /**
     * Rounds in which the work went to and fro and nothing was done.
     *
     * @param first the first of them
     * @param count how many
     * @param handedOver whether spans or calls of their own show that both handed over in each
     */
    private record Stretch(int first, int count, boolean handedOver) {}

    /** Whether a loop is one that this rule reports. */
    static boolean isPingPong(Run run, SaidByNode said, Rounds rounds) {
        return idle(run, said, rounds) != null;
    }

    /** The longest stretch of idle rounds; null where there is none that counts. */
    private static @Nullable Stretch idle(Run run, SaidByNode said, Rounds rounds) {
        Loop loop = rounds.loop();
        if (!isBetweenTwo(run, loop) || rounds.passed()) {
            return null;
        }
        double most = run.threshold(INFO, NEWS);
        int best = 0;
        int length = 0;
        int first = 0;
        for (int i = 0; i < rounds.count(); i++) {
            boolean works = usesTools(run, said, loop, i);
            if (works) {
                length = 0;
            } else {
                // What the first of them says may be new.
                length = length > 0 && rounds.news().get(i) <= most ? length + 1 : 1;
            }
            if (length > best) {
                best = length;
                first = i - length + 1;
            }
        }
        boolean whole = best == rounds.count() && !rounds.turned();
        if (best < run.threshold(INFO, ROUNDS) + (whole ? 0 : 1)) {
            return null;
        }
        boolean both = handsOver(run, said, loop, first, first + best);
        boolean counts = both || loop.kind() == Loop.Kind.MUTUAL_HANDOFF;
        return counts ? new Stretch(first, best, both) : null;
    }

    private static boolean isBetweenTwo(Run run, Loop loop) {
        return loop.agents().size() == 2 && loop.iterations().size() >= run.threshold(INFO, ROUNDS);
    }

    /** Whether both agents decide to hand over within these rounds. */
    private static boolean handsOver(Run run, SaidByNode said, Loop loop, int from, int to) {
        Set<String> senders = new HashSet<>();
        for (int node = loop.iterations().get(from).first();
                node < end(run, loop, to - 1);
                node++) {
            String sender = said.handsOver(node);
            if (sender != null) {
                senders.add(sender);
            }
        }
        return senders.containsAll(loop.agents());
    }

    /** Behind the last node of a round. */
    private static int end(Run run, Loop loop, int round) {
        Loop.Iteration each = loop.iterations().get(round);
        return Math.max(run.tree().subtreeEnd(each.first()), run.tree().subtreeEnd(each.last()));
    }

    /** Whether a tool gave anything back; a transfer that is recorded as a tool does no work. */
    private static boolean usesTools(Run run, SaidByNode said, Loop loop, int round) {
        int end = end(run, loop, round);
        for (int node = loop.iterations().get(round).first(); node < end; node++) {
            OperationKind kind = run.kind(node);
            boolean tool = kind == OperationKind.TOOL_CALL || kind == OperationKind.RETRIEVAL;
            if (tool
                    && said.handsOver(node) == null
                    && run.payloads().facts(run.facts(node).output()).weight() >= LEAST_RESULT) {
                return true;
            }
        }
        return false;
    }

    /**
     * Where the first of these rounds gives the work back; its beginning where nothing shows it.
     */
    private static int handsBack(Run run, SaidByNode said, Loop loop, int round) {
        int found = -1;
        int start = loop.iterations().get(round).first();
        for (int node = start; node < end(run, loop, round); node++) {
            if (run.kind(node) == OperationKind.HANDOFF || said.handsOver(node) != null) {
                found = node;
            }
        }
        return found < 0 ? loop.iterations().get(round + 1).first() : found;
    }

    private static void report(Run run, Report report, SaidByNode said, Loop loop, Stretch idle) {
        String one = loop.agents().getFirst();
        String other = loop.agents().getLast();
        List<Loop.Iteration> rounds =
                loop.iterations().subList(idle.first(), idle.first() + idle.count());
        Report.Draft draft =
                report.at(INFO, handsBack(run, said, loop, idle.first()))
                        .boundary(other, one)
                        .strength(1 - 1.0 / idle.count())
                        .measure("rounds", idle.count())
                        .title(one + " and " + other + ", " + idle.count() + " rounds");
        loop.evidence().forEach(draft::evidence);
        rounds.forEach(each -> draft.touches(each.first()));
        draft.report(
                one
                        + " and "
                        + other
                        + " handed the work to each other "
                        + idle.count()
                        + " times from "
                        + Words.moment(run, rounds.getFirst().startNanos())
                        + " to "
                        + Words.moment(run, rounds.getLast().endNanos())
                        + "; neither called a tool or said anything new after the first round.");
    }
}
