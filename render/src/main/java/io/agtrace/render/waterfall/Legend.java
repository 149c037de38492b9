package io.agtrace.render.waterfall;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.workflow.SpanTree.Placement;
import io.agtrace.render.text.Cells;
import io.agtrace.render.text.Glyphs;
import io.agtrace.render.text.Line;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Style;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Says what the signs mean that a waterfall really used. */
final class Legend {
    private final Glyphs glyphs;
    final Set<OperationKind> kinds = EnumSet.noneOf(OperationKind.class);
    final Set<Placement> placements = EnumSet.noneOf(Placement.class);
    boolean critical;
    boolean other;
    boolean failed;
    boolean unended;
    boolean repeats;
    boolean loops;
    boolean skips;
    boolean deep;
    boolean match;
    boolean below;

    private record Entry(Style style, String sign, String meaning) {}

    Legend(Glyphs glyphs) {
        this.glyphs = glyphs;
    }

    void write(Screen screen, Appendable out) throws IOException {
        List<Entry> entries = entries();
        Line line = screen.line();
        for (Entry entry : entries) {
            int cells = Cells.width(entry.sign()) + 1 + Cells.width(entry.meaning());
            if (line.column() > 0 && line.column() + 3 + cells > screen.width()) {
                out.append(line.toString()).append('\n');
                line = screen.line();
            }
            line.gapTo(line.column() == 0 ? 0 : line.column() + 3);
            line.add(entry.style(), entry.sign()).add(Style.MUTED, " " + entry.meaning());
        }
        if (line.column() > 0) {
            out.append(line.toString()).append('\n');
        }
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (OperationKind kind : kinds) {
            if (kind != OperationKind.OTHER) {
                entries.add(new Entry(glyphs.kindStyle(kind), glyphs.kind(kind), kind.label()));
            }
        }
        boolean unicode = glyphs == Glyphs.UNICODE;
        if (critical && other) {
            entries.add(new Entry(Style.PLAIN, unicode ? "██" : "##", "on the critical path"));
            entries.add(new Entry(Style.PLAIN, unicode ? "━━" : "==", "beside it"));
        }
        if (failed) {
            entries.add(new Entry(Style.BAD_STRONG, glyphs.failed(), "failed"));
        }
        if (unended) {
            entries.add(new Entry(Style.WARN, glyphs.unended(), "never ended"));
        }
        for (Placement placement : placements) {
            if (!glyphs.placement(placement).isEmpty()) {
                entries.add(new Entry(Style.WARN, glyphs.placement(placement), meaning(placement)));
            }
        }
        if (repeats) {
            entries.add(new Entry(Style.STRONG, glyphs.folded(false), "repeated"));
        }
        if (loops) {
            entries.add(new Entry(Style.STRONG, glyphs.folded(true), "loop"));
        }
        if (skips) {
            entries.add(new Entry(Style.MUTED, glyphs.branch(true), "levels between left out"));
        }
        if (below) {
            entries.add(new Entry(Style.MUTED, "+9", "spans left out below"));
        }
        if (deep) {
            entries.add(new Entry(Style.MUTED, glyphs.deep() + "9", "depth"));
        }
        if (match) {
            entries.add(new Entry(Style.MATCH, glyphs.match(), "what was asked for"));
        }
        return entries;
    }

    private static String meaning(Placement placement) {
        return switch (placement) {
            case ROOT, PARENT -> "";
            case PLACEHOLDER -> "stands for a parent in no input";
            case EVIDENCE -> "placed by a link, id or path";
            case TIME -> "placed by its time";
            case CYCLE -> "its parents went in a circle";
            case ORPHAN -> "its parent is unknown";
        };
    }
}
