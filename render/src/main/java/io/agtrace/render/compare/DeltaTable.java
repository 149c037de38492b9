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
        RunComparison.Slower slowest = comparison.slowest();
        if (slowest != null) {
            String text =
                    "most of the additional time is "
                            + CompareWords.whose(slowest.agent(), slowest.name())
                            + ": "
                            + signed(slowest.nanos());
            prose.blank();
            prose.labelled(0, "slower", labels, Style.PLAIN, text);
        }
    }

    private List<Cell> row(String name, Style style, Delta delta) {
        List<Cell> row = new ArrayList<>();
        row.add(new Cell(style, name));
        row.add(pair(delta, Load::stays));
        row.add(pair(delta, Load::modelCalls));
        row.add(pair(delta, Load::toolCalls));
        row.add(
                change(
                        Durations.human(delta.good().nanos()),
                        Durations.human(delta.bad().nanos())));
        row.add(new Cell(styleOf(delta.nanos()), signed(delta.nanos())));
        row.add(pair(delta, Load::tokens));
        String tokens = (delta.tokens() > 0 ? "+" : "") + Numbers.count(delta.tokens());
        row.add(new Cell(styleOf(delta.tokens()), delta.tokens() == 0 ? "" : tokens));
        return row;
    }

    private Cell pair(Delta delta, ToLongFunction<Load> number) {
        return change(
                Numbers.count(number.applyAsLong(delta.good())),
                Numbers.count(number.applyAsLong(delta.bad())));
    }

    private Cell change(String was, String is) {
        return was.equals(is)
                ? new Cell(Style.MUTED, was)
                : Cell.of(was + " " + screen.glyphs().arrow() + " " + is);
    }

    private static Style styleOf(long change) {
        return change > 0 ? Style.WARN : Style.PLAIN;
    }

    private static String signed(long nanos) {
        return nanos == 0 ? "" : (nanos > 0 ? "+" : "") + Durations.human(nanos);
    }
}
