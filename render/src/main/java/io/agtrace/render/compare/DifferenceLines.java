package io.agtrace.render.compare;

import io.agtrace.analyzers.compare.Difference;
import io.agtrace.analyzers.compare.Difference.Level;
import io.agtrace.analyzers.compare.RunComparison;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.render.failure.Prose;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Glyphs;
import io.agtrace.render.text.Line;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Style;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Differences one a line, each with the time at which it was. */
final class DifferenceLines {
    private static final int TIMES = 9;

    private final RunComparison comparison;
    private final Glyphs glyphs;
    private final int labels;

    DifferenceLines(RunComparison comparison, Glyphs glyphs, int labels) {
        this.comparison = comparison;
        this.glyphs = glyphs;
        this.labels = labels;
    }

    /**
     * A line.
     *
     * @param times how many differences in a row it stands for
     */
    record Row(String time, String title, Style style, int times) {}

    /** When a difference was in the bad run, since its start. */
    String when(Difference difference) {
        SpanTree tree = comparison.bad().run().tree();
        boolean early = tree.size() == 0 || difference.nanos() < tree.startNanos(0);
        return early
                ? Durations.offset(0)
                : Durations.offset(comparison.bad().run().sinceStart(difference.nanos()));
    }

    /** Writes the first of some differences; those that say the same in a row are one line. */
    void write(String label, List<Difference> differences, int most, Prose prose)
            throws IOException {
        List<Row> rows = rows(differences);
        String name = label;
        for (Row row : rows.subList(0, Math.min(most, rows.size()))) {
            String times = row.times == 1 ? "" : " " + glyphs.times() + row.times;
            String time = row.time;
            for (String part : prose.wrapped(row.title + times, prose.width() - labels - TIMES)) {
                Line line = prose.line().add(Style.MUTED, name).gapTo(labels);
                prose.put(line.add(Style.MUTED, time).gapTo(labels + TIMES).add(row.style, part));
                name = "";
                time = "";
            }
        }
        if (rows.size() > most) {
            String more = Numbers.count(rows.size() - most) + " more; --all shows all";
            prose.text(labels, Style.MUTED, more);
        }
    }

    /** Lines for some differences; those that say the same in a row are one. */
    List<Row> rows(List<Difference> differences) {
        List<Row> rows = new ArrayList<>();
        for (Difference each : differences) {
            String title = CompareWords.title(each);
            if (!rows.isEmpty() && rows.getLast().title.equals(title)) {
                Row last = rows.removeLast();
                rows.add(new Row(last.time, title, last.style, last.times + 1));
            } else {
                boolean parted = each.kind().level() == Level.STRUCTURE;
                rows.add(new Row(when(each), title, parted ? Style.PLAIN : Style.MUTED, 1));
            }
        }
        return rows;
    }
}
