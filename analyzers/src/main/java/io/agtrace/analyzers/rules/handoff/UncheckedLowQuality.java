package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Assessment;
import io.agtrace.analyzers.agents.Decision;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.lineage.FactSet;
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

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** Work that was judged bad, or approved without confidence, was used as it was. */
final class UncheckedLowQuality implements Rule {
    private static final Threshold LEAST_CONFIDENCE =
            new Threshold(
                    "least-confidence",
                    0.5,
                    "share",
                    "below which stated confidence an approval counts as none");

    private static final RuleInfo INFO =
            new RuleInfo(
                    "unchecked-low-quality",
                    Group.HANDOFF,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "Work that was judged bad, or approved without confidence, was used as it was.",
                    "scores with thresholds, or verdicts (gen_ai.evaluation.score.value,"
                            + " quality_score and threshold, or a verdict in an agent's answer)",
                    LEAST_CONFIDENCE);

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        if (run.view().invocations().isEmpty()) {
            return;
        }
        if (run.view().assessments().isEmpty()) {
            report.notChecked(INFO, run.view().messages().size(), "boundaries");
            return;
        }
        for (Assessment assessment : run.view().assessments()) {
            boolean bad =
                    Boolean.FALSE.equals(assessment.passed()) && !isGuardrail(run, assessment);
            if (bad && isLast(run, assessment) && goesOn(run, assessment)) {
                report(run, assessment, Double.NaN, report);
                return;
            }
            double confidence = confidence(run, assessment);
            boolean weak =
                    Boolean.TRUE.equals(assessment.passed())
                            && confidence >= 0
                            && confidence < run.threshold(INFO, LEAST_CONFIDENCE);
            if (weak && isLast(run, assessment)) {
                report(run, assessment, confidence, report);
                return;
            }
        }
    }

    /** A guardrail that fires has acted: it masks or blocks, and measures no quality. */
    private static boolean isGuardrail(Run run, Assessment assessment) {
        return run.kind(assessment.node()) == OperationKind.GUARDRAIL
                && Double.isNaN(assessment.score());
    }

    /** Whether nothing judges the work again, and nobody works on it again. */
    private static boolean isLast(Run run, Assessment assessment) {
        long judged = run.tree().endNanos(assessment.node());
        for (Assessment other : run.view().assessments()) {
            if (run.tree().startNanos(other.node()) >= judged
                    && !isInside(run, other, assessment)) {
                return false;
            }
        }
        AgentInvocation producer = producer(run, assessment);
        if (producer == null) {
            return true;
        }
        for (AgentInvocation stay : run.view().invocations()) {
            if (stay.agent().equals(producer.agent()) && stay.startNanos() >= judged) {
                return false;
            }
        }
        return true;
    }

    private static boolean isInside(Run run, Assessment inner, Assessment outer) {
        return inner.node() > outer.node() && inner.node() < run.tree().subtreeEnd(outer.node());
    }

    /**
     * Whether the run goes on with the work. One that ends in an error does not; nor is it told by
     * a verdict after which nothing of the run is recorded.
     */
    private static boolean goesOn(Run run, Assessment assessment) {
        if (Double.isNaN(assessment.score()) && !isFollowed(run, assessment)) {
            return false;
        }
        for (int node = 0; node < run.tree().size(); node++) {
            boolean around = assessment.node() < run.tree().subtreeEnd(node);
            if (run.tree().depth(node) == 0 && node <= assessment.node() && around) {
                return !run.facts(node).failed();
            }
        }
        return true;
    }

    private static boolean isFollowed(Run run, Assessment assessment) {
        long judged = run.tree().endNanos(assessment.node());
        for (int node = 0; node < run.tree().size(); node++) {
            boolean ownGate = run.invocationOf(node) == run.invocationOf(assessment.node());
            if (run.tree().startNanos(node) >= judged && !ownGate) {
                return true;
            }
        }
        return false;
    }

    /** What the judge says of its own verdict; negative where it says nothing. */
    private static double confidence(Run run, Assessment assessment) {
        for (Decision decision : run.view().decisions()) {
            if (decision.node() == assessment.node() && decision.explicit()) {
                return decision.confidence();
            }
        }
        return -1;
    }

    /** Whose output stands in what the judge was given; else who worked last before. */
    private static @Nullable AgentInvocation producer(Run run, Assessment assessment) {
        int judge = run.invocationOf(assessment.node());
        FactSet given = judge < 0 ? FactSet.EMPTY : run.lineage().stay(judge).prompt();
        given = given.minus(run.lineage().task()).minus(run.lineage().wording());
        long judged = run.tree().startNanos(assessment.node());
        AgentInvocation last = null;
        AgentInvocation author = null;
        for (AgentInvocation stay : run.view().invocations()) {
            StayFacts facts = run.lineage().stay(stay.index());
            boolean worked = facts.answered() && !judges(run, stay.index());
            if (stay.index() == judge || !worked || stay.startNanos() >= judged) {
                continue;
            }
            last = later(last, stay);
            if (facts.output().shareIn(given) >= 0.5) {
                author = later(author, stay);
            }
        }
        return author == null ? last : author;
    }

    private static AgentInvocation later(@Nullable AgentInvocation known, AgentInvocation stay) {
        return known == null || stay.startNanos() >= known.startNanos() ? stay : known;
    }

    private static boolean judges(Run run, int stay) {
        for (Assessment assessment : run.view().assessments()) {
            if (run.invocationOf(assessment.node()) == stay) {
                return true;
            }
        }
        return false;
    }

    private static void report(Run run, Assessment assessment, double confidence, Report report) {
        AgentInvocation producer = producer(run, assessment);
        int node =
                producer == null
                        ? assessment.target()
                        : run.lineage().stay(producer.index()).answerNode();
        String agent = producer == null ? run.agentOf(node) : producer.agent();
        String judge = run.agentOf(assessment.node());
        boolean scored = !Double.isNaN(assessment.score()) && !Double.isNaN(assessment.threshold());
        boolean weak = !Double.isNaN(confidence);
        Report.Draft draft =
                report.at(INFO, node)
                        .agent(agent)
                        .nanos(run.tree().endNanos(node))
                        .touches(assessment.node())
                        .evidence(assessment.evidence())
                        .strength(scored ? 0.95 : weak ? 0.5 + (0.5 - confidence) : 0.5);
        if (!scored) {
            draft.suspicion();
        }
        message(run, producer, assessment, draft);
        String what =
                weak
                        ? "approved it with a confidence of " + number(confidence)
                        : scored
                                ? "gave it "
                                        + number(assessment.score())
                                        + " (threshold "
                                        + number(assessment.threshold())
                                        + ")"
                                : "judged it "
                                        + Words.quote(
                                                assessment.label().isEmpty()
                                                        ? "failed"
                                                        : assessment.label());
        draft.measure("score", assessment.score())
                .measure("confidence", confidence)
                .report(
                        (judge.isEmpty() ? "An evaluation" : judge)
                                + " looked at what "
                                + (agent.isEmpty() ? "the run" : agent)
                                + " gave back and "
                                + what
                                + " at "
                                + Words.moment(run, run.tree().endNanos(assessment.node()))
                                + ". Nobody worked on it again; the run went on with it.");
    }

    private static void message(
            Run run, @Nullable AgentInvocation producer, Assessment assessment, Report.Draft to) {
        int judge = run.invocationOf(assessment.node());
        for (Message message : run.view().messages()) {
            if (producer != null && message.to() == judge && message.from() == producer.index()) {
                to.message(message.index());
                return;
            }
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
