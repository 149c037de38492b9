package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.Holes;
import io.agtrace.analyzers.lineage.Piece;
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

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

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
        Map<Integer, Recorded> recorded = new HashMap<>();
        long lastStart = lastStart(run);
        for (int node = 0; node < run.tree().size(); node++) {
            if (run.kind(node) != OperationKind.MODEL_CALL || run.tree().childCount(node) > 0) {
                continue;
            }
            SpanFacts facts = run.facts(node);
            AgentInvocation stay = run.invocation(run.invocationOf(node));
            Recorded known =
                    stay == null
                            ? null
                            : recorded.computeIfAbsent(stay.index(), _ -> Recorded.of(run, stay));
            if (!isRecorded(run, node) && !isLeftOut(run, node, stay, known)) {
                unknown += facts.failed() ? 0 : 1;
            } else if (isEmpty(run, node) && !goesOn(run, node, stay, known, lastStart)) {
                report(run, report, node);
            }
        }
        report.notChecked(INFO, unknown, "model calls");
        mute(run, report, lastStart);
    }

    /** An agent that gave nothing back, where what agents give back is recorded of all others. */
    private static void mute(Run run, Report report, long lastStart) {
        int without = 0;
        for (AgentInvocation stay : run.view().invocations()) {
            without += stay.output() == null && !stay.failed() ? 1 : 0;
        }
        if (without != 1) {
            return;
        }
        for (AgentInvocation stay : run.view().invocations()) {
            if (isMute(run, stay) && isLost(run, stay, lastStart)) {
                report(run, report, stay.modelCalls().getLast());
            }
        }
    }

    private static long lastStart(Run run) {
        long last = Long.MIN_VALUE;
        for (AgentInvocation stay : run.view().invocations()) {
            last = Math.max(last, stay.startNanos());
        }
        return last;
    }

    /**
     * What is recorded of a stay's model calls.
     *
     * @param unknown how many did not fail and have no answer
     * @param lastSaid when the last of those began that said something
     */
    private record Recorded(int unknown, long lastSaid) {
        static Recorded of(Run run, AgentInvocation stay) {
            int unknown = 0;
            long lastSaid = Long.MIN_VALUE;
            for (int call : stay.modelCalls()) {
                boolean shown = isRecorded(run, call);
                unknown += !shown && !run.facts(call).failed() ? 1 : 0;
                if (shown && !isEmpty(run, call)) {
                    lastSaid = Math.max(lastSaid, run.tree().startNanos(call));
                }
            }
            return new Recorded(unknown, lastSaid);
        }
    }

    /**
     * Whether nothing is recorded of what an agent gave back, neither its own nor its models', but
     * what it was given is.
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
        return tokens <= MOST_TOKENS && run.view().invocations().size() > 2;
    }

    /** Whether an answer is there: a message that has no text at all may have lost it. */
    private static boolean isRecorded(Run run, int node) {
        return run.facts(node).output() != null && !Holes.inAnswer(run.facts(node).output());
    }

    /** Whether an answer is not recorded because it is empty: those of the agent's others are. */
    private static boolean isLeftOut(
            Run run, int node, @Nullable AgentInvocation stay, @Nullable Recorded recorded) {
        SpanFacts facts = run.facts(node);
        boolean ended = facts.finishReason().equals("stop") && facts.tokens().output() >= 0;
        if (stay == null || recorded == null || !ended || stay.output() != null) {
            return false;
        }
        return recorded.unknown() == (facts.failed() ? 0 : 1) && stay.modelCalls().size() > 1;
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
        if (run.answer(node).calls() > 0) {
            return false;
        }
        for (Piece piece : run.payloads().pieces(facts.output())) {
            if (piece.speaker() != Speaker.SYSTEM && !piece.text().isBlank()) {
                return false;
            }
        }
        return true;
    }

    /** Whether the agent gave something back all the same, or asked again. */
    private static boolean goesOn(
            Run run,
            int node,
            @Nullable AgentInvocation stay,
            @Nullable Recorded recorded,
            long lastStart) {
        if (stay == null || recorded == null) {
            return false;
        }
        if (recorded.lastSaid() > run.tree().startNanos(node)) {
            return true;
        }
        // After its tools have done the work, an agent may well have nothing to add.
        boolean worked = !stay.toolCalls().isEmpty() || stay.modelCalls().size() > 1;
        return worked && !isLost(run, stay, lastStart);
    }

    /** Whether others worked on afterwards, and what its tools had found never got to them. */
    private static boolean isLost(Run run, AgentInvocation stay, long lastStart) {
        StayFacts facts = run.lineage().stay(stay.index());
        FactSet found =
                facts.results()
                        .hard()
                        .minus(facts.prompt())
                        .minus(facts.input())
                        .minus(run.lineage().task());
        // Its own work does not count, even where it took no time.
        long after = Math.max(stay.endNanos(), stay.startNanos() + 1);
        boolean silent = run.payloads().facts(stay.output()).minus(facts.known()).isEmpty();
        return lastStart >= after
                && silent
                && found.weight() >= LEAST_FOUND
                && found.shareIn(run.lineage().hadSince(found, after)) < MOST_USED;
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
