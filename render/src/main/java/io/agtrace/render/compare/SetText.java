package io.agtrace.render.compare;

import io.agtrace.analyzers.compare.Measure;
import io.agtrace.analyzers.compare.SetComparison;
import io.agtrace.analyzers.compare.SetComparison.MeasureSides;
import io.agtrace.analyzers.compare.SetComparison.TraitRates;
import io.agtrace.analyzers.compare.Trait;
import io.agtrace.render.failure.Prose;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Line;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Table;
import io.agtrace.render.text.Table.Cell;
import io.agtrace.render.text.Table.Column;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What differs between two sets of runs, for people at a terminal. */
public final class SetText {
    private static final int LABELS = 10;
    private static final int MOST = 12;
    private static final int FEW = 5;
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
        line.add(differs ? Style.BAD_STRONG : Style.GOOD, verdict(comparison));
        prose.put(line);
        runs("good", comparison.goodRuns(), comparison.goodFailing(), prose);
        runs("bad", comparison.badRuns(), comparison.badFailing(), prose);
        List<TraitRates> shown = shown(comparison);
        if (!shown.isEmpty()) {
            prose.blank();
            TraitRates best = shown.getFirst();
            String label = best.isCertain() ? "best" : "largest";
            prose.labelled(0, label, LABELS, Style.STRONG, sentence(best));
            if (!best.example().isEmpty()) {
                prose.labelled(LABELS, "", LABELS, Style.MUTED, "such as run " + best.example());
            }
            prose.blank();
            traits(shown, out);
        }
        int left = (int) ways(comparison.traits()).count() - shown.size();
        if (left > 0) {
            String more = Numbers.count(left, "smaller difference") + "; --all shows all";
            prose.text(0, Style.MUTED, more);
        }
        prose.blank();
        measures(comparison, out);
    }

    private static void runs(String label, int runs, int failing, Prose prose) throws IOException {
        String wrong = failing == 0 ? "nothing wrong" : "something wrong in " + failing;
        prose.labelled(0, label, LABELS, Style.PLAIN, Numbers.count(runs, "run") + ", " + wrong);
    }

    /** What runs do; that they fail is what is to be explained. */
    private static Stream<TraitRates> ways(List<TraitRates> traits) {
        return traits.stream().filter(each -> each.trait().kind() != Trait.Kind.FAILURE);
    }

    private static String verdict(SetComparison comparison) {
        if (comparison.differs()) {
            return "the sets differ";
        }
        return comparison.traits().isEmpty()
                ? "no difference between the sets"
                : "no difference between the sets beyond chance";
    }

    private List<TraitRates> shown(SetComparison comparison) {
        List<TraitRates> traits = ways(comparison.traits()).toList();
        if (all) {
            return traits;
        }
        boolean differs = traits.stream().anyMatch(TraitRates::isCertain);
        return traits.stream()
                .filter(each -> !differs || each.isCertain())
                .limit(differs ? MOST : FEW)
                .toList();
    }

    private static String sentence(TraitRates rates) {
        return trait(rates.trait())
                + " in "
                + percent(rates.bad().middle())
                + " of the bad runs, "
                + percent(rates.good().middle())
                + " of the good ones";
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
                            Cell.of(trait(each.trait())),
                            Cell.of(rate(each.good().hits(), each.good().middle())),
                            Cell.of(rate(each.bad().hits(), each.bad().middle())),
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
        for (MeasureSides each : comparison.measures()) {
            boolean whole = each.measure().agent().isEmpty();
            if (all || whole || each.isCertain()) {
                Measure measure = each.measure();
                table.add(
                        List.of(
                                Cell.of(name(measure)),
                                Cell.of(amount(measure, each.good().middle())),
                                Cell.of(amount(measure, each.bad().middle())),
                                quartiles(measure, each.good().low(), each.good().high()),
                                quartiles(measure, each.bad().low(), each.bad().high()),
                                chance(each.chance())));
            }
        }
        table.write(out, screen);
    }

    private static Cell quartiles(Measure measure, double low, double high) {
        String text = amount(measure, low) + "–" + amount(measure, high);
        return new Cell(Style.MUTED, text);
    }

    private static Cell chance(double chance) {
        String text = chance < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", chance);
        boolean likely = chance >= SetComparison.CHANCE;
        return likely ? new Cell(Style.MUTED, text) : new Cell(Style.WARN, text);
    }

    private static String rate(int hits, double rate) {
        return Numbers.count(hits) + "  " + percent(rate);
    }

    private static String percent(double rate) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * rate);
    }

    private static String amount(Measure measure, double amount) {
        return measure.kind() == Measure.Kind.TIME
                ? Durations.human(Math.round(amount))
                : Numbers.count(Math.round(amount));
    }

    private static String name(Measure measure) {
        String what =
                switch (measure.kind()) {
                    case TIME -> measure.agent().isEmpty() ? "time" : "own time";
                    case TOKENS -> "tokens";
                    case MODEL_CALLS -> "model calls";
                    case TOOL_CALLS -> "tool calls";
                    case ROUNDS -> "rounds of loops";
                    case FAILED_ATTEMPTS -> "failed attempts";
                };
        return measure.agent().isEmpty() ? what : measure.agent() + ": " + what;
    }

    /** A trait in words. */
    public static String trait(Trait trait) {
        String of = trait.of();
        return switch (trait.kind()) {
            case FAILURE -> "something goes wrong";
            case RULE -> "finding " + trait.value();
            case AGENT -> "agent " + trait.value();
            case TOOL -> "tool " + trait.value();
            case MESSAGE -> "message " + trait.value();
            case DECISION -> (of.isEmpty() ? "" : of + " decides ") + trait.value();
            case ROUTE -> "the way " + trait.value();
            case RETRY -> trait.value().isEmpty() ? "any retry" : "retries of " + trait.value();
            case LOOP -> "a loop of " + trait.value();
            case VERSION -> of + " of version " + trait.value();
            case MODEL -> of + " on " + trait.value();
            case INPUT -> of + " given " + trait.value();
        };
    }
}
