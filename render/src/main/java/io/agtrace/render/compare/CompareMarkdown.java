package io.agtrace.render.compare;

import io.agtrace.analyzers.compare.Delta;
import io.agtrace.analyzers.compare.Difference;
import io.agtrace.analyzers.compare.Difference.Level;
import io.agtrace.analyzers.compare.RunComparison;
import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.diagnosis.Hypothesis;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.compare.DifferenceLines.Row;
import io.agtrace.render.failure.MarkdownText;
import io.agtrace.render.failure.NextCommand;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Glyphs;
import io.agtrace.render.text.Numbers;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/** What changed between two runs as Markdown, to be pasted into issues and pull requests. */
public final class CompareMarkdown {
    private static final int MOST_LATER = 10;
    private static final int MOST_BEFORE = 3;
    private static final int MOST_TALLIES = 12;
    private static final int MOST_FAULTS = 3;
    private static final int MOST_AGENTS = 12;

    private final NextCommand goodNext;
    private final NextCommand badNext;
    private final boolean all;

    /**
     * @param goodNext names commands for the good run
     * @param badNext names commands for the bad run
     * @param all show all differences, not the first of them
     */
    public CompareMarkdown(NextCommand goodNext, NextCommand badNext, boolean all) {
        this.goodNext = goodNext;
        this.badNext = badNext;
        this.all = all;
    }

    /** Writes what changed, under a heading. */
    public void write(RunComparison comparison, Appendable out) throws IOException {
        heading(comparison, out);
        DifferenceLines lines = new DifferenceLines(comparison, Glyphs.UNICODE, 0);
        List<Difference> differences = comparison.differences();
        Difference first = comparison.first();
        int place = first == null ? 0 : differences.indexOf(first);
        if (first != null) {
            first(comparison, first, lines.when(first), out);
        }
        String given = first == null ? "Given" : "Upstream of it";
        List<String> settings = CompareWords.given(comparison, Glyphs.UNICODE.arrow());
        list(given, settings, settings.size(), out);
        differences("Before it", lines.rows(differences.subList(0, place)), MOST_BEFORE, out);
        int behind = first == null ? 0 : place + 1;
        List<Difference> later = differences.subList(behind, differences.size());
        differences("Then", lines.rows(later), MOST_LATER, out);
        list("Lost", tallies(comparison, true), MOST_TALLIES, out);
        list("Added", tallies(comparison, false), MOST_TALLIES, out);
        List<Hypothesis> faults = comparison.faults();
        list(
                "Wrong in the bad run only",
                faults.stream().map(CompareWords::fault).toList(),
                MOST_FAULTS,
                out);
        deltas(comparison, out);
    }

    private static List<String> tallies(RunComparison comparison, boolean lost) {
        return CompareWords.tallies(comparison, lost, Glyphs.UNICODE.arrow());
    }

    private static void heading(RunComparison comparison, Appendable out) throws IOException {
        boolean parted = comparison.first(Level.STRUCTURE) != null;
        out.append("### ").append(parted ? "✗ " : comparison.first() == null ? "✓ " : "");
        out.append(CompareWords.verdict(comparison));
        out.append(" (").append(CompareWords.steps(comparison)).append(")\n\n");
        run("good", comparison.good(), out);
        run("bad", comparison.bad(), out);
    }

    private static void run(String label, Diagnosis diagnosis, Appendable out) throws IOException {
        WorkflowSummary summary = diagnosis.run().view().workflow().summary();
        String name = summary.name().equals(summary.id()) ? "" : " " + words(summary.name());
        item(
                label
                        + ": "
                        + Glyphs.UNICODE.outcome(diagnosis.outcome())
                        + " "
                        + diagnosis.outcome().label()
                        + " "
                        + MarkdownText.code(summary.id())
                        + name
                        + " ("
                        + Durations.human(summary.durationNanos())
                        + ")",
                out);
    }

    private void first(RunComparison comparison, Difference first, String when, Appendable out)
            throws IOException {
        out.append("\n**First at ").append(when).append(": ");
        out.append(words(CompareWords.title(first))).append("**\n\n");
        if (CompareWords.isQuoted(first)) {
            side("good", first.good(), out);
            side("bad", first.bad(), out);
        }
        boolean bad = first.badNode() >= 0;
        if (first.goodNode() >= 0) {
            span("good", comparison.good(), first.goodNode(), bad ? null : goodNext, out);
        }
        if (bad) {
            span("bad", comparison.bad(), first.badNode(), badNext, out);
        }
    }

    private static void side(String label, String said, Appendable out) throws IOException {
        if (!said.isBlank()) {
            item(label + ": " + MarkdownText.code(said), out);
        }
    }

    private static void span(
            String label, Diagnosis diagnosis, int node, @Nullable NextCommand next, Appendable out)
            throws IOException {
        String span = diagnosis.run().tree().span(node).spanId().toString();
        item("span of the " + label + " run: " + MarkdownText.code(span), out);
        if (next != null) {
            String line = next.line(diagnosis.run().view().workflow(), node);
            item("next: " + MarkdownText.code(line), out);
        }
    }

    private void differences(String label, List<Row> rows, int most, Appendable out)
            throws IOException {
        List<String> items =
                rows.stream()
                        .map(
                                row ->
                                        row.time()
                                                + " "
                                                + row.title()
                                                + (row.times() == 1 ? "" : " ×" + row.times()))
                        .toList();
        list(label, items, most, out);
    }

    private void list(String label, List<String> items, int most, Appendable out)
            throws IOException {
        if (items.isEmpty()) {
            return;
        }
        out.append('\n').append(label).append(":\n\n");
        int shown = all ? items.size() : Math.min(most, items.size());
        for (String each : items.subList(0, shown)) {
            item(words(each), out);
        }
        if (items.size() > shown) {
            item(Numbers.count(items.size() - shown) + " more; `--all` shows all", out);
        }
    }

    private void deltas(RunComparison comparison, Appendable out) throws IOException {
        MarkdownTable table = new MarkdownTable(out);
        table.head(
                List.of(
                        "agent",
                        "stays",
                        "model calls",
                        "tool calls",
                        "own time",
                        "+/-",
                        "tokens",
                        "+/-"));
        List<Delta> deltas = comparison.deltas();
        int shown = all ? deltas.size() : Math.min(MOST_AGENTS, deltas.size());
        for (Delta each : deltas.subList(0, shown)) {
            table.row(DeltaTable.texts(each.agent(), each, Glyphs.UNICODE.arrow()));
        }
        table.row(DeltaTable.texts("whole run", comparison.total(), Glyphs.UNICODE.arrow()));
        if (deltas.size() > shown) {
            out.append('\n').append(Numbers.count(deltas.size() - shown, "more agent"));
            out.append("\n");
        }
        String slower = DeltaTable.slower(comparison);
        if (!slower.isEmpty()) {
            out.append('\n').append(words(slower)).append('\n');
        }
    }

    private static String words(String text) {
        return MarkdownText.words(text);
    }

    private static void item(String text, Appendable out) throws IOException {
        out.append("- ").append(text).append('\n');
    }
}
