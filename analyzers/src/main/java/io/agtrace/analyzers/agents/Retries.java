package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.CallShapes.Role;
import io.agtrace.analyzers.agents.Retry.Attempt;
import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.SpanConcepts;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Finds calls that were tried more than once: siblings of the same name and arguments of which the
 * earlier one failed and the next starts after it, and attempts that are events of one span. A call
 * that is repeated after it succeeded is no retry.
 */
public final class Retries {
    private final CallShapes shapes;
    private final SpanTree tree;
    private final IntUnaryOperator invocationOf;
    private final List<Retry> found = new ArrayList<>();

    /** Which call: the same for all attempts. */
    private record Call(int label, String model, long arguments) {}

    private Retries(CallShapes shapes, IntUnaryOperator invocationOf) {
        this.shapes = shapes;
        this.tree = shapes.tree();
        this.invocationOf = invocationOf;
    }

    /**
     * All retries, by the start of their first attempt.
     *
     * @param invocationOf for a node the index of its agent invocation, or -1
     */
    public static List<Retry> of(CallShapes shapes, IntUnaryOperator invocationOf) {
        Retries retries = new Retries(shapes, invocationOf);
        retries.siblings(CallShapes.TOP);
        for (int node = 0; node < retries.tree.size(); node++) {
            if (shapes.childCount(node) > 1) {
                retries.siblings(node);
            }
            if (!retries.tree.span(node).events().isEmpty()) {
                RetriesInEvents.add(shapes, node, invocationOf.applyAsInt(node), retries.found);
            }
        }
        return retries.numbered();
    }

    private List<Retry> numbered() {
        found.sort(
                Comparator.comparingLong((Retry each) -> each.attempts().getFirst().startNanos())
                        .thenComparingInt(each -> each.attempts().getFirst().node()));
        List<Retry> all = new ArrayList<>(found.size());
        for (Retry each : found) {
            all.add(
                    new Retry(
                            all.size(),
                            each.call(),
                            each.invocation(),
                            each.attempts(),
                            each.silent(),
                            each.succeeded(),
                            each.reportedNanos(),
                            each.realNanos(),
                            each.limit(),
                            each.evidence()));
        }
        return all;
    }

    private void siblings(int parent) {
        int[] nodes = shapes.children(parent);
        boolean anyFailed = false;
        for (int i = 0; !anyFailed && i < nodes.length; i++) {
            anyFailed = shapes.failed(nodes[i]);
        }
        if (!anyFailed) {
            return;
        }
        Map<Call, List<Integer>> open = new HashMap<>();
        for (int node : nodes) {
            if (!canBeRetried(node)) {
                continue;
            }
            Call call = call(node);
            List<Integer> attempts = open.get(call);
            if (attempts != null && continues(attempts.getLast(), node)) {
                attempts.add(node);
            } else {
                if (attempts != null) {
                    close(attempts);
                }
                attempts = new ArrayList<>(2);
                attempts.add(node);
            }
            if (shapes.failed(node)) {
                open.put(call, attempts);
            } else {
                close(attempts);
                open.remove(call);
            }
        }
        open.values().forEach(this::close);
    }

    private boolean canBeRetried(int node) {
        return switch (shapes.role(node)) {
            case AGENT, MODEL, TOOL, STEP, PLAIN -> true;
            case GATE, UNKNOWN, IGNORED -> false;
        };
    }

    private boolean continues(int before, int node) {
        int attempt = tree.facts(node).attempt();
        int earlier = tree.facts(before).attempt();
        boolean startsAnew = attempt >= 0 && earlier >= 0 && attempt <= earlier;
        return !startsAnew
                && shapes.areInTurn(
                        tree.endNanos(before),
                        Math.min(shapes.nanos(before), shapes.nanos(node)),
                        tree.startNanos(node));
    }

    private Call call(int node) {
        Role role = shapes.role(node);
        String model = shapes.askedModel(node);
        long arguments =
                role == Role.PLAIN
                        ? RetriesInEvents.address(tree.span(node))
                        : shapes.fingerprint(tree.facts(node).input());
        return new Call(shapes.labelId(node), model, arguments);
    }

    private void close(List<Integer> nodes) {
        if (nodes.size() < 2) {
            return;
        }
        List<Attempt> attempts = new ArrayList<>(nodes.size());
        List<Evidence> evidence = new ArrayList<>();
        long lastEnd = tree.startNanos(nodes.getFirst());
        boolean silent = true;
        int limit = -1;
        for (int node : nodes) {
            long start = tree.startNanos(node);
            attempts.add(
                    new Attempt(
                            node,
                            -1,
                            start,
                            tree.endNanos(node),
                            attempts.isEmpty() ? 0 : Math.max(0, start - lastEnd),
                            shapes.failed(node),
                            shapes.error(node)));
            lastEnd = tree.endNanos(node);
            SpanConcepts concepts = shapes.concepts(node);
            SpanConcepts.Stated stated = stated(concepts);
            if (stated != null) {
                silent = false;
                if (evidence.size() < 4) {
                    evidence.add(new Evidence(node, stated.source(), stated.text()));
                }
            }
            limit = Math.max(limit, (int) Math.min(concepts.count(Concept.ATTEMPT_MAX), 1 << 20));
        }
        int first = nodes.getFirst();
        int last = nodes.getLast();
        evidence.add(
                new Evidence(
                        last,
                        shapes.role(last) == Role.PLAIN ? "address" : "payload",
                        "same call as the one before, which failed"));
        found.add(
                new Retry(
                        0,
                        name(last),
                        invocationOf.applyAsInt(last),
                        attempts,
                        silent,
                        !shapes.failed(last),
                        shapes.nanos(last),
                        tree.endNanos(last) - tree.startNanos(first),
                        limit,
                        evidence));
    }

    private static SpanConcepts.@org.jspecify.annotations.Nullable Stated stated(
            SpanConcepts concepts) {
        SpanConcepts.Stated stated = concepts.get(Concept.ATTEMPT);
        if (stated == null) {
            stated = concepts.get(Concept.RETRY_COUNT);
        }
        if (stated == null) {
            stated = concepts.get(Concept.RETRY_OF);
        }
        return stated == null ? concepts.get(Concept.RETRY_FLAG) : stated;
    }

    private String name(int node) {
        if (shapes.role(node) != Role.MODEL) {
            return shapes.label(node);
        }
        String model = shapes.askedModel(node);
        return model.isEmpty() ? tree.span(node).name() : model;
    }
}
