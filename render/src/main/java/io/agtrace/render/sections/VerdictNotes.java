package io.agtrace.render.sections;

import io.agtrace.analyzers.agents.Evidence;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.agents.Verdict;
import io.agtrace.analyzers.agents.Verdict.Answer;
import io.agtrace.render.sections.Row.Parts;
import io.agtrace.render.text.Cells;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Wrap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the answers to the five questions rest on, below the table of messages. Equal answers are
 * told once: each no with its story and evidence, the others as counts with an example.
 */
final class VerdictNotes {
    static final List<String> QUESTIONS =
            List.of("sent", "received", "understood", "fresh", "checked");

    private static final int LABEL = 14;
    private static final int LEAST_WIDTH = 24;

    /** Longer lines are hard to read. */
    private static final int MOST_WIDTH = 100;

    private static final int NAMED = 3;
    private static final int LONGEST = 200;

    private final Paper paper;
    private final Map<Key, List<Message>> groups = new LinkedHashMap<>();

    /** Answers that are told together. */
    private record Key(int question, Answer answer, String reason, String story) {}

    private VerdictNotes(Paper paper) {
        this.paper = paper;
    }

    /** The answers about a message, in the order of {@link #QUESTIONS}. */
    static List<Verdict> of(Message message) {
        Message.Verdicts all = message.verdicts();
        return List.of(
                all.sent(), all.received(), all.understood(), all.fresh(), all.qualityChecked());
    }

    static void write(Paper paper, List<Message> messages) throws IOException {
        VerdictNotes notes = new VerdictNotes(paper);
        for (Message message : messages) {
            List<Verdict> verdicts = of(message);
            for (int i = 0; i < verdicts.size(); i++) {
                Verdict each = verdicts.get(i);
                boolean no = each.answer() == Answer.NO;
                String story = no && !each.evidence().isEmpty() ? first(each).text() : "";
                notes.groups
                        .computeIfAbsent(
                                new Key(i, each.answer(), each.reason(), story),
                                _ -> new ArrayList<>(1))
                        .add(message);
            }
        }
        notes.faults();
        if (paper.detail() == Detail.FULL) {
            notes.others(Answer.YES);
            notes.others(Answer.NOT_CHECKED);
        }
    }

    private void faults() throws IOException {
        for (Map.Entry<Key, List<Message>> each : groups.entrySet()) {
            Key key = each.getKey();
            if (key.answer != Answer.NO) {
                continue;
            }
            Verdict verdict = of(each.getValue().getFirst()).get(key.question);
            paper.blank();
            write(key, Style.BAD, names(each.getValue()) + ": " + key.reason);
            for (Evidence evidence : verdict.evidence()) {
                boolean story = evidence.source().startsWith("rule ");
                if (story) {
                    indented(Style.PLAIN, evidence.text());
                    indented(Style.MUTED, evidence.source() + " at" + where(evidence.node()));
                } else {
                    indented(Style.MUTED, shown(evidence));
                }
            }
        }
    }

    private void others(Answer answer) throws IOException {
        boolean first = true;
        for (int question = 0; question < QUESTIONS.size(); question++) {
            for (Map.Entry<Key, List<Message>> each : groups.entrySet()) {
                Key key = each.getKey();
                if (key.answer != answer || key.question != question) {
                    continue;
                }
                if (first) {
                    paper.blank();
                    first = false;
                }
                List<Message> messages = each.getValue();
                Verdict verdict = of(messages.getFirst()).get(question);
                String example =
                        verdict.evidence().isEmpty()
                                ? ""
                                : (messages.size() > 1 ? "; first " : "; ") + shown(first(verdict));
                String count = Numbers.count(messages.size(), "message");
                write(key, Style.PLAIN, count + ": " + key.reason + example);
            }
        }
    }

    private static Evidence first(Verdict verdict) {
        return verdict.evidence().getFirst();
    }

    private String names(List<Message> messages) {
        StringBuilder names = new StringBuilder();
        for (Message each : messages.subList(0, Math.min(NAMED, messages.size()))) {
            String from = each.sender().isBlank() ? "(outside)" : each.sender();
            String to = each.receiver().isBlank() ? "?" : each.receiver();
            names.append(names.isEmpty() ? "" : ", ");
            names.append(from).append(' ').append(paper.glyphs().arrow()).append(' ').append(to);
        }
        int more = messages.size() - NAMED;
        return more > 0 ? names + " and " + Numbers.count(more) + " more" : names.toString();
    }

    private String shown(Evidence evidence) {
        String text = evidence.text();
        boolean cut = text.length() > LONGEST;
        text = cut ? text.substring(0, LONGEST) + paper.glyphs().ellipsis() : text;
        String source = evidence.source() + ": " + text;
        return evidence.node() < 0 ? source : where(evidence.node()).strip() + " " + source;
    }

    private String where(int node) {
        boolean known = node >= 0 && node < paper.view().workflow().tree().size();
        return known ? " span " + paper.view().workflow().tree().span(node).spanId() : "";
    }

    private void write(Key key, Style style, String text) throws IOException {
        String label = paper.signs().answer(key.answer) + " " + QUESTIONS.get(key.question);
        List<String> lines = wrapped(text);
        for (int i = 0; i < lines.size(); i++) {
            String head = i == 0 ? label : "";
            paper.line(
                    new Parts()
                            .add(Signs.style(key.answer), head)
                            .add(" ".repeat(LABEL - Cells.width(head)))
                            .add(style, lines.get(i)));
        }
    }

    private void indented(Style style, String text) throws IOException {
        for (String each : wrapped(text)) {
            paper.line(new Parts().add(" ".repeat(LABEL)).add(style, each));
        }
    }

    private List<String> wrapped(String text) {
        int width = Math.clamp(paper.width() - LABEL, LEAST_WIDTH, MOST_WIDTH);
        return Wrap.words(paper.safe(text).strip(), width, 0);
    }
}
