package io.agtrace.render.waterfall;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.render.Runs;
import io.agtrace.render.text.Cells;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Theme;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Runs of a million spans, deep, wide and mixed. */
class LargeRunTest {
    private static final int MILLION = 1_000_000;

    /** How the made-up trees are shaped: the parent of each node, and the end of its subtree. */
    private interface Form {
        int parent(int node);

        int end(int node);

        int depth(int node);
    }

    private static final Form CHAIN = form(node -> node - 1, node -> MILLION, node -> node);
    private static final Form FAN =
            form(
                    node -> node == 0 ? -1 : 0,
                    node -> node == 0 ? MILLION : node + 1,
                    node -> node == 0 ? 0 : 1);
    private static final Form ROOTS = form(node -> -1, node -> node + 1, node -> 0);

    /** A thousand groups of a thousand below one root (number 0 leads each group). */
    private static final Form GROUPS =
            form(
                    node -> node == 0 ? -1 : node % 1000 == 1 ? 0 : node - 1 - (node - 2) % 1000,
                    node ->
                            node == 0
                                    ? MILLION
                                    : node % 1000 == 1 ? Math.min(MILLION, node + 1000) : node + 1,
                    node -> node == 0 ? 0 : node % 1000 == 1 ? 1 : 2);

    private static Form form(
            IntUnaryOperator parent, IntUnaryOperator end, IntUnaryOperator depth) {
        return new Form() {
            @Override
            public int parent(int node) {
                return parent.applyAsInt(node);
            }

            @Override
            public int end(int node) {
                return end.applyAsInt(node);
            }

            @Override
            public int depth(int node) {
                return depth.applyAsInt(node);
            }
        };
    }

    private static final Workflow SAMPLE = Runs.report();

    private static Workflow run(Form form, boolean alike) {
        SpanTree tree =
                new SpanTree() {
                    private final SpanFacts plain = SAMPLE.tree().facts(2);
                    private final SpanFacts failed = SAMPLE.tree().facts(18);

                    @Override
                    public int size() {
                        return MILLION;
                    }

                    @Override
                    public Span span(int node) {
                        String name = "step " + node;
                        if (!alike) {
                            name += (char) ('g' + node % 20) + "" + (char) ('g' + node * 7 % 19);
                        }
                        return new Span.Builder(Runs.TRACE, Id.of(node + 1)).name(name).build();
                    }

                    @Override
                    public SpanFacts facts(int node) {
                        return node == 777_777 ? failed : plain;
                    }

                    @Override
                    public int parent(int node) {
                        return form.parent(node);
                    }

                    @Override
                    public int depth(int node) {
                        return form.depth(node);
                    }

                    @Override
                    public int subtreeEnd(int node) {
                        return form.end(node);
                    }

                    @Override
                    public int childCount(int node) {
                        return form.end(node) - node - 1;
                    }

                    @Override
                    public Placement placement(int node) {
                        return node == 0 ? Placement.ROOT : Placement.PARENT;
                    }

                    @Override
                    public long startNanos(int node) {
                        return Runs.START + node * 1_000L;
                    }

                    @Override
                    public long endNanos(int node) {
                        return Runs.START + form.end(node) * 1_000L;
                    }

                    @Override
                    public long selfNanos(int node) {
                        return 1_000;
                    }

                    @Override
                    public long criticalNanos(int node) {
                        return node % 100_000 == 0 ? 1_000 : 0;
                    }
                };
        return new Workflow(SAMPLE.summary(), tree, List.of(), List.of(), 0);
    }

    private static List<String> lines(Workflow run, boolean full) throws IOException {
        Screen screen = new Screen(80, new Theme(false, true), ZoneOffset.UTC, false);
        WaterfallOptions options = new WaterfallOptions(-1, full, null, null, null, false, 60);
        StringBuilder out = new StringBuilder();
        new Waterfall(screen, options).write(run, out);
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).allMatch(line -> Cells.width(line) <= 80);
        return lines;
    }

    @Test
    void reducesAChainToItsImportantSpans() throws IOException {
        List<String> lines = lines(run(CHAIN, true), false);

        assertThat(lines).hasSizeBetween(40, 75);
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains("✗"))
                .anySatisfy(line -> assertThat(line).contains("┊777777 "))
                .anySatisfy(line -> assertThat(line).startsWith("999,9").contains("left out"));
    }

    @Test
    void foldsAFanOfEqualsButShowsItsFailure() throws IOException {
        List<String> lines = lines(run(FAN, true), false);

        assertThat(lines).hasSizeLessThan(20);
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains("×999,999, 1 failed"))
                .anySatisfy(line -> assertThat(line).contains("✗ Request timed out."));
    }

    @Test
    void reducesWideTreesAndManyRoots() throws IOException {
        for (Form form : List.of(FAN, ROOTS, GROUPS)) {
            List<String> lines = lines(run(form, false), false);

            assertThat(lines).hasSizeBetween(20, 75);
            assertThat(lines)
                    .anySatisfy(line -> assertThat(line).contains("✗ Request timed out."))
                    .anySatisfy(line -> assertThat(line).contains("… 9").contains(" spans"));
        }
    }

    @Test
    void showsAllOfAChainWhenAskedTo() throws IOException {
        List<String> lines = lines(run(CHAIN, true), true);

        assertThat(lines).hasSizeBetween(MILLION + 2, MILLION + 6);
        assertThat(lines.get(MILLION - 10)).contains("┊999988").contains("step");
    }
}
