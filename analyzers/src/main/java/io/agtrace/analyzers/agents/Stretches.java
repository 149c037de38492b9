package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.CallShapes.Role;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds steps that ran one after the other although none used what another gave: agents beside each
 * other, or tools that one model call asked for, whose inputs share no wording with the outputs of
 * those before. Only where all of them record both, none failed, and nothing that decides,
 * evaluates or hands over stands between them.
 */
public final class Stretches {
    private static final long LEAST_GAIN = 10_000_000;
    private static final int MOST_TEXT = 20_000;
    private static final int SHINGLE = 3;
    private static final int MOST_STEPS = 64;

    private final CallShapes shapes;
    private final SpanTree tree;
    private final boolean[] excluded;
    private final List<Stretch> found = new ArrayList<>();

    private Stretches(CallShapes shapes, boolean[] excluded) {
        this.shapes = shapes;
        this.tree = shapes.tree();
        this.excluded = excluded;
    }

    /**
     * All such stretches, in tree order of their parents.
     *
     * @param loops of the same tree; what comes again in rounds is ordered by them
     * @param retries likewise
     */
    public static List<Stretch> of(CallShapes shapes, List<Loop> loops, List<Retry> retries) {
        boolean[] excluded = new boolean[shapes.tree().size()];
        for (Retry retry : retries) {
            retry.attempts().forEach(each -> excluded[each.node()] = true);
        }
        for (Loop loop : loops) {
            for (Loop.Iteration each : loop.iterations()) {
                excluded[each.first()] = true;
                excluded[each.last()] = true;
            }
        }
        Stretches all = new Stretches(shapes, excluded);
        all.search(CallShapes.TOP);
        for (int node = 0; node < excluded.length; node++) {
            if (shapes.role(node) != Role.IGNORED && shapes.childCount(node) > 1) {
                all.search(node);
            }
        }
        return all.found;
    }

    private void search(int parent) {
        List<Integer> run = new ArrayList<>();
        Set<Long> given = new HashSet<>();
        int count = shapes.childCount(parent);
        for (int i = 0; i < count; i++) {
            int node = shapes.childAt(parent, i);
            if (shapes.role(node) == Role.PLAIN) {
                continue;
            }
            if (!isCandidate(node)) {
                close(parent, run, given);
                continue;
            }
            if (!run.isEmpty() && !fits(run, given, node)) {
                close(parent, run, given);
            }
            run.add(node);
            shingles(tree.facts(node).output(), given);
        }
        close(parent, run, given);
    }

    private boolean isCandidate(int node) {
        Role role = shapes.role(node);
        return (role == Role.AGENT || role == Role.TOOL)
                && !excluded[node]
                && !shapes.failed(node)
                && shapes.handoffsIn(node) == 0
                && isText(tree.facts(node).input())
                && isText(tree.facts(node).output());
    }

    private static boolean isText(@Nullable AnyValue value) {
        return value != null && CallShapeText.head(value).strip().length() >= 12;
    }

    private boolean fits(List<Integer> run, Set<Long> given, int node) {
        int before = run.getLast();
        if (run.size() == MOST_STEPS
                || shapes.role(node) != shapes.role(before)
                || tree.startNanos(node) < tree.endNanos(before)
                || !tree.span(node).links().isEmpty()) {
            return false;
        }
        Set<Long> taken = new HashSet<>();
        shingles(tree.facts(node).input(), taken);
        if (taken.isEmpty()) {
            return false;
        }
        for (Long each : taken) {
            if (given.contains(each)) {
                return false;
            }
        }
        return true;
    }

    /** Fingerprints of all groups of three words, and of each number and long word. */
    private static void shingles(@Nullable AnyValue value, Set<Long> into) {
        String text = value == null ? "" : value.toString();
        String part = text.substring(0, Math.min(text.length(), MOST_TEXT));
        long[] last = new long[SHINGLE];
        int words = 0;
        int i = 0;
        while (i < part.length()) {
            if (!Character.isLetterOrDigit(part.charAt(i))) {
                i++;
                continue;
            }
            int start = i;
            boolean digits = false;
            while (i < part.length() && Character.isLetterOrDigit(part.charAt(i))) {
                digits |= Character.isDigit(part.charAt(i));
                i++;
            }
            long word = part.substring(start, i).hashCode();
            last[words++ % SHINGLE] = word;
            if (digits && i - start >= 3 || i - start >= 14) {
                into.add(word);
            }
            if (words >= SHINGLE) {
                long hash = 7;
                for (int back = SHINGLE; back > 0; back--) {
                    hash = CallShapeText.mix(hash, last[(words - back) % SHINGLE]);
                }
                into.add(hash);
            }
        }
    }

    private void close(int parent, List<Integer> run, Set<Long> given) {
        if (run.size() >= 2) {
            long longest = 0;
            long sum = 0;
            for (int node : run) {
                sum += shapes.nanos(node);
                longest = Math.max(longest, shapes.nanos(node));
            }
            if (sum - longest >= LEAST_GAIN) {
                found.add(new Stretch(parent, run, sum - longest));
            }
        }
        run.clear();
        given.clear();
    }
}
