package io.agtrace.render.failure;

import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.render.text.Line;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Style;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** The catalogue of rules as a table; summaries take as many lines as they need. */
public final class RulesText {
    private static final int GAP = 2;
    private static final int LEAST_SUMMARY = 36;

    private final Screen screen;

    /** A column before the summary, which is left out where the screen has no room for it. */
    private record Column(String title, Function<RuleInfo, String> text, Style style) {
        int width(List<RuleInfo> rules) {
            int widest = title.length();
            for (RuleInfo rule : rules) {
                widest = Math.max(widest, text.apply(rule).length());
            }
            return widest;
        }
    }

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("ID", RuleInfo::id, Style.STRONG),
                    new Column("SEVERITY", rule -> rule.severity().label(), Style.PLAIN),
                    new Column("TIER", rule -> rule.tier().label(), Style.PLAIN),
                    new Column("GROUP", rule -> rule.group().label(), Style.MUTED));

    public RulesText(Screen screen) {
        this.screen = screen;
    }

    public void write(List<RuleInfo> rules, Appendable out) throws IOException {
        Prose prose = new Prose(screen, out);
        int shown = 1;
        int left = COLUMNS.getFirst().width(rules) + GAP;
        while (shown < COLUMNS.size()) {
            int more = COLUMNS.get(shown).width(rules) + GAP;
            if (left + more + LEAST_SUMMARY > screen.width()) {
                break;
            }
            left += more;
            shown++;
        }
        List<Column> columns = COLUMNS.subList(0, shown);
        Line head = screen.line();
        int at = 0;
        for (Column column : columns) {
            head.gapTo(at).add(Style.HEADING, column.title());
            at += column.width(rules) + GAP;
        }
        prose.put(head.gapTo(at).add(Style.HEADING, "SUMMARY"));
        for (RuleInfo rule : rules) {
            row(rule, rules, columns, at, prose);
        }
    }

    private void row(
            RuleInfo rule, List<RuleInfo> rules, List<Column> columns, int summaryAt, Prose prose)
            throws IOException {
        Line line = screen.line();
        int at = 0;
        for (Column column : columns) {
            line.gapTo(at).add(column.style(), column.text().apply(rule));
            at += column.width(rules) + GAP;
        }
        for (String part : prose.wrapped(rule.summary(), screen.width() - summaryAt)) {
            prose.put(line.gapTo(summaryAt).add(part));
            line = screen.line();
        }
    }
}
