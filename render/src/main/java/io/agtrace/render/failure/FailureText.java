package io.agtrace.render.failure;

import io.agtrace.analyzers.agents.Evidence;
import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.diagnosis.Hypothesis;
import io.agtrace.analyzers.diagnosis.NotCheckedTotals;
import io.agtrace.analyzers.diagnosis.NotCheckedTotals.Group;
import io.agtrace.analyzers.diagnosis.Standing;
import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.workflow.Outcome;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.WorkflowSummary;
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
import java.util.stream.Collectors;

/** Diagnoses for people at a terminal. */
public final class FailureText {
    private static final int LABELS = 10;
    private static final int TIERS = 9;

    /** Narrower screens have no column for the tier. */
    private static final int NARROW = 60;

    private static final int BRIEF_QUOTE = 100;
    private static final int LONG_QUOTE = 600;
    private static final int BRIEF_NEEDS = 90;

    private final Screen screen;
    private final Glyphs glyphs;
    private final NextCommand next;
    private final boolean all;

    /**
     * @param all show all there is to say about a hypothesis, not the most important of it
     */
    public FailureText(Screen screen, NextCommand next, boolean all) {
        this.screen = screen;
        this.glyphs = screen.glyphs();
        this.next = next;
        this.all = all;
    }

    /**
     * Writes what is wrong with one workflow.
     *
     * @param shown of its hypotheses, by rank
     */
    public void write(Diagnosis diagnosis, List<Hypothesis> shown, Appendable out)
            throws IOException {
        Prose prose = new Prose(screen, out);
        heading(diagnosis, shown, prose);
        for (Hypothesis hypothesis : shown) {
            prose.blank();
            hypothesis(diagnosis, hypothesis, prose);
        }
        int left = diagnosis.hypotheses().size() - shown.size();
        if (left > 0) {
            prose.blank();
            String more =
                    left == 1 ? "1 more hypothesis" : Numbers.count(left) + " more hypotheses";
            prose.text(0, Style.MUTED, more + "; --all shows all");
        }
    }

    private void heading(Diagnosis diagnosis, List<Hypothesis> shown, Prose prose)
            throws IOException {
        WorkflowSummary summary = diagnosis.run().view().workflow().summary();
        Line line = prose.line();
        line.add(
                glyphs.outcomeStyle(diagnosis.outcome()),
                glyphs.outcome(diagnosis.outcome()) + " " + diagnosis.outcome().label());
        String took = "  " + Durations.human(summary.durationNanos());
        int room = prose.width() - Cells.width(took);
        line.add("  ").add(Style.HEADING, FailureWords.line(summary.id()), room);
        if (!summary.name().equals(summary.id()) && line.column() + 2 < room) {
            line.add("  ").add(Style.PLAIN, FailureWords.line(summary.name()), room);
        }
        line.add(Style.MUTED, took);
        String remark = remark(diagnosis, shown);
        Style style = style(diagnosis);
        if (Cells.width(screen.theme().safe(remark)) + 2 <= line.room()) {
            prose.put(line.add("  ").add(style, remark));
        } else {
            prose.put(line);
            prose.text(3, style, remark);
        }
    }

    private static Style style(Diagnosis diagnosis) {
        return switch (Standing.of(diagnosis).health()) {
            case FAILING -> diagnosis.symptoms().isEmpty() ? Style.WARN : Style.BAD;
            case HEALTHY -> Style.GOOD;
            case UNSEEN -> Style.MUTED;
        };
    }

    private static String remark(Diagnosis diagnosis, List<Hypothesis> shown) {
        String symptoms = FailureWords.symptoms(diagnosis);
        if (!symptoms.isEmpty()) {
            if (diagnosis.hasOnlyRemarks()) {
                return symptoms + "; " + FailureWords.NO_CAUSE_BUT;
            }
            return diagnosis.hypotheses().isEmpty() ? symptoms + "; no cause found" : symptoms;
        }
        return switch (Standing.of(diagnosis).health()) {
            case UNSEEN -> "nothing to check: no agent, model call or tool call in it";
            case HEALTHY ->
                    diagnosis.hasOnlyRemarks()
                            ? FailureWords.HEALTHY_BUT
                            : shown.isEmpty() ? FailureWords.healthy(diagnosis) : "";
            case FAILING -> {
                if (diagnosis.hasOnlyRemarks()) {
                    yield FailureWords.NO_CAUSE_BUT;
                }
                if (diagnosis.hypotheses().isEmpty()) {
                    yield "no cause found";
                }
                boolean silent =
                        diagnosis.outcome() == Outcome.OK || diagnosis.outcome() == Outcome.UNKNOWN;
                yield silent ? "nothing to be seen at its end" : "";
            }
        };
    }

    private void hypothesis(Diagnosis diagnosis, Hypothesis hypothesis, Prose prose)
            throws IOException {
        String rank = Integer.toString(hypothesis.rank());
        int indent = Math.max(3, rank.length() + 2);
        title(hypothesis, rank, indent, prose);
        prose.text(indent, Style.PLAIN, FailureWords.line(hypothesis.narrative()));
        Finding cause = hypothesis.cause();
        SpanTree tree = diagnosis.run().tree();
        int texts = indent + LABELS;
        if (!cause.evidence().isEmpty()) {
            String evidence = evidence(tree, cause.evidence());
            prose.labelled(indent, "evidence", texts, Style.PLAIN, evidence);
        }
        if (!hypothesis.explains().isEmpty()) {
            String explained = explained(hypothesis.explains());
            prose.labelled(indent, "explains", texts, Style.PLAIN, explained);
        }
        List<String> words = next.words(diagnosis.run().view().workflow(), cause.node());
        prose.command(indent, "next", texts, words);
    }

    private void title(Hypothesis hypothesis, String rank, int indent, Prose prose)
            throws IOException {
        Finding cause = hypothesis.cause();
        boolean narrow = prose.width() < NARROW;
        String confidence = FailureWords.confidence(hypothesis.confidence());
        int tierAt = prose.width() - (narrow ? 0 : TIERS);
        int confidenceAt = tierAt - confidence.length() - (narrow ? 0 : 2);
        String words = FailureWords.title(cause);
        if (narrow) {
            words += ", " + cause.tier().label();
        }
        List<String> lines = prose.wrapped(words, confidenceAt - 2 - indent);
        for (int i = 0; i < lines.size(); i++) {
            Line line = prose.line();
            line.add(Style.MUTED, i == 0 ? rank : "").gapTo(indent);
            String text = lines.get(i);
            int named = i == 0 && text.startsWith(cause.rule()) ? cause.rule().length() : 0;
            line.add(style(cause), text.substring(0, named)).add(text.substring(named));
            if (i == 0) {
                line.gapTo(confidenceAt).add(Style.STRONG, confidence);
                Style tier = cause.tier() == Tier.DEFECT ? Style.BAD : Style.WARN;
                line.gapTo(tierAt).add(tier, narrow ? "" : cause.tier().label());
            }
            prose.put(line);
        }
    }

    private static Style style(Finding cause) {
        return cause.severity() == Severity.ERROR ? Style.BAD_STRONG : Style.STRONG;
    }

    private String evidence(SpanTree tree, List<Evidence> evidence) {
        int most = all ? FailureWords.MANY : FailureWords.BRIEF;
        List<String> pieces = new ArrayList<>();
        for (Evidence each : evidence.subList(0, Math.min(most, evidence.size()))) {
            StringBuilder piece = new StringBuilder();
            if (each.node() >= 0) {
                piece.append("span ").append(tree.span(each.node()).spanId()).append(' ');
            }
            piece.append(FailureWords.line(each.source()));
            String text = Words.cut(each.text(), all ? LONG_QUOTE : BRIEF_QUOTE);
            if (!text.isEmpty()) {
                piece.append(" \"").append(text).append('"');
            }
            pieces.add(piece.toString());
        }
        if (evidence.size() > most) {
            pieces.add(Numbers.count(evidence.size() - most) + " more");
        }
        return String.join(glyphs.dot(), pieces);
    }

    private String explained(List<Finding> findings) {
        int most = all ? FailureWords.MANY : FailureWords.BRIEF;
        String first =
                findings.stream()
                        .limit(most)
                        .map(FailureWords::title)
                        .collect(Collectors.joining(glyphs.dot()));
        String rest =
                findings.size() > most
                        ? glyphs.dot() + Numbers.count(findings.size() - most) + " more"
                        : "";
        return FailureWords.further(findings.size()) + ": " + first + rest;
    }

    /** Says what could not be checked; nothing where all was. */
    public void notChecked(NotCheckedTotals totals, Appendable out) throws IOException {
        List<Group> groups = totals.groups();
        if (groups.isEmpty()) {
            return;
        }
        int most = all ? FailureWords.MANY : FailureWords.BRIEF;
        List<String> texts = new ArrayList<>();
        for (Group group : groups.subList(0, Math.min(most, groups.size()))) {
            String needs =
                    all ? FailureWords.line(group.needs()) : Words.cut(group.needs(), BRIEF_NEEDS);
            texts.add(
                    FailureWords.places(group, all) + (needs.isEmpty() ? "" : ": needs " + needs));
        }
        long left = groups.stream().skip(most).mapToLong(group -> group.entries().size()).sum();
        if (left > 0) {
            texts.add(Numbers.count(left) + " more; --all shows all");
        }
        Prose prose = new Prose(screen, out);
        prose.labelled(0, "not checked:", 13, Style.MUTED, String.join("; ", texts));
    }

    /** A last line on all workflows. */
    public void closing(String text, Appendable out) throws IOException {
        new Prose(screen, out).text(0, Style.PLAIN, text);
    }
}
