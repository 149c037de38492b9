package io.agtrace.render.compare;

import io.agtrace.analyzers.compare.Measure;
import io.agtrace.analyzers.compare.SetComparison;
import io.agtrace.analyzers.compare.SetComparison.MeasureSides;
import io.agtrace.analyzers.compare.SetComparison.TraitRates;
import io.agtrace.render.failure.MarkdownText;
import io.agtrace.render.text.Numbers;

import java.io.IOException;
import java.util.List;

/** What differs between two sets of runs as Markdown. */
public final class SetMarkdown {
    private final boolean all;

    /**
     * @param all show all differences, also those that chance may make
     */
    public SetMarkdown(boolean all) {
        this.all = all;
    }

    /** Writes what differs, under a heading. */
    public void write(SetComparison comparison, Appendable out) throws IOException {
        out.append("### ").append(comparison.differs() ? "✗ " : "✓ ");
        out.append(SetWords.verdict(comparison)).append("\n\n- good: ");
        out.append(SetWords.runs(comparison.goodRuns(), comparison.goodFailing()));
        out.append("\n- bad: ");
        out.append(SetWords.runs(comparison.badRuns(), comparison.badFailing())).append('\n');
        List<TraitRates> shown = SetWords.shown(comparison, all);
        if (!shown.isEmpty()) {
            best(shown.getFirst(), out);
            traits(shown, out);
        }
        int left = SetWords.left(comparison, all);
        if (left > 0) {
            out.append('\n').append(Numbers.count(left, "smaller difference"));
            out.append("; `--all` shows all\n");
        }
        measures(comparison, out);
    }

    private static void best(TraitRates best, Appendable out) throws IOException {
        out.append("\n**").append(MarkdownText.words(SetWords.sentence(best))).append("**");
        if (!best.example().isEmpty()) {
            out.append(", such as run ").append(MarkdownText.code(best.example()));
        }
        out.append('\n');
    }

    private static void traits(List<TraitRates> shown, Appendable out) throws IOException {
        MarkdownTable table = new MarkdownTable(out);
        table.head(List.of("what", "good", "bad", "chance"));
        for (TraitRates each : shown) {
            table.row(
                    List.of(
                            SetWords.trait(each.trait()),
                            SetWords.rate(each.good().hits(), each.good().middle()),
                            SetWords.rate(each.bad().hits(), each.bad().middle()),
                            SetWords.chance(each.chance())));
        }
    }

    private void measures(SetComparison comparison, Appendable out) throws IOException {
        MarkdownTable table = new MarkdownTable(out);
        table.head(List.of("median", "good", "bad", "good quartiles", "bad quartiles", "chance"));
        for (MeasureSides each : SetWords.measures(comparison, all)) {
            Measure measure = each.measure();
            table.row(
                    List.of(
                            SetWords.name(measure),
                            SetWords.amount(measure, each.good().middle()),
                            SetWords.amount(measure, each.bad().middle()),
                            SetWords.quartiles(measure, each.good()),
                            SetWords.quartiles(measure, each.bad()),
                            SetWords.chance(each.chance())));
        }
    }
}
