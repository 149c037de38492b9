package io.agtrace.render.compare;

import io.agtrace.analyzers.compare.Measure;
import io.agtrace.analyzers.compare.SetComparison;
import io.agtrace.analyzers.compare.SetComparison.MeasureSides;
import io.agtrace.analyzers.compare.SetComparison.TraitRates;
import io.agtrace.render.failure.Prose;
import io.agtrace.render.text.Line;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Table;
import io.agtrace.render.text.Table.Cell;
import io.agtrace.render.text.Table.Column;

import java.io.IOException;
import java.util.List;

/** What differs between two sets of runs, for people at a terminal. */
public final class SetText {
    private static final int LABELS = 10;
    private static final int NAMES = 60;

    private final Screen screen;
    private final boolean all;

    /**
     * @param all show all differences, also those that chance may make
     */
    public SetText(Screen screen, boolean all) {
        this.screen = screen;
        this.all = all;
    }

    /** Writes what differs. */
    public void write(SetComparison comparison, Appendable out) throws IOException {
        Prose prose = new Prose(screen, out);
        boolean differs = comparison.differs();
        Line line = prose.line();
        line.add(differs ? Style.BAD_STRONG : Style.GOOD, SetWords.verdict(comparison));
        prose.put(line);
        runs("good", comparison.goodRuns(), comparison.goodFailing(), prose);
        runs("bad", comparison.badRuns(), comparison.badFailing(), prose);
        List<TraitRates> shown = SetWords.shown(comparison, all);
        if (!shown.isEmpty()) {
            prose.blank();
            TraitRates best = shown.getFirst();
            String label = best.isCertain() ? "best" : "largest";
            prose.labelled(0, label, LABELS, Style.STRONG, SetWords.sentence(best));
            if (!best.example().isEmpty()) {
                prose.labelled(LABELS, "", LABELS, Style.MUTED, "such as run " + best.example());
            }
            prose.blank();
            traits(shown, out);
        }
        int left = SetWords.left(comparison, all);
        if (left > 0) {
            String more = Numbers.count(left, "smaller difference") + "; --all shows all";
            prose.text(0, Style.MUTED, more);
        }
        prose.blank();
        measures(comparison, out);
    }

    private static void runs(String label, int runs, int failing, Prose prose) throws IOException {
        prose.labelled(0, label, LABELS, Style.PLAIN, SetWords.runs(runs, failing));
    }

    private void traits(List<TraitRates> shown, Appendable out) throws IOException {
        Table table =
                new Table(
                        List.of(
                                new Column("what", false, 0, 20, NAMES),
                                new Column("good", true, 0, 0, 24),
                                new Column("bad", true, 0, 0, 24),
                                new Column("chance", true, 1, 0, 12)));
        for (TraitRates each : shown) {
            table.add(
                    List.of(
                            Cell.of(SetWords.trait(each.trait())),
                            Cell.of(SetWords.rate(each.good().hits(), each.good().middle())),
                            Cell.of(SetWords.rate(each.bad().hits(), each.bad().middle())),
                            chance(each.chance())));
        }
        table.write(out, screen);
    }

    private void measures(SetComparison comparison, Appendable out) throws IOException {
        Table table =
                new Table(
                        List.of(
                                new Column("median", false, 0, 20, NAMES),
                                new Column("good", true, 0, 0, 12),
                                new Column("bad", true, 0, 0, 12),
                                new Column("good quartiles", true, 2, 0, 24),
                                new Column("bad quartiles", true, 2, 0, 24),
                                new Column("chance", true, 1, 0, 12)));
        for (MeasureSides each : SetWords.measures(comparison, all)) {
            Measure measure = each.measure();
            table.add(
                    List.of(
                            Cell.of(SetWords.name(measure)),
                            Cell.of(SetWords.amount(measure, each.good().middle())),
                            Cell.of(SetWords.amount(measure, each.bad().middle())),
                            new Cell(Style.MUTED, SetWords.quartiles(measure, each.good())),
                            new Cell(Style.MUTED, SetWords.quartiles(measure, each.bad())),
                            chance(each.chance())));
        }
        table.write(out, screen);
    }

    private static Cell chance(double chance) {
        String text = SetWords.chance(chance);
        boolean likely = chance >= SetComparison.CHANCE;
        return likely ? new Cell(Style.MUTED, text) : new Cell(Style.WARN, text);
    }
}
