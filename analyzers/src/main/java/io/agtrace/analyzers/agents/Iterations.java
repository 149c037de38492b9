package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.CallShapes.Role;
import io.agtrace.analyzers.agents.Loop.Iteration;
import io.agtrace.analyzers.agents.LoopsSequence.Unit;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rounds of a loop, each compared with the one before it. */
final class Iterations {
    /** Spans of a round that are looked at for a score. */
    private static final int LOOKED_AT = 48;

    /** Inner spans that are looked at where a step itself records no payload. */
    private static final int SEARCHED = 24;

    private final CallShapes shapes;
    private final SpanTree tree;

    /** What differs between a round and the one before it, if there is one. */
    private record Difference(@Nullable Summary before, Summary now) implements Loop.Change {
        @Override
        public String text() {
            return before == null ? "" : changed(before, now);
        }
    }

    /** What is compared of a round. */
    private record Summary(
            long input,
            long output,
            double score,
            boolean failed,
            @Nullable AnyValue firstInput,
            @Nullable AnyValue lastOutput) {}

    Iterations(CallShapes shapes) {
        this.shapes = shapes;
        this.tree = shapes.tree();
    }

    List<Iteration> of(List<Unit> units, List<Integer> heads, int end) {
        List<Iteration> all = new ArrayList<>(heads.size());
        Summary before = null;
        for (int h = 0; h < heads.size(); h++) {
            int from = heads.get(h);
            int to = h + 1 < heads.size() ? heads.get(h + 1) : end;
            long last = Long.MIN_VALUE;
            for (int i = from; i < to; i++) {
                last = Math.max(last, units.get(i).end);
            }
            Summary now = summary(units, from, to);
            all.add(
                    new Iteration(
                            units.get(from).node,
                            units.get(to - 1).last,
                            tree.startNanos(units.get(from).node),
                            last,
                            now.failed(),
                            new Difference(before, now),
                            before == null || !isSame(before, now)));
            before = now;
        }
        return all;
    }

    private Summary summary(List<Unit> units, int from, int to) {
        long input = CallShapeText.ABSENT;
        long output = CallShapeText.ABSENT;
        double score = Double.NaN;
        boolean failed = false;
        AnyValue firstInput = null;
        AnyValue lastOutput = null;
        int looked = 0;
        for (int i = from; i < to; i++) {
            Unit unit = units.get(i);
            if (unit.label == LoopsSequence.UNKNOWN) {
                continue;
            }
            for (int node : unit.nodes) {
                AnyValue in = input(node);
                AnyValue out = output(node);
                if (unit.role != Role.GATE) {
                    input = add(input, in);
                    output = add(output, out);
                    firstInput = firstInput == null ? in : firstInput;
                    lastOutput = out == null ? lastOutput : out;
                    failed |= shapes.failed(node);
                }
                int stop = Math.min(tree.subtreeEnd(node), node + LOOKED_AT - looked);
                for (int inner = node; inner < stop; inner++, looked++) {
                    double stated = shapes.score(inner);
                    score = Double.isNaN(stated) ? score : stated;
                }
                double inText = shapes.numberIn(out, "score");
                score = Double.isNaN(inText) ? score : inText;
            }
        }
        return new Summary(input, output, score, failed, firstInput, lastOutput);
    }

    private long add(long hash, @Nullable AnyValue value) {
        long next = shapes.fingerprint(value);
        return next == CallShapeText.ABSENT ? hash : CallShapeText.mix(hash, next);
    }

    private @Nullable AnyValue input(int node) {
        int stop = Math.min(tree.subtreeEnd(node), node + SEARCHED);
        for (int inner = node; inner < stop; inner++) {
            AnyValue input = tree.facts(inner).input();
            if (input != null) {
                return input;
            }
        }
        return null;
    }

    private @Nullable AnyValue output(int node) {
        AnyValue own = tree.facts(node).output();
        if (own != null) {
            return own;
        }
        int end = tree.subtreeEnd(node);
        for (int inner = end - 1; inner > Math.max(node, end - SEARCHED); inner--) {
            AnyValue output = tree.facts(inner).output();
            if (output != null && shapes.role(inner) != Role.IGNORED) {
                return output;
            }
        }
        return null;
    }

    private static boolean isSame(Summary before, Summary now) {
        boolean recorded =
                now.input() != CallShapeText.ABSENT || now.output() != CallShapeText.ABSENT;
        return recorded
                && before.input() == now.input()
                && before.output() == now.output()
                && Double.compare(before.score(), now.score()) == 0
                && before.failed() == now.failed();
    }

    private static String changed(Summary before, Summary now) {
        if (isSame(before, now)) {
            return "same input and output as before";
        }
        List<String> parts = new ArrayList<>(3);
        if (Double.compare(before.score(), now.score()) != 0
                && !Double.isNaN(before.score())
                && !Double.isNaN(now.score())) {
            parts.add("score " + number(before.score()) + " → " + number(now.score()));
        }
        if (before.failed() != now.failed()) {
            parts.add(now.failed() ? "failed" : "succeeded");
        }
        boolean input = before.input() != now.input();
        boolean output = before.output() != now.output();
        if (output && now.output() != CallShapeText.ABSENT) {
            parts.add("output " + difference(before.lastOutput(), now.lastOutput()));
        }
        if (input && now.input() != CallShapeText.ABSENT) {
            parts.add("input " + difference(before.firstInput(), now.firstInput()));
        } else if (output && now.input() != CallShapeText.ABSENT) {
            parts.add("same input");
        }
        return parts.isEmpty() ? "inputs and outputs are not recorded" : String.join("; ", parts);
    }

    private static String difference(@Nullable AnyValue before, @Nullable AnyValue now) {
        if (before == null || now == null) {
            return "recorded in one of the two only";
        }
        String a = CallShapeText.head(before);
        String b = CallShapeText.head(now);
        return a.equals(b) ? "differs" : CallShapeText.difference(a, b);
    }

    /** A number as short as it can be written. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.4f", value);
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }
}
