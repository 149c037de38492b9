package io.agtrace.render.sections;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.agents.Verdict;
import io.agtrace.analyzers.agents.Verdict.Answer;
import io.agtrace.analyzers.span.Span;
import io.agtrace.render.sections.Row.Parts;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Table.Column;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What agents handed to each other, with the five questions about each hand-over answered. */
final class MessagesSection implements Section {
    private static final String INITIALS = "S R U F C";
    private static final int MEDIUM = 100;
    private static final int WIDE = 140;
    private static final int REASON = 60;

    private static final Comparator<Message> IMPORTANCE =
            Comparator.comparingInt(MessagesSection::weight).reversed();

    @Override
    public View view() {
        return View.MESSAGES;
    }

    @Override
    public String size(AgentsView view) {
        return view.messages().isEmpty() ? "" : Numbers.count(view.messages().size(), "message");
    }

    @Override
    public void write(Paper paper) throws IOException {
        List<Message> all = paper.view().messages();
        paper.title(view(), facts(all));
        if (all.isEmpty()) {
            return;
        }
        boolean wide = paper.width() >= WIDE;
        List<Message> shown = paper.best(all, IMPORTANCE);
        List<Row> rows = new ArrayList<>();
        for (Message message : shown) {
            rows.add(row(message, wide, paper));
        }
        paper.table(columns(paper), rows);
        legend(paper, wide, shown.stream().anyMatch(Message::inferred));
        if (!paper.isBrief()) {
            VerdictNotes.write(paper, shown);
        }
        paper.more(all.size() - shown.size(), "message", view());
    }

    private static Parts facts(List<Message> all) {
        Parts facts = new Parts();
        if (all.isEmpty()) {
            return facts;
        }
        facts.add(Numbers.count(all.size()));
        long inferred = all.stream().filter(Message::inferred).count();
        if (inferred > 0) {
            facts.add(Style.MUTED, ": " + Numbers.count(inferred) + " inferred");
        }
        long lost = all.stream().filter(MessagesSection::isLost).count();
        if (lost > 0) {
            facts.gap().add(Style.BAD_STRONG, Numbers.count(lost) + " never received");
        }
        return facts;
    }

    private static List<Column> columns(Paper paper) {
        int width = paper.width();
        boolean brief = paper.isBrief();
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("at", false, 0, 0, 10));
        columns.add(
                new Column("message", false, 0, Math.max(24, width / 3), width >= WIDE ? 48 : 40));
        columns.add(new Column(brief ? "" : "kind", false, 2, 0, brief ? 0 : 10));
        columns.add(new Column("payload", false, 0, 10, Integer.MAX_VALUE));
        boolean timed = width >= MEDIUM && !brief;
        columns.add(new Column(timed ? "after" : "", true, 4, 0, timed ? 8 : 0));
        if (width >= WIDE) {
            for (String question : VerdictNotes.QUESTIONS) {
                columns.add(new Column(question, false, 0, 0, 10));
            }
        } else {
            columns.add(new Column(INITIALS, false, 0, 0, INITIALS.length()));
        }
        boolean sure = width >= MEDIUM || !brief;
        columns.add(new Column(sure ? "sure" : "", true, 3, 0, sure ? 6 : 0));
        return columns;
    }

    private static Row row(Message message, boolean wide, Paper paper) {
        boolean lost = isLost(message);
        String from = message.sender().isBlank() ? "(outside)" : message.sender();
        String to = message.receiver().isBlank() ? lost ? "?" : "(outside)" : message.receiver();
        Row row = new Row();
        row.cell(paper.offset(message.sentNanos()));
        row.cell(paper.fromTo(from, to, lost ? Style.BAD_STRONG : Style.AGENT));
        row.cell(Style.MUTED, message.kind().name().toLowerCase(Locale.ROOT));
        row.cell(payload(message, lost, paper));
        boolean timed = message.sentNanos() != Span.NO_TIME;
        boolean took = timed && message.receivedNanos() != Span.NO_TIME && !lost;
        row.cell(
                Style.MUTED,
                took ? Durations.human(message.receivedNanos() - message.sentNanos()) : "");
        Parts marks = new Parts();
        for (Verdict verdict : VerdictNotes.of(message)) {
            Style style = Signs.style(verdict.answer());
            String sign = paper.signs().answer(verdict.answer());
            if (wide) {
                row.cell(style, sign);
            } else {
                marks.add(marks.isEmpty() ? "" : " ").add(style, sign);
            }
        }
        if (!wide) {
            row.cell(marks);
        }
        String sure = String.format(Locale.ROOT, "%.0f %%", 100 * message.confidence());
        return row.cell(Style.WARN, message.inferred() ? paper.signs().inferred() + sure : "");
    }

    private static Parts payload(Message message, boolean lost, Paper paper) {
        Parts parts = new Parts();
        if (lost) {
            parts.add(Style.BAD_STRONG, "never received");
        }
        List<Verdict> verdicts = VerdictNotes.of(message);
        for (int i = 0; i < verdicts.size(); i++) {
            Verdict verdict = verdicts.get(i);
            if (verdict.answer() == Answer.NO && !(lost && i == 1)) {
                String reason = verdict.reason();
                boolean cut = reason.length() > REASON;
                reason = cut ? reason.substring(0, REASON) + paper.glyphs().ellipsis() : reason;
                parts.gap().add(Style.BAD, "not " + VerdictNotes.QUESTIONS.get(i));
                parts.add(Style.BAD, reason.isBlank() ? "" : ": " + reason);
            }
        }
        String quoted = paper.quote(message.sent());
        quoted = quoted.isEmpty() ? paper.quote(message.received()) : quoted;
        return quoted.isEmpty() ? parts : parts.gap().add(quoted);
    }

    private static void legend(Paper paper, boolean wide, boolean inferred) throws IOException {
        if (paper.isBrief()) {
            if (!wide) {
                paper.note(
                        "S sent  R received  U understood  F fresh  C checked  "
                                + paper.signs().notChecked()
                                + " not checked");
            }
            return;
        }
        List<String> entries = new ArrayList<>();
        if (!wide) {
            entries.add("S sent");
            entries.add("R received");
            entries.add("U understood");
            entries.add("F fresh");
            entries.add("C quality checked");
        }
        Signs signs = paper.signs();
        entries.add(signs.yes() + " yes");
        entries.add(signs.no() + " no");
        entries.add(signs.notChecked() + " not checked");
        if (inferred) {
            entries.add(signs.inferred() + " inferred");
        }
        paper.legend(entries);
    }

    private static boolean isLost(Message message) {
        return message.to() < 0 && message.verdicts().received().answer() == Answer.NO;
    }

    private static int weight(Message message) {
        boolean fault =
                VerdictNotes.of(message).stream().anyMatch(each -> each.answer() == Answer.NO);
        int kind =
                switch (message.kind()) {
                    case HANDOFF -> 3;
                    case DELEGATION, QUEUE -> 2;
                    case RETURN -> 1;
                };
        return (isLost(message) ? 16 : 0) + (fault ? 8 : 0) + (message.inferred() ? 0 : 4) + kind;
    }
}
