package io.agtrace.render.waterfall;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.conventions.TokenUsage;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.SpanTree.Placement;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Glyphs;
import io.agtrace.render.text.Line;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Quotes;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Style;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/** Writes the rows of one waterfall, top to bottom. */
final class RowPainter {
    /** So far below a failed span its message is looked for again. */
    private static final int ROWS_SEARCHED = 100;

    private final Screen screen;
    private final Glyphs glyphs;
    private final Extent extent;
    private final Rows rows;
    private final BitSet matches;
    private final long origin;
    private final boolean services;
    private final boolean payloads;
    private final Layout layout;
    private final Axis axis;
    private final Legend legend;

    // By level: whether another row of that level follows below the same parent.
    private final boolean[] open;

    RowPainter(
            Screen screen,
            Extent extent,
            Rows rows,
            BitSet matches,
            long origin,
            boolean services,
            WaterfallOptions options) {
        this.screen = screen;
        this.glyphs = screen.glyphs();
        this.extent = extent;
        this.rows = rows;
        this.matches = matches;
        this.origin = origin;
        this.services = services;
        this.payloads = options.payloads();
        layout = Layout.of(screen, rows, extent, services);
        axis = new Axis(extent.start, extent.end, layout.barWidth(), screen.theme().unicode());
        legend = new Legend(glyphs);
        open = new boolean[layout.levels() + 1];
    }

    /** What the written rows used. */
    Legend legend() {
        return legend;
    }

    void write(Appendable out) throws IOException {
        put(out, heading());
        for (int row = 0; row < rows.size(); row++) {
            if (rows.depth(row) < open.length) {
                open[rows.depth(row)] = !rows.isLast(row);
            }
            if (rows.isNode(row)) {
                put(out, nodeRow(row));
                writeDetails(row, out);
            } else if (rows.isFold(row)) {
                put(out, foldRow(row));
            } else {
                put(out, leftOutRow(row));
            }
        }
    }

    private static void put(Appendable out, Line line) throws IOException {
        out.append(line.toString()).append('\n');
    }

    private Line heading() {
        Line line = screen.line().add(Style.MUTED, "span", layout.nameEnd());
        if (layout.barWidth() > 0) {
            line.gapTo(layout.barStart()).add(Style.MUTED, axis.ticks(origin));
        }
        column(line, Style.MUTED, "start", layout.offsetEnd());
        column(line, Style.MUTED, "took", layout.tookEnd());
        column(line, Style.MUTED, "self", layout.selfEnd());
        column(line, Style.MUTED, "tokens", layout.tokensEnd());
        column(line, Style.MUTED, "id", layout.idEnd());
        return line;
    }

    private static void column(Line line, Style style, String text, int end) {
        if (end > 0) {
            line.right(style, text, end);
        }
    }

    private Line nodeRow(int row) {
        SpanTree tree = extent.tree;
        int node = rows.node(row);
        SpanFacts facts = tree.facts(node);
        OperationKind kind = facts.operation().kind();
        Placement placement = tree.placement(node);
        Line line = screen.line();
        indent(line, row);
        if (placement == Placement.PLACEHOLDER) {
            line.add(Style.WARN, glyphs.placement(placement));
        } else {
            line.add(glyphs.kindStyle(kind), glyphs.kind(kind));
            line.add(Style.WARN, glyphs.placement(placement));
            legend.kinds.add(kind);
        }
        legend.placements.add(placement);
        boolean unended = placement != Placement.PLACEHOLDER && !tree.span(node).hasEnd();
        boolean match = matches.get(node - extent.from);
        String marks =
                (facts.failed() ? " " + glyphs.failed() : "")
                        + (unended ? " " + glyphs.unended() : "");
        legend.failed |= facts.failed();
        legend.unended |= unended;
        legend.match |= match;
        line.add(match ? Style.MATCH : Style.PLAIN, match ? glyphs.match() : "").add(" ");
        Label label = Label.of(extent, node, services);
        line.add(nameStyle(facts, match), label.name(), layout.nameEnd() - marks.length());
        line.add(facts.failed() ? Style.BAD_STRONG : Style.WARN, marks);
        line.add(Style.MUTED, below(row) + label.aside(), layout.nameEnd());
        bar(line, node, facts);
        column(line, Style.MUTED, offset(tree.startNanos(node)), layout.offsetEnd());
        column(line, Style.PLAIN, Durations.human(extent.duration(node)), layout.tookEnd());
        column(line, Style.MUTED, Durations.human(tree.selfNanos(node)), layout.selfEnd());
        column(line, Style.MUTED, tokens(facts.tokens()), layout.tokensEnd());
        String id = tree.span(node).spanId().toString();
        if (layout.idEnd() > 0) {
            int start = layout.idEnd() - 16;
            line.gapTo(start).add(Style.MUTED, id, layout.idEnd());
        }
        return line;
    }

    private String below(int row) {
        Rows.LeftOut missing = rows.leftOutBelow(row);
        legend.below |= missing != null;
        return missing == null ? "" : "  +" + Numbers.count(missing.spans);
    }

    private Style nameStyle(SpanFacts facts, boolean match) {
        if (match) {
            return Style.MATCH;
        }
        if (facts.failed()) {
            return Style.BAD;
        }
        return switch (facts.operation().kind()) {
            case WORKFLOW, AGENT -> glyphs.kindStyle(facts.operation().kind());
            default -> Style.PLAIN;
        };
    }

    private void bar(Line line, int node, SpanFacts facts) {
        if (layout.barWidth() == 0) {
            return;
        }
        boolean critical = extent.isCritical(node);
        legend.critical |= critical;
        legend.other |= !critical;
        long start = extent.tree.startNanos(node);
        String bar = axis.bar(start, extent.tree.endNanos(node), critical);
        Style style = facts.failed() ? Style.BAD : glyphs.kindStyle(facts.operation().kind());
        bar(line, style, bar);
    }

    private void bar(Line line, Style style, String bar) {
        int blank = bar.length() - bar.stripLeading().length();
        line.gapTo(layout.barStart() + blank).add(style, bar.substring(blank));
    }

    private String offset(long nanos) {
        return Durations.offset(nanos - origin);
    }

    private String tokens(TokenUsage usage) {
        if (!usage.isKnown()) {
            return "";
        }
        if (usage.input() < 0 && usage.output() < 0) {
            return Numbers.about(usage.total());
        }
        return (usage.input() < 0 ? "?" : Numbers.about(usage.input()))
                + glyphs.arrow()
                + (usage.output() < 0 ? "?" : Numbers.about(usage.output()));
    }

    private Line foldRow(int row) {
        Fold fold = rows.fold(row);
        OperationKind kind = extent.tree.facts(fold.first()).operation().kind();
        Line line = screen.line();
        indent(line, row);
        boolean loop = fold.period() > 1;
        legend.loops |= loop;
        legend.repeats |= !loop;
        line.add(Style.STRONG, glyphs.folded(loop));
        line.add(glyphs.kindStyle(kind), glyphs.kind(kind)).add(" ");
        legend.kinds.add(kind);
        String tally = " " + Label.tally(fold, glyphs);
        int room = layout.nameEnd() - tally.length() - line.column();
        List<String> steps = Label.steps(extent, fold);
        line.add(Style.PLAIN, Label.chain(steps, room, screen.theme()));
        line.add(fold.failed() > 0 ? Style.BAD : Style.STRONG, tally, layout.nameEnd());
        if (layout.barWidth() > 0) {
            Style style = fold.failed() > 0 ? Style.BAD : glyphs.kindStyle(kind);
            bar(line, style, axis.band(extent, fold));
        }
        column(line, Style.PLAIN, Label.range(fold, glyphs), layout.tookEnd());
        return line;
    }

    private Line leftOutRow(int row) {
        Rows.LeftOut missing = rows.leftOut(row);
        Line line = screen.line();
        indent(line, row);
        String text =
                glyphs.ellipsis()
                        + " "
                        + Numbers.count(missing.spans, "span")
                        + faults(missing)
                        + ", "
                        + Durations.human((long) missing.nanos);
        return line.add(missing.failed > 0 ? Style.BAD : Style.MUTED, text);
    }

    /** The failed and the mended ones among spans that are left out. */
    static String faults(Rows.LeftOut missing) {
        return (missing.failed > 0 ? ", " + Numbers.count(missing.failed) + " failed" : "")
                + (missing.mended > 0 ? ", " + Numbers.count(missing.mended) + " mended" : "");
    }

    private void indent(Line line, int row) {
        int depth = rows.depth(row);
        boolean skips = rows.skips(row);
        trunks(line, Math.min(depth, layout.levels()));
        if (depth > layout.levels()) {
            legend.deep = true;
            String level = rows.isNode(row) ? "" + extent.depth(rows.node(row)) : "";
            line.add(Style.MUTED, glyphs.deep() + level + " ");
            return;
        }
        if (depth > 0) {
            legend.skips |= skips;
            line.add(
                    Style.MUTED,
                    rows.isLast(row) ? glyphs.lastBranch(skips) : glyphs.branch(skips));
        }
    }

    private void trunks(Line line, int depth) {
        StringBuilder trunks = new StringBuilder();
        for (int level = 1; level < depth; level++) {
            trunks.append(open[level] ? glyphs.trunk() : "  ");
        }
        line.add(Style.MUTED, trunks.toString());
    }

    /** The error and, where asked for, the payloads; each on a line of its own under the row. */
    private void writeDetails(int row, Appendable out) throws IOException {
        int node = rows.node(row);
        SpanFacts facts = extent.tree.facts(node);
        if (facts.failed() && !repeatsChild(row, facts.errorMessage())) {
            Line line = detail(row);
            line.add(Style.BAD, glyphs.failed() + " ");
            String id = layout.idEnd() > 0 ? "" : "  " + extent.tree.span(node).spanId();
            String message =
                    facts.errorMessage().isBlank() ? "failed without a word" : facts.errorMessage();
            int end = screen.width() - id.length();
            line.add(Style.BAD, clip(message), end).add(Style.MUTED, id);
            put(out, line);
        }
        if (payloads) {
            payload(row, "in ", facts.input(), out);
            payload(row, "out", facts.output(), out);
        }
    }

    private String clip(String text) {
        return text.substring(0, Math.min(text.length(), 2 * screen.width()));
    }

    /** A failure that a child already tells about in the same words is told once. */
    private boolean repeatsChild(int row, String message) {
        int end = Math.min(rows.size(), row + 1 + ROWS_SEARCHED);
        for (int next = row + 1; next < end && rows.depth(next) > rows.depth(row); next++) {
            if (rows.depth(next) == rows.depth(row) + 1 && rows.isNode(next)) {
                SpanFacts child = extent.tree.facts(rows.node(next));
                if (child.failed() && (message.isBlank() || child.errorMessage().equals(message))) {
                    return true;
                }
            }
        }
        return false;
    }

    private Line detail(int row) {
        Line line = screen.line();
        int depth = rows.depth(row);
        trunks(line, Math.min(depth, layout.levels()));
        if (depth > layout.levels()) {
            return line.gapTo(line.column() + 4);
        }
        if (depth > 0) {
            line.add(Style.MUTED, open[depth] ? glyphs.trunk() : "  ");
        }
        return line.add(Style.MUTED, rows.hasBelow(row) ? glyphs.trunk() : "  ");
    }

    private void payload(int row, String name, @Nullable AnyValue value, Appendable out)
            throws IOException {
        if (value == null) {
            return;
        }
        String words = Quotes.words(value, screen.width());
        if (words.isBlank()) {
            return;
        }
        Line line = detail(row);
        line.add(Style.MUTED, name + " ");
        line.add(Style.PLAIN, words);
        put(out, line);
    }
}
