package io.agtrace.analyzers.compare;

import io.agtrace.analyzers.agents.Answer;
import io.agtrace.analyzers.agents.Retry;
import io.agtrace.analyzers.agents.ToolUse;
import io.agtrace.analyzers.compare.Contents.Likeness;
import io.agtrace.analyzers.compare.Difference.Kind;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** How the steps of two runs differ: matched ones in what they did, the others in being there. */
final class StepDifferences {
    private static final int LONGEST = 200;

    /** Reasons for which models stop before they are done. */
    private static final Set<String> UNFINISHED = Set.of("length", "content_filter", "error");

    private final StepPairs pairs;
    private final Steps good;
    private final Steps bad;
    private final boolean sameTask;
    private final List<Difference> found = new ArrayList<>();
    private final BitSet attempts = new BitSet();
    private final BitSet failedBelow = new BitSet();
    private final BitSet failedBelowGood = new BitSet();
    private int reworded;
    private int matched;

    /**
     * @param sameTask whether both runs were asked for the same
     */
    StepDifferences(StepPairs pairs, boolean sameTask) {
        this.pairs = pairs;
        good = pairs.good();
        bad = pairs.bad();
        this.sameTask = sameTask;
        for (Retry retry : good.run().view().retries()) {
            retry.attempts().forEach(each -> attempts.set(each.node()));
        }
    }

    /**
     * All differences, in no particular order.
     *
     * @param goodRounds steps of the good run that are told of as rounds of a loop
     * @param badRounds likewise of the bad run
     */
    List<Difference> all(BitSet goodRounds, BitSet badRounds) {
        added(badRounds);
        // From the leaves up: of nested failures the innermost is the one to tell of.
        for (int i = good.size() - 1; i >= 0; i--) {
            Step step = good.get(i);
            int partner = pairs.badOf(i);
            if (partner >= 0) {
                matched++;
                failures(step, bad.get(partner));
                matched(step, bad.get(partner));
            } else if (isTop(step.parent(), pairs::badOf) && !goodRounds.get(i)) {
                long nanos = pairs.badTime(good.start(step));
                found.add(lost(step, nanos));
            }
            if (good.failed(step) && step.parent() >= 0 || failedBelowGood.get(i)) {
                markAbove(failedBelowGood, step);
            }
        }
        return found;
    }

    private static void markAbove(BitSet marks, Step step) {
        if (step.parent() >= 0) {
            marks.set(step.parent());
        }
    }

    private static boolean isTop(int parent, IntUnaryOperator partner) {
        return parent < 0 || partner.applyAsInt(parent) >= 0;
    }

    private void added(BitSet rounds) {
        for (int i = bad.size() - 1; i >= 0; i--) {
            Step step = bad.get(i);
            if (pairs.goodOf(i) < 0 && isTop(step.parent(), pairs::goodOf) && !rounds.get(i)) {
                int size = bad.subtreeEnd(i) - i;
                found.add(
                        new Difference(
                                Kind.STEP_ADDED,
                                -1,
                                step.node(),
                                bad.start(step),
                                agentAbove(bad, step),
                                name(step),
                                "",
                                bad.failed(step) ? error(bad, step) : "",
                                size));
            }
            if (bad.failed(step) || failedBelow.get(i)) {
                markAbove(failedBelow, step);
            }
        }
    }

    private Difference lost(Step step, long nanos) {
        int size = good.subtreeEnd(step.index()) - step.index();
        String agent = agentAbove(good, step);
        // An attempt that the bad run had no need of.
        Kind kind = attempts.get(step.node()) ? Kind.RECOVERY : Kind.STEP_LOST;
        return new Difference(kind, step.node(), -1, nanos, agent, name(step), "", "", size);
    }

    /** Whose step it is; of an agent's own span, which other agent it works for. */
    private static String agentAbove(Steps steps, Step step) {
        if (step.kind() != OperationKind.AGENT) {
            return step.agent();
        }
        String above = step.parent() < 0 ? "" : steps.get(step.parent()).agent();
        return above.equals(step.agent()) ? "" : above;
    }

    /** The step in words: {@code tool call search}. */
    static String name(Step step) {
        String kind =
                switch (step.kind()) {
                    case OTHER, CHAIN, QUEUE_SEND, QUEUE_RECEIVE -> "step";
                    default -> step.kind().label();
                };
        boolean said = step.name().isEmpty() || step.kind() == OperationKind.MODEL_CALL;
        if (said) {
            return kind;
        }
        boolean twice = step.name().startsWith(kind + " ");
        return twice ? step.name() : kind + " " + step.name();
    }

    private void failures(Step one, Step other) {
        boolean was = good.failed(one);
        boolean is = bad.failed(other);
        if (!was && is && !failedBelow.get(other.index())) {
            String error = error(bad, other);
            found.add(between(Kind.FAILURE, one, other, bad.end(other), "", error));
        } else if (was && !is && !failedBelowGood.get(one.index())) {
            String error = error(good, one);
            found.add(between(Kind.RECOVERY, one, other, bad.end(other), error, ""));
        }
        if (pairs.isMoved(one.index())) {
            found.add(between(Kind.ORDER, one, other, bad.start(other), "", ""));
        }
    }

    private static String error(Steps steps, Step step) {
        ToolUse use = steps.use(step);
        String error = steps.run().facts(step.node()).errorMessage();
        return Words.cut(error.isEmpty() && use != null ? use.error() : error, LONGEST);
    }

    private Difference between(Kind kind, Step one, Step other, long nanos, String was, String is) {
        return new Difference(
                kind, one.node(), other.node(), nanos, other.agent(), name(other), was, is, 1);
    }

    private void matched(Step one, Step other) {
        SpanFacts was = good.run().facts(one.node());
        SpanFacts is = bad.run().facts(other.node());
        ToolUse use = bad.use(other);
        ToolUse used = good.use(one);
        switch (other.kind()) {
            case MODEL_CALL -> model(one, other, was, is);
            case TOOL_CALL -> {
                AnyValue asked = used == null ? was.input() : used.arguments();
                AnyValue asks = use == null ? is.input() : use.arguments();
                Likeness arguments = Contents.of(asked, asks);
                if (arguments == Likeness.DIFFERENT && sameTask) {
                    found.add(payload(Kind.ARGUMENTS, one, other, asked, asks));
                }
                reworded += arguments == Likeness.REWORDED ? 1 : 0;
                AnyValue gave = used == null ? was.output() : used.result();
                AnyValue gives = use == null ? is.output() : use.result();
                result(one, other, arguments == Likeness.SAME, gave, gives);
            }
            default -> {
                boolean same = Contents.of(was.input(), is.input()) == Likeness.SAME;
                result(one, other, same, was.output(), is.output());
            }
        }
    }

    private void model(Step one, Step other, SpanFacts was, SpanFacts is) {
        String stopped = is.finishReason();
        if (UNFINISHED.contains(stopped) && !UNFINISHED.contains(was.finishReason())) {
            long nanos = bad.end(other);
            found.add(between(Kind.CUT_OFF, one, other, nanos, was.finishReason(), stopped));
        }
        Answer before = good.run().answer(one.node());
        Answer after = bad.run().answer(other.node());
        // What models ask of tools shows in the steps that follow.
        boolean asked = before.calls() > 0 || after.calls() > 0;
        boolean silent = before.text().isEmpty() || after.text().isEmpty();
        if (was.output() == null || is.output() == null || asked && silent) {
            return;
        }
        AnyValue said = AnyValue.of(before.text());
        AnyValue says = AnyValue.of(after.text());
        Likeness answers = Contents.of(said, says);
        reworded += answers == Likeness.REWORDED ? 1 : 0;
        if (answers == Likeness.DIFFERENT
                && Contents.of(was.input(), is.input()) == Likeness.SAME) {
            found.add(payload(Kind.ANSWER, one, other, said, says));
        }
    }

    /** What a step without steps of its own gave back for the same. */
    private void result(
            Step one, Step other, boolean same, @Nullable AnyValue was, @Nullable AnyValue is) {
        boolean leaf = bad.subtreeEnd(other.index()) == other.index() + 1;
        boolean failed = good.failed(one) || bad.failed(other);
        if (!leaf || !same || failed) {
            return;
        }
        Likeness results = Contents.of(was, is);
        boolean program = other.kind() != OperationKind.AGENT;
        if (results == Likeness.DIFFERENT || results == Likeness.REWORDED && program) {
            found.add(payload(Kind.RESULT, one, other, was, is));
        }
    }

    private Difference payload(
            Kind kind, Step one, Step other, @Nullable AnyValue was, @Nullable AnyValue is) {
        long nanos = kind == Kind.ARGUMENTS ? bad.start(other) : bad.end(other);
        String before = Contents.quote(was, is);
        String after = Contents.quote(is, was);
        return between(kind, one, other, nanos, before, after);
    }

    /** How many steps both runs have. */
    int matched() {
        return matched;
    }

    /** How many texts say the same in other words. */
    int reworded() {
        return reworded;
    }
}
