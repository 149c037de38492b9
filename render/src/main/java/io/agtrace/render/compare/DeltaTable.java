package io.agtrace.render.compare;

import io.agtrace.analyzers.compare.Delta;
import io.agtrace.analyzers.compare.Load;
import io.agtrace.analyzers.compare.RunComparison;
import io.agtrace.render.failure.Prose;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Table;
import io.agtrace.render.text.Table.Cell;
import io.agtrace.render.text.Table.Column;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** What agents took in either run, as a table. */
final class DeltaTable {
    private static final int MOST = 12;
    private static final int NAMES = 32;

    /** Columns of changes. */
    private static final int TIME_CHANGE = 5;

    private static final int TOKEN_CHANGE = 7;

    private final Screen screen;
    private final int labels;

    DeltaTable(Screen screen, int labels) {
        this.screen = screen;
        this.labels = labels;
    }

    void write(RunComparison comparison, Prose prose, Appendable out) throws IOException {
        List<Column> columns =
                List.of(
                        new Column("agent", false, 0, 12, NAMES),
                        new Column("stays", true, 3, 0, 24),
                        new Column("model calls", true, 2, 0, 24),
                        new Column("tool calls", true, 2, 0, 24),
                        new Column("own time", true, 0, 0, 24),
                        new Column("+/-", true, 1, 0, 12),
                        new Column("tokens", true, 0, 0, 24),
                        new Column("+/-", true, 1, 0, 12));
        Table table = new Table(columns);
        List<Delta> deltas = comparison.deltas();
        for (Delta each : deltas.subList(0, Math.min(MOST, deltas.size()))) {
            table.add(row(each.agent(), Style.AGENT, each));
        }
        table.add(row("whole run", Style.STRONG, comparison.total()));
        table.write(out, screen);
        if (deltas.size() > MOST) {
            prose.text(0, Style.MUTED, Numbers.count(deltas.size() - MOST, "more agent"));
        }
        String slower = slower(comparison);
        if (!slower.isEmpty()) {
            prose.blank();
            prose.labelled(0, "slower", labels, Style.PLAIN, slower);
        }
    }

    /** What takes most of the additional time; empty where nothing does. */
    static String slower(RunComparison comparison) {
        RunComparison.Slower slowest = comparison.slowest();
        return slowest == null
                ? ""
                : "most of the additional time is "
                        + CompareWords.whose(slowest.agent(), slowest.name())
                        + ": "
                        + signed(slowest.nanos());
    }

    /** A row, cell by cell. */
    static List<String> texts(String name, Delta delta, String arrow) {
        return List.of(
                name,
                pair(delta, Load::stays, arrow),
                pair(delta, Load::modelCalls, arrow),
                pair(delta, Load::toolCalls, arrow),
                change(
                        Durations.human(delta.good().nanos()),
                        Durations.human(delta.bad().nanos()),
                        arrow),
                signed(delta.nanos()),
                pair(delta, Load::tokens, arrow),
                delta.tokens() == 0
                        ? ""
                        : (delta.tokens() > 0 ? "+" : "") + Numbers.count(delta.tokens()));
    }

    private List<Cell> row(String name, Style style, Delta delta) {
        String arrow = screen.glyphs().arrow();
        List<String> texts = texts(name, delta, arrow);
        List<Cell> row = new ArrayList<>();
        row.add(new Cell(style, name));
        for (int i = 1; i < texts.size(); i++) {
            String text = texts.get(i);
            Style plain = text.contains(arrow) ? Style.PLAIN : Style.MUTED;
            row.add(
                    switch (i) {
                        case TIME_CHANGE -> new Cell(styleOf(delta.nanos()), text);
                        case TOKEN_CHANGE -> new Cell(styleOf(delta.tokens()), text);
                        default -> new Cell(plain, text);
                    });
        }
        return row;
    }

    private static String pair(Delta delta, ToLongFunction<Load> number, String arrow) {
        return change(
                Numbers.count(number.applyAsLong(delta.good())),
                Numbers.count(number.applyAsLong(delta.bad())),
                arrow);
    }

    private static String change(String was, String is, String arrow) {
        return was.equals(is) ? was : was + " " + arrow + " " + is;
    }

    private static Style styleOf(long change) {
        return change > 0 ? Style.WARN : Style.PLAIN;
    }

    private static String signed(long nanos) {
        return nanos == 0 ? "" : (nanos > 0 ? "+" : "") + Durations.human(nanos);
    }
}
