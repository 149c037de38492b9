package io.agtrace.render.waterfall;

import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.render.text.Line;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Wrap;

import java.io.IOException;
import java.util.BitSet;

/** Draws the tree of a run with a bar on a time axis for each span. */
public final class Waterfall {
    private final Screen screen;
    private final WaterfallOptions options;

    public Waterfall(Screen screen, WaterfallOptions options) {
        this.screen = screen;
        this.options = options;
    }

    /**
     * Writes the waterfall, its legend, and what it leaves out.
     *
     * @throws IllegalArgumentException where the options name a span that is not in the tree
     */
    public void write(Workflow workflow, Appendable out) throws IOException {
        SpanTree tree = workflow.tree();
        int from = 0;
        int to = tree.size();
        if (options.rootSpanId() != null) {
            from = SpanLookup.first(tree, options.rootSpanId());
            to = tree.subtreeEnd(from);
        }
        Extent extent = new Extent(tree, from, to);
        long hits = -1;
        Rows rows;
        BitSet matches = new BitSet();
        if (options.grep() != null) {
            matches = Grep.in(extent, options.grep());
            hits = matches.cardinality();
            int most = options.full() ? 0 : options.maxRows();
            rows = Rows.of(extent, Folds.none(extent), Selection.matching(extent, matches, most));
        } else if (options.aroundSpanId() != null) {
            int node = SpanLookup.first(tree, options.aroundSpanId());
            if (node < from || node >= to) {
                throw new IllegalArgumentException(
                        "the span " + options.aroundSpanId() + " is not below the root shown");
            }
            matches.set(node - from);
            rows = Rows.of(extent, Folds.none(extent), Selection.around(extent, node));
        } else {
            rows = rows(extent);
        }
        paint(workflow, extent, rows, matches, out);
        writeFooter(rows, hits, out);
    }

    /** What an outline has no row for, and no fold. */
    public record LeftOut(long spans, long failed) {}

    /**
     * Writes the waterfall in at most {@link WaterfallOptions#maxRows} rows, the outer levels and
     * what failed before the rest. How many spans are left out below a row stands beside it.
     */
    public LeftOut outline(Workflow workflow, Appendable out) throws IOException {
        Extent extent = new Extent(workflow.tree(), 0, workflow.tree().size());
        Folds folds = Folds.of(extent);
        int most = options.maxRows();
        Selection chosen = Selection.all(extent, folds, -1);
        if (chosen.rows() > most) {
            int[] ranking = Selection.outlineRanking(extent, folds, most);
            chosen = Selection.best(extent, folds, ranking, most);
        }
        Rows rows = Rows.outlineOf(extent, folds, chosen);
        paint(workflow, extent, rows, new BitSet(), out);
        return new LeftOut(rows.total.spans, rows.total.failed);
    }

    private void paint(Workflow workflow, Extent extent, Rows rows, BitSet matches, Appendable out)
            throws IOException {
        long origin = workflow.summary().startNanos();
        boolean services = workflow.summary().services().size() > 1;
        RowPainter painter =
                new RowPainter(
                        screen,
                        extent,
                        rows,
                        matches,
                        origin == Span.NO_TIME ? extent.start : origin,
                        services,
                        options);
        painter.write(out);
        painter.legend().write(screen, out);
    }

    private Rows rows(Extent extent) {
        Folds folds = options.folds() ? Folds.of(extent) : Folds.none(extent);
        Selection all = Selection.all(extent, folds, options.depth());
        if (!options.limitsRows() || all.rows() <= options.maxRows()) {
            return Rows.of(extent, folds, all);
        }
        int[] ranking = Selection.ranking(extent, folds, options.maxRows());
        int most = options.maxRows();
        // The notes on what is left out need rows as well; how many is known only afterwards.
        while (true) {
            Rows rows = Rows.of(extent, folds, Selection.best(extent, folds, ranking, most));
            if (rows.size() <= options.maxRows() || most <= options.maxRows() / 4) {
                return rows;
            }
            most = Math.min(most * 9 / 10, most * options.maxRows() / rows.size());
        }
    }

    private void writeFooter(Rows rows, long hits, Appendable out) throws IOException {
        if (hits >= 0) {
            Line line = screen.line();
            line.add(Numbers.count(hits, "span") + (hits == 1 ? " contains " : " contain "));
            line.add(Style.STRONG, String.valueOf(options.grep()));
            out.append(line.toString()).append('\n');
        }
        if (rows.foldRows > 0) {
            line(
                    out,
                    Numbers.count(rows.foldedSpans, "repeated span")
                            + (rows.foldedSpans == 1 ? " is" : " are")
                            + " folded into "
                            + Numbers.count(rows.foldRows, "row")
                            + "; --full unfolds them");
        }
        if (rows.total.spans > 0) {
            line(
                    out,
                    Numbers.count(rows.total.spans, "span")
                            + (rows.total.spans == 1 ? " is" : " are")
                            + " left out"
                            + RowPainter.faults(rows.total)
                            + "; more with --depth N, --full, --root SPAN, --around SPAN,"
                            + " --grep TEXT");
        }
    }

    private void line(Appendable out, String text) throws IOException {
        for (String part : Wrap.words(screen.theme().safe(text), screen.width(), 2)) {
            out.append(screen.line().add(Style.MUTED, part).toString()).append('\n');
        }
    }
}
