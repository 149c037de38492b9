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
import java.util.function.Function;

/** The rounds of a loop, each compared with the one before it. */
final class Iterations {
    /** Spans of a round that are looked at for a score. */
    private static final int LOOKED_AT = 48;

    /** Inner spans that are looked at where a step itself records no payload. */
    private static final int SEARCHED = 24;

    private static final AnyValue[] NONE = {};

    private final CallShapes shapes;
    private final SpanTree tree;

    /**
     * What differs between a round and the one before it, if there is one; compared where somebody
     * asks, for mostly the outputs tell already that something does.
     */
    private record Difference(@Nullable Summary before, Summary now) implements Loop.Change {
        @Override
        public String text() {
            return before == null ? "" : changed(before, now);
        }
    }

    /** What is compared of a round: the payloads that were recorded, the score, the status. */
    private record Summary(AnyValue[] inputs, AnyValue[] outputs, double score, boolean failed) {
        boolean isRecorded() {
            return CallShapePayloads.isAny(inputs) || CallShapePayloads.isAny(outputs);
        }

        boolean endsAs(Summary other) {
            return Double.compare(score, other.score) == 0 && failed == other.failed;
        }
    }

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
                            before == null || !isSame(before, now, shapes::text)));
            before = now;
        }
        return all;
    }

    private Summary summary(List<Unit> units, int from, int to) {
        List<AnyValue> inputs = new ArrayList<>();
        List<AnyValue> outputs = new ArrayList<>();
        double score = Double.NaN;
        boolean failed = false;
        int looked = 0;
        for (int i = from; i < to; i++) {
            Unit unit = units.get(i);
            if (unit.label == LoopsSequence.UNKNOWN) {
                continue;
            }
            for (int node : unit.nodes) {
                AnyValue out = output(node);
                if (unit.role != Role.GATE) {
                    add(inputs, input(node));
                    add(outputs, out);
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
        return new Summary(inputs.toArray(NONE), outputs.toArray(NONE), score, failed);
    }

    private static void add(List<AnyValue> all, @Nullable AnyValue value) {
        if (value != null) {
            all.add(value);
        }
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

    private static boolean isSame(Summary before, Summary now, Function<AnyValue, String> decoded) {
        return now.isRecorded()
                && now.endsAs(before)
                && CallShapePayloads.areSame(before.outputs(), now.outputs(), decoded)
                && CallShapePayloads.areSame(before.inputs(), now.inputs(), decoded);
    }

    private static String changed(Summary before, Summary now) {
        boolean input =
                !CallShapePayloads.areSame(before.inputs(), now.inputs(), AnyValue::toString);
        boolean output =
                !CallShapePayloads.areSame(before.outputs(), now.outputs(), AnyValue::toString);
        if (!input && !output && now.isRecorded() && now.endsAs(before)) {
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
        boolean given = CallShapePayloads.isAny(now.inputs());
        if (output && CallShapePayloads.isAny(now.outputs())) {
            parts.add("output " + difference(last(before.outputs()), last(now.outputs())));
        }
        if (input && given) {
            parts.add("input " + difference(first(before.inputs()), first(now.inputs())));
        } else if (output && given) {
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

    private static @Nullable AnyValue first(AnyValue[] all) {
        return all.length == 0 ? null : all[0];
    }

    private static @Nullable AnyValue last(AnyValue[] all) {
        return all.length == 0 ? null : all[all.length - 1];
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
