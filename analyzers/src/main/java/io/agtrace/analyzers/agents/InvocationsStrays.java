package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Text;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Model calls that lost their place: instrumentations that lose the context hang them below the
 * run's outermost span instead of the agent's. Such a call belongs to the stay that ran all the
 * while and whose other calls begin with the same instructions; or, where that stay has no other
 * call, to the only one that ran.
 */
final class InvocationsStrays {
    private static final long TOLERANCE = 5_000_000;
    private static final int BEGINNING = 160;
    private static final int NEAR = 64;

    private final SpanTree tree;
    private final List<InvocationsDraft> drafts;
    private final int[] owners;
    private final Map<String, List<InvocationsDraft>> byBeginning = new HashMap<>();
    private final List<InvocationsDraft> silent = new ArrayList<>();

    private InvocationsStrays(SpanTree tree, List<InvocationsDraft> drafts, int[] owners) {
        this.tree = tree;
        this.drafts = drafts;
        this.owners = owners;
    }

    static void place(SpanTree tree, List<InvocationsDraft> drafts, int[] owners) {
        InvocationsStrays strays = new InvocationsStrays(tree, drafts, owners);
        List<Integer> lost = strays.lost();
        if (!lost.isEmpty() && !drafts.isEmpty()) {
            strays.index();
            for (int node : lost) {
                strays.place(node);
            }
        }
    }

    private List<Integer> lost() {
        List<Integer> lost = new ArrayList<>();
        for (int node = 0; node < tree.size(); node++) {
            if (owners[node] < 0
                    && tree.facts(node).operation().kind() == OperationKind.MODEL_CALL) {
                lost.add(node);
            }
        }
        return lost;
    }

    private void index() {
        for (InvocationsDraft draft : drafts) {
            boolean calls = false;
            String before = "";
            for (int node : draft.nodes) {
                if (tree.facts(node).operation().kind() == OperationKind.MODEL_CALL) {
                    calls = true;
                    String beginning = beginning(node);
                    if (!beginning.isEmpty() && !beginning.equals(before)) {
                        byBeginning.computeIfAbsent(beginning, b -> new ArrayList<>(2)).add(draft);
                        before = beginning;
                    }
                }
            }
            if (!calls) {
                silent.add(draft);
            }
        }
        Comparator<InvocationsDraft> byStart =
                Comparator.comparingLong(draft -> tree.startNanos(draft.node));
        byBeginning.values().forEach(alike -> alike.sort(byStart));
        silent.sort(byStart);
    }

    private String beginning(int node) {
        AnyValue input = tree.facts(node).input();
        if (input == null) {
            return "";
        }
        String start = input instanceof Text text ? text.prefix(BEGINNING) : input.toString();
        return start.length() > BEGINNING ? start.substring(0, BEGINNING) : start;
    }

    private void place(int node) {
        String beginning = beginning(node);
        List<InvocationsDraft> alike = byBeginning.getOrDefault(beginning, List.of());
        InvocationsDraft only = only(node, alike);
        if (only == null && alike.isEmpty()) {
            only = only(node, silent);
        }
        if (only == null) {
            return;
        }
        for (int i = node; i < tree.subtreeEnd(node); i++) {
            if (owners[i] < 0) {
                owners[i] = only.index;
                only.nodes.add(i);
            }
        }
        only.nodes.sort(null);
    }

    /** The only stay that ran during the whole call. */
    private @Nullable InvocationsDraft only(int node, List<InvocationsDraft> among) {
        long start = tree.startNanos(node) + TOLERANCE;
        long end = tree.endNanos(node) - TOLERANCE;
        int low = 0;
        int high = among.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (tree.startNanos(among.get(middle).node) <= start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        InvocationsDraft only = null;
        for (int i = low - 1; i >= 0 && i >= low - NEAR; i--) {
            InvocationsDraft draft = among.get(i);
            boolean covers =
                    tree.endNanos(draft.node) >= end
                            && tree.span(draft.node).traceId().equals(tree.span(node).traceId());
            if (covers && only != null) {
                return null;
            }
            only = covers ? draft : only;
        }
        return only;
    }
}
