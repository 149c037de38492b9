package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Answer;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.Holes;
import io.agtrace.analyzers.lineage.Lineage;
import io.agtrace.analyzers.lineage.Piece;
import io.agtrace.analyzers.lineage.Pieces;
import io.agtrace.analyzers.lineage.Speaker;
import io.agtrace.analyzers.lineage.StayFacts;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;

/** A model ended by itself and had said nothing. */
public final class EmptyOutput implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "empty-output",
                    Group.MODEL_AND_TOOL,
                    Severity.WARNING,
                    Tier.DEFECT,
                    "A model answered with nothing: no text, no tool call",
                    "answers of models (output messages)");

    /** The marks around an answer may count. */
    private static final int MOST_TOKENS = 8;

    private static final int LEAST_FOUND = 4;
    private static final double MOST_USED = 0.25;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        int unknown = 0;
        for (int node = 0; node < run.tree().size(); node++) {
            if (run.kind(node) != OperationKind.MODEL_CALL || run.tree().childCount(node) > 0) {
                continue;
            }
            SpanFacts facts = run.facts(node);
            if (!isRecorded(run, node) && !isLeftOut(run, node)) {
                unknown += facts.failed() ? 0 : 1;
            } else if (isEmpty(run, node) && !goesOn(run, node)) {
                report(run, report, node);
            }
        }
        report.notChecked(INFO, unknown, "model calls");
        for (AgentInvocation stay : run.view().invocations()) {
            if (isMute(run, stay) && isLost(run, stay)) {
                report(run, report, stay.modelCalls().getLast());
            }
        }
    }

    /**
     * Whether an agent gave nothing back, where answers of models are not recorded but what agents
     * give back is: of all the others, and of this one what it was given.
     */
    private static boolean isMute(Run run, AgentInvocation stay) {
        if (stay.output() != null || stay.input() == null || stay.failed()) {
            return false;
        }
        if (stay.modelCalls().isEmpty()) {
            return false;
        }
        for (int call : stay.modelCalls()) {
            if (run.facts(call).output() != null || run.facts(call).failed()) {
                return false;
            }
        }
        long tokens = run.facts(stay.modelCalls().getLast()).tokens().output();
        int others = 0;
        for (AgentInvocation other : run.view().invocations()) {
            boolean one = other.index() == stay.index();
            if (!one && other.output() == null && !other.failed()) {
                return false;
            }
            others += one ? 0 : 1;
        }
        return others >= 2 && tokens <= MOST_TOKENS;
    }

    /** Whether an answer is there: a message that has no text at all may have lost it. */
    private static boolean isRecorded(Run run, int node) {
        return run.facts(node).output() != null && !Holes.inAnswer(run.facts(node).output());
    }

    /** Whether an answer is not recorded because it is empty: those of the agent's others are. */
    private static boolean isLeftOut(Run run, int node) {
        AgentInvocation stay = run.invocation(run.invocationOf(node));
        SpanFacts facts = run.facts(node);
        boolean ended = facts.finishReason().equals("stop") && facts.tokens().output() >= 0;
        if (stay == null || !ended || stay.output() != null) {
            return false;
        }
        int others = 0;
        for (int call : stay.modelCalls()) {
            if (call != node && !isRecorded(run, call) && !run.facts(call).failed()) {
                return false;
            }
            others += call == node ? 0 : 1;
        }
        return others > 0;
    }

    private static boolean isEmpty(Run run, int node) {
        SpanFacts facts = run.facts(node);
        String reason = facts.finishReason();
        boolean byItself = reason.isEmpty() || reason.equals("stop") || reason.equals("other");
        if (facts.failed() || !byItself || facts.tokens().output() > MOST_TOKENS) {
            return false;
        }
        if (!isRecorded(run, node)) {
            return true;
        }
        if (Answer.of(run.tree(), node).calls() > 0) {
            return false;
        }
        for (Piece piece : Pieces.of(facts.output())) {
            if (piece.speaker() != Speaker.SYSTEM && !piece.text().isBlank()) {
                return false;
            }
        }
        return true;
    }

    /** Whether the agent gave something back all the same, or asked again. */
    private static boolean goesOn(Run run, int node) {
        AgentInvocation stay = run.invocation(run.invocationOf(node));
        if (stay == null) {
            return false;
        }
        for (int other : stay.modelCalls()) {
            boolean said = run.facts(other).output() != null && !isEmpty(run, other);
            if (other != node
                    && said
                    && run.tree().startNanos(other) > run.tree().startNanos(node)) {
                return true;
            }
        }
        // After its tools have done the work, an agent may well have nothing to add.
        boolean worked = !stay.toolCalls().isEmpty() || stay.modelCalls().size() > 1;
        return worked && !isLost(run, stay);
    }

    /** Whether others worked on afterwards, and what its tools had found never got to them. */
    private static boolean isLost(Run run, AgentInvocation stay) {
        StayFacts facts = run.lineage().stay(stay.index());
        FactSet found =
                facts.results()
                        .hard()
                        .minus(facts.prompt())
                        .minus(facts.input())
                        .minus(run.lineage().task());
        FactSet later = FactSet.EMPTY;
        boolean goesOn = false;
        for (AgentInvocation other : run.view().invocations()) {
            if (other.index() != stay.index() && other.startNanos() >= stay.endNanos()) {
                goesOn = true;
                StayFacts made = run.lineage().stay(other.index());
                later = later.or(made.output()).or(made.known());
            }
        }
        boolean silent = Lineage.facts(stay.output()).minus(facts.known()).isEmpty();
        return goesOn
                && silent
                && found.weight() >= LEAST_FOUND
                && found.shareIn(later) < MOST_USED;
    }

    private static void report(Run run, Report report, int node) {
        long tokens = run.facts(node).tokens().output();
        String agent = run.agentOf(node);
        report.at(INFO, node)
                .strength(tokens >= 0 ? 0.7 : 0.55)
                .measure("tokens", (double) tokens)
                .evidence(node, "output", "(empty)")
                .report(
                        (agent.isEmpty() ? "A model" : agent + "'s model")
                                + " ended at "
                                + Words.moment(run, run.tree().endNanos(node))
                                + " with an empty answer, and the agent gave that back.");
    }
}
