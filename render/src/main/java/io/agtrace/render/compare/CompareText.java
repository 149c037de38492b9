package io.agtrace.render.compare;

import io.agtrace.analyzers.compare.Difference;
import io.agtrace.analyzers.compare.Difference.Level;
import io.agtrace.analyzers.compare.RunComparison;
import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.diagnosis.Hypothesis;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.failure.NextCommand;
import io.agtrace.render.failure.Prose;
import io.agtrace.render.text.Cells;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Glyphs;
import io.agtrace.render.text.Line;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Style;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What changed between two runs, for people at a terminal. */
public final class CompareText {
    private static final int LABELS = 10;
    private static final int MOST_LATER = 10;
    private static final int MOST_BEFORE = 3;
    private static final int MOST_TALLIES = 12;
    private static final int MOST_FAULTS = 3;

    private final Screen screen;
    private final Glyphs glyphs;
    private final NextCommand goodNext;
    private final NextCommand badNext;
    private final boolean all;

    /**
     * @param goodNext names commands for the good run
     * @param badNext names commands for the bad run
     * @param all show all differences, not the first of them
     */
    public CompareText(Screen screen, NextCommand goodNext, NextCommand badNext, boolean all) {
        this.screen = screen;
        this.glyphs = screen.glyphs();
        this.goodNext = goodNext;
        this.badNext = badNext;
        this.all = all;
    }

    /** Writes what changed. */
    public void write(RunComparison comparison, Appendable out) throws IOException {
        Prose prose = new Prose(screen, out);
        heading(comparison, prose);
        DifferenceLines lines = new DifferenceLines(comparison, glyphs, LABELS);
        List<Difference> differences = comparison.differences();
        Difference first = comparison.first();
        int place = first == null ? 0 : differences.indexOf(first);
        if (first != null) {
            prose.blank();
            first(comparison, first, lines.when(first), prose);
        }
        upstream(comparison, prose);
        List<Difference> before = differences.subList(0, place);
        if (!before.isEmpty()) {
            prose.blank();
            lines.write("before", before, all ? place : MOST_BEFORE, prose);
        }
        if (first != null) {
            later(lines, differences.subList(place + 1, differences.size()), prose);
        }
        tallies(comparison, prose);
        faults(comparison, prose);
        prose.blank();
        new DeltaTable(screen, LABELS).write(comparison, prose, out);
    }

    private void heading(RunComparison comparison, Prose prose) throws IOException {
        boolean parted = comparison.first(Level.STRUCTURE) != null;
        boolean same = comparison.first() == null;
        Style style = parted ? Style.BAD_STRONG : same ? Style.GOOD : Style.WARN;
        Line line = prose.line();
        line.add(style, CompareWords.verdict(comparison));
        line.add("  ").add(Style.MUTED, CompareWords.steps(comparison));
        prose.put(line);
        run("good", comparison.good(), prose);
        run("bad", comparison.bad(), prose);
    }

    private void run(String label, Diagnosis diagnosis, Prose prose) throws IOException {
        WorkflowSummary summary = diagnosis.run().view().workflow().summary();
        Line line = prose.line().add(Style.MUTED, label).gapTo(LABELS);
        String took = "  " + Durations.human(summary.durationNanos());
        int room = prose.width() - Cells.width(took);
        line.add(
                glyphs.outcomeStyle(diagnosis.outcome()),
                glyphs.outcome(diagnosis.outcome()) + " " + diagnosis.outcome().label());
        line.add("  ").add(Style.HEADING, summary.id(), room);
        if (!summary.name().equals(summary.id()) && line.column() + 2 < room) {
            line.add("  ").add(Style.PLAIN, summary.name(), room);
        }
        prose.put(line.add(Style.MUTED, took));
    }

    private void first(RunComparison comparison, Difference first, String when, Prose prose)
            throws IOException {
        String title = CompareWords.title(first);
        Style style = first.kind().level() == Level.STRUCTURE ? Style.BAD_STRONG : Style.STRONG;
        prose.labelled(0, "first", LABELS, style, when + "  " + title);
        if (CompareWords.isQuoted(first)) {
            side("good", first.good(), prose);
            side("bad", first.bad(), prose);
        }
        prose.labelled(LABELS, "spans", LABELS + 6, Style.PLAIN, spans(comparison, first));
        next(comparison, first, prose);
    }

    private static void side(String label, String said, Prose prose) throws IOException {
        if (!said.isEmpty()) {
            prose.labelled(LABELS, label, LABELS + 6, Style.PLAIN, '"' + said + '"');
        }
    }

    private static String spans(RunComparison comparison, Difference difference) {
        List<String> spans = new ArrayList<>();
        if (difference.goodNode() >= 0) {
            spans.add("good " + span(comparison.good(), difference.goodNode()));
        }
        if (difference.badNode() >= 0) {
            spans.add("bad " + span(comparison.bad(), difference.badNode()));
        }
        return String.join(", ", spans);
    }

    private static String span(Diagnosis diagnosis, int node) {
        return diagnosis.run().tree().span(node).spanId().toString();
    }

    private void next(RunComparison comparison, Difference first, Prose prose) throws IOException {
        boolean bad = first.badNode() >= 0;
        Diagnosis diagnosis = bad ? comparison.bad() : comparison.good();
        int node = bad ? first.badNode() : first.goodNode();
        if (node >= 0) {
            NextCommand command = bad ? badNext : goodNext;
            List<String> words = command.words(diagnosis.run().view().workflow(), node);
            prose.command(LABELS, "next", LABELS + 6, words);
        }
    }

    private void upstream(RunComparison comparison, Prose prose) throws IOException {
        List<String> given = CompareWords.given(comparison, glyphs.arrow());
        if (given.isEmpty()) {
            return;
        }
        prose.blank();
        String label = comparison.first() == null ? "given" : "upstream";
        for (String each : given) {
            prose.labelled(0, label, LABELS, Style.PLAIN, each);
            label = "";
        }
    }

    private void later(DifferenceLines lines, List<Difference> behind, Prose prose)
            throws IOException {
        if (!behind.isEmpty()) {
            prose.blank();
            lines.write("then", behind, all ? behind.size() : MOST_LATER, prose);
        }
    }

    private void tallies(RunComparison comparison, Prose prose) throws IOException {
        List<String> lost = CompareWords.tallies(comparison, true, glyphs.arrow());
        List<String> added = CompareWords.tallies(comparison, false, glyphs.arrow());
        if (lost.isEmpty() && added.isEmpty()) {
            return;
        }
        prose.blank();
        tallies("lost", lost, prose);
        tallies("added", added, prose);
    }

    private void tallies(String label, List<String> items, Prose prose) throws IOException {
        String name = label;
        int most = all ? items.size() : Math.min(MOST_TALLIES, items.size());
        for (String each : items.subList(0, most)) {
            prose.labelled(0, name, LABELS, Style.PLAIN, each);
            name = "";
        }
        if (items.size() > most) {
            prose.text(LABELS, Style.MUTED, Numbers.count(items.size() - most) + " more");
        }
    }

    private void faults(RunComparison comparison, Prose prose) throws IOException {
        List<Hypothesis> faults = comparison.faults();
        if (faults.isEmpty()) {
            return;
        }
        prose.blank();
        String label = "wrong";
        int most = all ? faults.size() : Math.min(MOST_FAULTS, faults.size());
        for (Hypothesis each : faults.subList(0, most)) {
            String text = CompareWords.fault(each) + ", in the bad run only";
            prose.labelled(0, label, LABELS, Style.PLAIN, text);
            label = "";
        }
        if (faults.size() > most) {
            String more = Numbers.count(faults.size() - most) + " more; see find-failure";
            prose.text(LABELS, Style.MUTED, more);
        }
    }
}
