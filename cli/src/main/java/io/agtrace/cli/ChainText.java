package io.agtrace.cli;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Decision;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.agents.Verdict;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Table;
import io.agtrace.render.text.Table.Cell;
import io.agtrace.render.text.Table.Column;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The text form of decisions and messages: under a heading a workflow, one row each. */
final class ChainText {
    private static final int WIDEST = 200;

    private final Screen screen;
    private final StringBuilder out;

    ChainText(Screen screen, StringBuilder out) {
        this.screen = screen;
        this.out = out;
    }

    void decisions(AgentsView view) throws IOException {
        heading(view, Numbers.count(view.decisions().size(), "decision"));
        Table table =
                new Table(
                        List.of(
                                new Column("#", true, 0, 0, WIDEST),
                                new Column("TIME", true, 4, 0, WIDEST),
                                new Column("BY", false, 0, 8, 40),
                                new Column("CHOSEN", false, 0, 8, 40),
                                new Column("TYPE", false, 3, 8, 20),
                                new Column("CONFIDENCE", true, 2, 0, WIDEST),
                                new Column("BECAUSE", false, 1, 10, WIDEST)));
        for (Decision each : view.decisions()) {
            table.add(
                    List.of(
                            Cell.of(Integer.toString(each.index() + 1)),
                            Cell.of(offset(view, each.timeNanos())),
                            Cell.of(each.by()),
                            Cell.of(each.chosen()),
                            Cell.of(each.type()),
                            Cell.of(confidence(each.confidence())),
                            Cell.of(reason(each))));
        }
        write(table, view.decisions().isEmpty());
    }

    void messages(AgentsView view) throws IOException {
        heading(view, Numbers.count(view.messages().size(), "message"));
        Table table =
                new Table(
                        List.of(
                                new Column("#", true, 0, 0, WIDEST),
                                new Column("TIME", true, 4, 0, WIDEST),
                                new Column("KIND", false, 3, 0, WIDEST),
                                new Column("FROM", false, 0, 8, 40),
                                new Column("TO", false, 0, 8, 40),
                                new Column("RECEIVED", false, 0, 0, WIDEST),
                                new Column("WHAT", false, 1, 10, WIDEST)));
        for (Message each : view.messages()) {
            long at = each.sentNanos() == Span.NO_TIME ? each.receivedNanos() : each.sentNanos();
            table.add(
                    List.of(
                            Cell.of(Integer.toString(each.index() + 1)),
                            Cell.of(offset(view, at)),
                            Cell.of(each.kind().name().toLowerCase(Locale.ROOT)),
                            Cell.of(each.sender().isEmpty() ? "-" : each.sender()),
                            Cell.of(each.receiver().isEmpty() ? "-" : each.receiver()),
                            received(each.verdicts().received()),
                            Cell.of(payload(each))));
        }
        write(table, view.messages().isEmpty());
    }

    private void heading(AgentsView view, String count) {
        WorkflowSummary summary = view.workflow().summary();
        out.append(out.isEmpty() ? "" : "\n");
        String name = summary.name().isEmpty() ? summary.id() : summary.name();
        String id = summary.name().isEmpty() ? "" : "  " + summary.id();
        out.append(screen.line().add(Style.HEADING, name).add(id + "  " + count)).append('\n');
    }

    private void write(Table table, boolean empty) throws IOException {
        if (!empty) {
            table.write(out, screen);
        }
    }

    private static String offset(AgentsView view, long nanos) {
        long zero = view.workflow().summary().startNanos();
        boolean known = nanos != Span.NO_TIME && zero != Span.NO_TIME;
        return known ? Durations.offset(nanos - zero) : "-";
    }

    private static String confidence(double confidence) {
        return confidence < 0 ? "" : String.format(Locale.ROOT, "%.2f", confidence);
    }

    private static String reason(Decision each) {
        boolean quoted = each.reasonInferred() && !each.reason().isEmpty();
        return quoted ? "(inferred) " + each.reason() : each.reason();
    }

    private static Cell received(Verdict verdict) {
        return switch (verdict.answer()) {
            case YES -> Cell.of("yes");
            case NO -> new Cell(Style.BAD, "no");
            case NOT_CHECKED -> Cell.of("not checked");
        };
    }

    private static String payload(Message each) {
        Object payload = each.sent() == null ? each.received() : each.sent();
        String text = payload == null ? "" : payload.toString();
        // A payload may have megabytes; a row shows less than this.
        return text.length() > 2 * WIDEST ? text.substring(0, 2 * WIDEST) : text;
    }
}
