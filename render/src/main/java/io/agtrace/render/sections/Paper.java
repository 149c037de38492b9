package io.agtrace.render.sections;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.render.sections.Row.Parts;
import io.agtrace.render.text.Cells;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Glyphs;
import io.agtrace.render.text.Line;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Quotes;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Table;
import io.agtrace.render.text.Table.Cell;
import io.agtrace.render.text.Table.Column;
import io.agtrace.render.text.Wrap;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What sections are written on: the screen, the run's start, and how much of each is wanted. In
 * brief, sections stand close together, each with its name beside its first row as in the summary;
 * what is left out of them is collected instead of told below each.
 */
final class Paper {
    private static final int TITLES = 10;
    private static final int LEAST_BESIDE_TITLES = 60;

    private final AgentsView view;
    private final Screen screen;
    private final Signs signs;
    private final Detail detail;
    private final Appendable out;
    private final long origin;
    private final boolean beside;
    private final List<String> leftOut = new ArrayList<>();
    private String label = "";

    Paper(AgentsView view, Screen screen, Detail detail, Appendable out) {
        this.view = view;
        beside = detail == Detail.BRIEF && screen.width() >= LEAST_BESIDE_TITLES;
        this.screen = beside ? screen.narrower(TITLES) : screen;
        this.signs = new Signs(screen.glyphs());
        this.detail = detail;
        this.out = out;
        long start = view.workflow().summary().startNanos();
        if (start == Span.NO_TIME && !view.criticalPath().isEmpty()) {
            start = view.criticalPath().getFirst().startNanos();
        }
        origin = start;
    }

    AgentsView view() {
        return view;
    }

    Signs signs() {
        return signs;
    }

    Glyphs glyphs() {
        return screen.glyphs();
    }

    Detail detail() {
        return detail;
    }

    int width() {
        return screen.width();
    }

    boolean isBrief() {
        return detail == Detail.BRIEF;
    }

    /** What brief sections left out, such as "decisions (9 more)". */
    List<String> leftOut() {
        return leftOut;
    }

    /** The section's name, and what there is to know about it in one line. */
    void title(View section, Parts facts) throws IOException {
        if (beside) {
            label = section.label();
            return;
        }
        List<Cell.Part> parts = new ArrayList<>();
        parts.add(new Cell.Part(Style.HEADING, section.label()));
        parts.add(new Cell.Part(Style.PLAIN, " ".repeat(TITLES - section.label().length())));
        parts.addAll(facts.isEmpty() ? List.of(new Cell.Part(Style.MUTED, "none")) : facts.list());
        line(parts);
    }

    void line(Parts parts) throws IOException {
        line(parts.list());
    }

    private void line(List<Cell.Part> parts) throws IOException {
        var line = screen.line();
        for (Cell.Part part : parts) {
            line.add(part.style(), part.text());
        }
        put(line.toString());
    }

    private void put(String line) throws IOException {
        if (beside) {
            out.append(new Line(screen.theme(), TITLES).add(Style.MUTED, label).toString());
            out.append(" ".repeat(TITLES - label.length()));
            label = "";
        }
        out.append(line).append('\n');
    }

    /** A remark, broken into as many lines as it takes. */
    void note(String text) throws IOException {
        for (String part : Wrap.words(screen.theme().safe(text), screen.width(), 2)) {
            line(new Parts().add(Style.MUTED, part));
        }
    }

    /** What signs mean; an entry is never broken in two unless it is wider than the screen. */
    void legend(List<String> entries) throws IOException {
        Parts parts = new Parts();
        int used = 0;
        for (String entry : entries) {
            int cells = Cells.width(screen.theme().safe(entry));
            if (used > 0 && used + 3 + cells > screen.width()) {
                line(parts);
                parts = new Parts();
                used = 0;
            }
            String gap = used == 0 ? "" : "   ";
            parts.add(Style.MUTED, gap + entry);
            used += gap.length() + cells;
        }
        if (used > 0) {
            line(parts);
        }
    }

    void blank() throws IOException {
        out.append('\n');
    }

    void table(List<Column> columns, List<Row> rows) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        Table table = new Table(columns);
        for (Row row : rows) {
            table.add(row.cells());
        }
        StringBuilder text = new StringBuilder();
        table.write(text, screen);
        for (String line : text.toString().lines().toList()) {
            put(line);
        }
    }

    /** Says how many rows are left out, and how they can be seen. */
    void more(int left, String noun, View section) throws IOException {
        more(left, noun, noun + "s", section);
    }

    /** Likewise, for a noun that forms its plural in another way. */
    void more(int left, String one, String many, View section) throws IOException {
        if (left > 0 && isBrief()) {
            leftOut.add(section.label() + " (" + Numbers.count(left) + " more)");
        } else if (left > 0) {
            note(
                    Numbers.count(left)
                            + " more "
                            + (left == 1 ? one : many)
                            + "; --view "
                            + section.label()
                            + " --full shows all");
        }
    }

    /** Those that matter most, in the order in which they stand. */
    <T> List<T> best(List<T> items, Comparator<? super T> mostImportantFirst) {
        return best(items, detail.rows(), mostImportantFirst);
    }

    /** The {@code most} that matter most, in the order in which they stand. */
    static <T> List<T> best(List<T> items, int most, Comparator<? super T> mostImportantFirst) {
        if (items.size() <= most) {
            return items;
        }
        List<Integer> ranking = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            ranking.add(i);
        }
        ranking.sort((a, b) -> mostImportantFirst.compare(items.get(a), items.get(b)));
        return ranking.subList(0, most).stream().sorted().map(items::get).toList();
    }

    /** A time since the run's start; empty for an unknown one. */
    String offset(long nanos) {
        return nanos == Span.NO_TIME || origin == Span.NO_TIME
                ? ""
                : Durations.offset(nanos - origin);
    }

    /** The agent or, where a span has none of its own, the span's name; empty for no node. */
    String node(int node) {
        SpanTree tree = view.workflow().tree();
        if (node < 0 || node >= tree.size()) {
            return "";
        }
        String agent = tree.facts(node).agentName();
        return agent.isBlank() ? clip(tree.span(node).name()) : clip(agent);
    }

    /** The name of the agent of an invocation; empty for none. */
    String agent(int invocation) {
        return invocation < 0 || invocation >= view.invocations().size()
                ? ""
                : clip(view.invocations().get(invocation).agent());
    }

    /** Sender and receiver, or who decided and what. */
    Parts fromTo(String from, String to, Style toStyle) {
        return new Parts()
                .add(Style.AGENT, clip(from))
                .add(Style.MUTED, " " + glyphs().arrow() + " ")
                .add(toStyle, clip(to));
    }

    /** Columns that the parts take. */
    int widthOf(Parts parts) {
        int columns = 0;
        for (Cell.Part part : parts.list()) {
            columns += Cells.width(safe(part.text()));
        }
        return columns;
    }

    /** The parts cut to so many columns. */
    Parts fit(Parts parts, int columns) {
        Parts fitted = new Parts();
        int left = columns;
        for (Cell.Part part : parts.list()) {
            String text = Cells.fit(safe(part.text()), left, glyphs().ellipsis());
            fitted.add(part.style(), text);
            left -= Cells.width(text);
            if (!text.equals(safe(part.text()))) {
                break;
            }
        }
        return fitted;
    }

    /** The parts without their styles. */
    String text(Parts parts) {
        StringBuilder text = new StringBuilder();
        parts.list().forEach(part -> text.append(part.text()));
        return text.toString();
    }

    /** The text as it is safe to show. */
    String safe(String text) {
        return screen.theme().safe(text);
    }

    /** No more of the text than can be of use on this screen. */
    String clip(String text) {
        return text.length() <= 2 * width() ? text : text.substring(0, 2 * width());
    }

    /** The first words of a text in quotes, on one line; empty for no words. */
    String quote(String text) {
        return quote(AnyValue.of(clip(text)));
    }

    /** The first words of a payload; in quotes where they stand so in the trace. */
    String quote(@Nullable AnyValue value) {
        return Quotes.quote(value, width());
    }
}
