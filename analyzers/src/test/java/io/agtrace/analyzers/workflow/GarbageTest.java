package io.agtrace.analyzers.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.SpanLink;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Spans with random parents, times and references: cycles, duplicates and gaps without end. */
class GarbageTest {
    private static final String[] KINDS = {
        "MODEL_CALL", "TOOL_CALL", "AGENT", "QUEUE_RECEIVE", "OTHER"
    };

    private static final List<SpanKind> KINDS_OF_SPAN = List.of(SpanKind.values());

    @Test
    void everySpanIsInExactlyOnePlace() {
        for (int seed = 0; seed < 600; seed++) {
            List<Span> spans = spans(new Random(seed), seed % 2 == 0 ? 1_000 : 1_000_000);
            Workflow workflow = Given.workflow(spans);
            check(workflow.tree(), spans);
            measure(workflow.tree());
            if (seed % 10 == 0) {
                Workflow again = Given.workflow(Given.shuffled(spans, seed));
                assertThat(TreeText.of(again.tree(), node -> describe(again.tree(), node)))
                        .isEqualTo(
                                TreeText.of(
                                        workflow.tree(), node -> describe(workflow.tree(), node)));
                assertThat(again.mends()).isEqualTo(workflow.mends());
                assertThat(again.summary()).isEqualTo(workflow.summary());
                assertThat(Given.index(Given.shuffled(spans, seed)).workflows())
                        .isEqualTo(Given.index(spans).workflows());
            }
        }
    }

    @Test
    void eachListedWorkflowCanBeBuiltAndAllTogetherHoldEverySpan() {
        for (int seed = 0; seed < 100; seed++) {
            List<Span> spans = spans(new Random(seed), 1_000_000);
            TraceIndex index = Given.index(spans);
            int nodes = 0;
            Set<Id> traces = new HashSet<>();
            for (WorkflowSummary each : index.workflows()) {
                WorkflowBuilder builder = new WorkflowBuilder(new PlainConventions(), each);
                spans.forEach(builder::span);
                SpanTree tree = builder.build().tree();
                int real = realNodes(tree);
                assertThat(each.spans()).isEqualTo(real);
                nodes += real;
                each.traceIds().forEach(trace -> assertThat(traces.add(trace)).isTrue());
            }
            assertThat(nodes).isEqualTo(ids(spans).size());
        }
    }

    @Test
    void timesAtTheEndsOfTheWorldHarmNobody() {
        for (int seed = 0; seed < 200; seed++) {
            List<Span> spans = spans(new Random(seed), Long.MAX_VALUE);
            check(Given.workflow(spans).tree(), spans);
            assertThat(Given.index(spans).workflows()).isNotEmpty();
        }
    }

    private static List<Span> spans(Random random, long range) {
        int count = 1 + random.nextInt(60);
        int ids = 1 + random.nextInt(50);
        int traces = 1 + random.nextInt(4);
        boolean randomIds = random.nextBoolean();
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Attributes.Builder attributes =
                    new Attributes.Builder().put("kind", KINDS[random.nextInt(KINDS.length)]);
            if (random.nextInt(3) == 0) {
                attributes.put("in", AnyValue.of(random.nextInt(100)));
            }
            if (random.nextInt(5) == 0) {
                attributes.put("session", "s" + random.nextInt(3));
            }
            if (random.nextInt(8) == 0) {
                attributes.put(random.nextBoolean() ? "sent" : "received", "m" + random.nextInt(3));
            }
            if (random.nextInt(10) == 0) {
                attributes.put("langsmith.span.kind", "chain");
            }
            Span.Builder span =
                    new Span.Builder(
                                    Given.traceId("t" + random.nextInt(traces)),
                                    id(random.nextInt(ids), randomIds))
                            .name("span")
                            .kind(KINDS_OF_SPAN.get(random.nextInt(KINDS_OF_SPAN.size())))
                            .times(time(random, range), time(random, range))
                            .attributes(attributes.build());
            if (random.nextInt(6) > 0) {
                span.parent(id(random.nextInt(ids + 5), randomIds));
            }
            if (random.nextInt(8) == 0) {
                span.links(
                        List.of(
                                new SpanLink(
                                        Given.traceId("t" + random.nextInt(traces)),
                                        id(random.nextInt(ids), randomIds),
                                        Attributes.EMPTY)));
            }
            spans.add(span.build());
        }
        return spans;
    }

    private static Id id(int number, boolean random) {
        return Given.spanId((random ? "s" : "") + number);
    }

    private static long time(Random random, long range) {
        if (random.nextInt(10) == 0) {
            return Span.NO_TIME;
        }
        if (range == Long.MAX_VALUE) {
            return random.nextInt(3) == 0 ? Long.MAX_VALUE - random.nextInt(3) : random.nextLong();
        }
        return Given.EPOCH + random.nextLong(range);
    }

    private static Set<List<Id>> ids(List<Span> spans) {
        Set<List<Id>> ids = new HashSet<>();
        spans.forEach(span -> ids.add(List.of(span.traceId(), span.spanId())));
        return ids;
    }

    private static int realNodes(SpanTree tree) {
        int real = 0;
        for (int node = 0; node < tree.size(); node++) {
            real += tree.placement(node) == SpanTree.Placement.PLACEHOLDER ? 0 : 1;
        }
        return real;
    }

    /** The tree's shape holds what it promises, and each span that was read once. */
    private static void check(SpanTree tree, List<Span> spans) {
        Set<List<Id>> left = ids(spans);
        int[] children = new int[tree.size()];
        for (int node = 0; node < tree.size(); node++) {
            List<Id> id = List.of(tree.span(node).traceId(), tree.span(node).spanId());
            if (tree.placement(node) == SpanTree.Placement.PLACEHOLDER) {
                assertThat(left).doesNotContain(id);
            } else {
                assertThat(left.remove(id)).as("node %s for the first time", node).isTrue();
            }
            int parent = tree.parent(node);
            assertThat(parent).isBetween(-1, node - 1);
            assertThat(tree.depth(node)).isEqualTo(parent < 0 ? 0 : tree.depth(parent) + 1);
            assertThat(tree.subtreeEnd(node)).isGreaterThan(node);
            if (parent >= 0) {
                children[parent]++;
                assertThat(tree.subtreeEnd(node)).isLessThanOrEqualTo(tree.subtreeEnd(parent));
            }
            int sibling = tree.subtreeEnd(node);
            if (sibling < tree.size() && tree.parent(sibling) == parent) {
                assertThat(tree.startNanos(node)).isLessThanOrEqualTo(tree.startNanos(sibling));
            }
            assertThat(tree.startNanos(node)).isLessThanOrEqualTo(tree.endNanos(node));
        }
        assertThat(left).isEmpty();
        for (int node = 0; node < tree.size(); node++) {
            assertThat(tree.childCount(node)).isEqualTo(children[node]);
        }
    }

    private static void measure(SpanTree tree) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        long critical = 0;
        for (int node = 0; node < tree.size(); node++) {
            long duration = tree.endNanos(node) - tree.startNanos(node);
            assertThat(tree.selfNanos(node)).isBetween(0L, duration);
            assertThat(tree.criticalNanos(node)).isBetween(0L, duration);
            first = Math.min(first, tree.startNanos(node));
            last = Math.max(last, tree.endNanos(node));
            critical += tree.criticalNanos(node);
        }
        assertThat(critical).isLessThanOrEqualTo(last - first);
    }

    private static String describe(SpanTree tree, int node) {
        return " %s %d-%d %d %d"
                .formatted(
                        tree.span(node).spanId(),
                        tree.startNanos(node),
                        tree.endNanos(node),
                        tree.selfNanos(node),
                        tree.criticalNanos(node));
    }
}
