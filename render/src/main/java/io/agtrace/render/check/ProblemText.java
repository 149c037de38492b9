package io.agtrace.render.check;

import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.check.Problem.Quote;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.render.check.Folded.Head;
import io.agtrace.render.check.Folded.Trouble;
import io.agtrace.render.failure.FailureWords;
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

/** Problems for people at a terminal, in full or in a line each. */
final class ProblemText {
    private static final int INDENT = 3;
    private static final int TEXTS = INDENT + 13;
    private static final int TIERS = 9;
    private static final int CONFIDENCES = 6;
    private static final int NARROW = 60;
    private static final int QUOTE = 100;
    private static final int MOST = 3;

    private final Glyphs glyphs;
    private final Prose prose;
    private final boolean several;

    /**
     * @param several whether there are several runs, so that lines must name theirs
     */
    ProblemText(Screen screen, Prose prose, boolean several) {
        glyphs = screen.glyphs();
        this.prose = prose;
        this.several = several;
    }

    /** What a run is, over its problems. */
    void heading(Head run) throws IOException {
        Line line = prose.line();
        Style style = glyphs.outcomeStyle(run.outcome());
        line.add(style, glyphs.outcome(run.outcome()) + " " + run.outcome().label());
        String took = "  " + Durations.human(run.durationNanos());
        int room = prose.width() - Cells.width(took);
        line.add("  ").add(Style.HEADING, CheckWords.name(run.id()), room);
        if (!run.name().equals(run.id()) && line.column() + 2 < room) {
            line.add("  ").add(Style.PLAIN, CheckWords.name(run.name()), room);
        }
        prose.put(line.add(Style.MUTED, took));
        if (!run.source().isEmpty()) {
            prose.text(INDENT, Style.MUTED, run.source());
        }
    }

    /** A problem with all that is known of it, and the other runs that have it too. */
    void full(Trouble trouble) throws IOException {
        Problem problem = trouble.first();
        boolean narrow = prose.width() < NARROW;
        String words = CheckWords.title(problem);
        String title = narrow ? words + ", " + problem.tier().label() : words;
        List<String> lines = prose.wrapped(title, confidenceAt() - 2);
        for (int i = 0; i < lines.size(); i++) {
            Line line = prose.line();
            String id = problem.rule().id();
            int named = i == 0 && lines.get(i).startsWith(id) ? id.length() : 0;
            Style style = problem.severity() == Severity.ERROR ? Style.BAD_STRONG : Style.STRONG;
            line.add(style, lines.get(i).substring(0, named));
            line.add(lines.get(i).substring(named));
            prose.put(i == 0 ? likelihood(line, problem) : line);
        }
        prose.text(INDENT, Style.PLAIN, FailureWords.line(problem.narrative()));
        labelled("evidence", evidence(problem.evidence()));
        labelled("explains", explained(problem.explains()));
        labelled("cause", problem.cause());
        labelled("also in", others(trouble));
        labelled("fingerprint", problem.fingerprint());
        if (!problem.next().isEmpty()) {
            prose.command(INDENT, "next", TEXTS, words(problem.next()));
        }
    }

    /** A problem in one line. */
    void line(String label, Trouble trouble) throws IOException {
        Problem problem = trouble.first();
        Line line = prose.line().add(Style.MUTED, label).gapTo(CheckText.LABELS);
        int end = confidenceAt() - 2;
        line.add(Style.PLAIN, CheckWords.title(problem), end);
        List<String> more = new ArrayList<>();
        if (problem.status().kind() == Kind.SUPPRESSED && !problem.status().reason().isBlank()) {
            more.add(CheckWords.name(problem.status().reason()));
        }
        if (several && !problem.workflow().isEmpty()) {
            String also = trouble.otherRuns() == 0 ? "" : " +" + Numbers.count(trouble.otherRuns());
            more.add(CheckWords.name(problem.workflow()) + also);
        }
        if (!more.isEmpty() && line.column() + 3 < end) {
            line.add("  ").add(Style.MUTED, String.join(glyphs.dot(), more), end);
        }
        prose.put(likelihood(line, problem));
    }

    private int confidenceAt() {
        boolean narrow = prose.width() < NARROW;
        return prose.width() - (narrow ? CONFIDENCES - 2 : CONFIDENCES + TIERS);
    }

    private Line likelihood(Line line, Problem problem) {
        String confidence = FailureWords.confidence(problem.confidence());
        line.gapTo(confidenceAt()).add(Style.STRONG, confidence);
        if (prose.width() >= NARROW) {
            Style style = problem.tier() == Tier.DEFECT ? Style.BAD : Style.WARN;
            line.gapTo(prose.width() - TIERS).add(style, problem.tier().label());
        }
        return line;
    }

    private void labelled(String label, String text) throws IOException {
        if (!text.isEmpty()) {
            prose.labelled(INDENT, label, TEXTS, Style.PLAIN, text);
        }
    }

    private String evidence(List<Quote> evidence) {
        List<String> pieces = new ArrayList<>();
        for (Quote each : evidence.subList(0, Math.min(MOST, evidence.size()))) {
            String span = each.spanId().isEmpty() ? "" : "span " + each.spanId() + " ";
            String text = Words.cut(each.text(), QUOTE);
            pieces.add(
                    span
                            + FailureWords.line(each.attribute())
                            + (text.isEmpty() ? "" : " \"" + text + "\""));
        }
        return joined(pieces, evidence.size());
    }

    private String explained(List<String> explains) {
        return joined(
                explains.stream().limit(MOST).map(CheckWords::name).toList(), explains.size());
    }

    private String others(Trouble trouble) {
        return joined(trouble.examples(), trouble.otherRuns());
    }

    /** The pieces, and how many more there are. */
    private String joined(List<String> pieces, int all) {
        List<String> parts = new ArrayList<>(pieces);
        if (all > pieces.size()) {
            parts.add(Numbers.count(all - pieces.size()) + " more");
        }
        return String.join(glyphs.dot(), parts);
    }

    /** The words of a command line; blanks between single quotes are inside a word. */
    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            boolean escaped = !quoted && i > 0 && command.charAt(i - 1) == '\\';
            quoted ^= c == '\'' && !escaped;
            if (c == ' ' && !quoted) {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        return words;
    }
}
