package io.agtrace.analyzers.rules.control;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Decision;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.Lineage;
import io.agtrace.analyzers.lineage.Passage;
import io.agtrace.analyzers.lineage.SeenFacts;
import io.agtrace.analyzers.lineage.Side;
import io.agtrace.analyzers.lineage.StayFacts;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;

/**
 * A router sent a request to an agent whose answer has nothing to do with it. Only the first
 * decision about a request is looked at: later ones rest on what agents have found out since.
 */
final class Misrouted implements Rule {
    private static final Threshold SURE =
            new Threshold(
                    "sure",
                    0.7,
                    "share",
                    "A router that states this confidence or more is trusted.");
    private static final Threshold USED =
            new Threshold(
                    "used",
                    0.15,
                    "share",
                    "Greatest share of the request that an answer may take up and still count as"
                            + " beside the point.");
    private static final RuleInfo INFO =
            new RuleInfo(
                    "misrouted",
                    Group.CONTROL_FLOW,
                    Severity.ERROR,
                    Tier.SUSPICION,
                    "A request was sent to an agent whose answer takes up nothing of it.",
                    "the router's choice with its confidence or alternatives, and the texts of"
                            + " request and answer",
                    SURE,
                    USED);

    /** What is too short to tell. */
    private static final int LEAST_WEIGHT = 5;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        int unknown = 0;
        FirstEnds ends = new FirstEnds(run);
        for (Decision each : run.view().decisions()) {
            if (!directs(run, each)) {
                continue;
            }
            AgentInvocation chosen = run.invocation(run.invocationOf(each.followedBy()));
            Decline decline =
                    chosen == null || each.alternatives().isEmpty()
                            ? null
                            : Decline.of(run, each, chosen, run.lineage().stay(chosen.index()));
            if (chosen != null && decline != null) {
                report(run, report, each, chosen, decline);
                continue;
            }
            if (!routes(each, ends) || isSure(run, each)) {
                continue;
            }
            StayFacts router = run.lineage().stay(each.invocation());
            StayFacts answer = chosen == null ? null : run.lineage().stay(chosen.index());
            FactSet request = router.prompt();
            if (chosen == null || answer == null || !answer.answered() || request.isEmpty()) {
                unknown++;
                continue;
            }
            FactSet asked =
                    request.minus(router.instructions()).minus(Lineage.facts(each.chosen()));
            SeenFacts used = used(run, chosen.index(), answer);
            if (asked.weight() < LEAST_WEIGHT || answer.output().weight() < LEAST_WEIGHT) {
                continue;
            }
            double share = (double) used.weightOf(asked) / asked.weight();
            if (used.weightOf(asked.hard()) == 0 && share <= run.threshold(INFO, USED)) {
                report(run, report, each, chosen, answer, share);
            }
        }
        report.notChecked(INFO, unknown, "decisions");
    }

    /** Whether this is a choice of an agent. */
    private static boolean directs(Run run, Decision decision) {
        boolean directs = decision.type().equals("routing") || decision.type().equals("handoff");
        if (!directs || decision.followedBy() < 0) {
            return false;
        }
        int to = run.invocationOf(decision.followedBy());
        return to >= 0 && to != decision.invocation();
    }

    /** Whether this is the first choice of an agent for a request, with another way to go. */
    private static boolean routes(Decision decision, FirstEnds ends) {
        if (decision.invocation() < 0
                || decision.confidence() < 0 && decision.alternatives().isEmpty()) {
            return false;
        }
        return decision.timeNanos() < ends.without(decision.invocation());
    }

    private static void report(
            Run run, Report report, Decision decision, AgentInvocation chosen, Decline decline) {
        StayFacts answer = run.lineage().stay(chosen.index());
        String said =
                run.payloads().quote(run.facts(answer.answerNode()).output(), answer.output());
        Report.Draft draft =
                report.at(INFO, decision.node())
                        .agent(decision.by())
                        .boundary(decision.by(), chosen.agent())
                        .strength(0.9)
                        .touches(chosen.node())
                        .title(chosen.agent() + "\u2190" + decision.by());
        decision.evidence().forEach(draft::evidence);
        draft.evidence(answer.answerNode(), "output", Words.cut(said, 200))
                .report(
                        decision.by()
                                + " sent the request to "
                                + chosen.agent()
                                + " at "
                                + Words.moment(run, decision.timeNanos())
                                + ". "
                                + chosen.agent()
                                + " called no tool and named "
                                + decline.named()
                                + ", which could have been chosen and never ran: "
                                + Words.quote(said)
                                + ".");
    }

    private static boolean isSure(Run run, Decision decision) {
        return decision.confidence() >= run.threshold(INFO, SURE);
    }

    /** What an agent said, and asked its tools. */
    private static SeenFacts used(Run run, int invocation, StayFacts answer) {
        SeenFacts used = new SeenFacts();
        used.add(answer.output());
        for (Passage each : run.lineage().passages()) {
            if (each.invocation() == invocation && each.side() == Side.ARGUMENTS) {
                used.add(each.facts());
            }
        }
        return used;
    }

    /** When the first stay of a run ended, with one left out. */
    private static final class FirstEnds {
        private int first = -1;
        private long firstNanos = Long.MAX_VALUE;
        private long secondNanos = Long.MAX_VALUE;

        FirstEnds(Run run) {
            for (AgentInvocation each : run.view().invocations()) {
                if (each.endNanos() < firstNanos) {
                    secondNanos = firstNanos;
                    firstNanos = each.endNanos();
                    first = each.index();
                } else {
                    secondNanos = Math.min(secondNanos, each.endNanos());
                }
            }
        }

        long without(int invocation) {
            return invocation == first ? secondNanos : firstNanos;
        }
    }

    private static void report(
            Run run,
            Report report,
            Decision decision,
            AgentInvocation chosen,
            StayFacts answer,
            double share) {
        double doubt = decision.confidence() < 0 ? 0 : 1 - decision.confidence();
        String said =
                run.payloads().quote(run.facts(answer.answerNode()).output(), answer.output());
        Report.Draft draft =
                report.at(INFO, decision.node())
                        .agent(decision.by())
                        .boundary(decision.by(), chosen.agent())
                        .strength((1 - share / 2 + doubt) / 2)
                        .measure("used", share)
                        .measure("confidence", decision.confidence())
                        .touches(chosen.node())
                        .title(chosen.agent() + "\u2190" + decision.by());
        decision.evidence().forEach(draft::evidence);
        draft.evidence(answer.answerNode(), "output", Words.cut(said, 200))
                .report(
                        decision.by()
                                + " sent the request to "
                                + chosen.agent()
                                + " at "
                                + Words.moment(run, decision.timeNanos())
                                + (decision.confidence() < 0
                                        ? ""
                                        : " with a confidence of " + decision.confidence())
                                + ". "
                                + chosen.agent()
                                + "'s answer takes up nothing of what was asked: "
                                + Words.quote(said)
                                + ".");
    }
}
