package io.agtrace.render.failure;

import io.agtrace.analyzers.agents.Evidence;
import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.diagnosis.Hypothesis;
import io.agtrace.analyzers.diagnosis.NotCheckedTotals;
import io.agtrace.analyzers.diagnosis.NotCheckedTotals.Group;
import io.agtrace.analyzers.diagnosis.Standing;
import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.NotChecked;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Glyphs;
import io.agtrace.render.text.Numbers;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Diagnoses as Markdown, to be pasted into issues and pull requests. */
public final class FailureMarkdown {
    private static final int LONGEST_QUOTE = 300;

    private final NextCommand next;
    private final boolean all;

    public FailureMarkdown(NextCommand next, boolean all) {
        this.next = next;
        this.all = all;
    }

    /**
     * Writes what is wrong with one workflow, under a heading of its own.
     *
     * @param shown of its hypotheses, by rank
     */
    public void write(Diagnosis diagnosis, List<Hypothesis> shown, Appendable out)
            throws IOException {
        Workflow workflow = diagnosis.run().view().workflow();
        WorkflowSummary summary = workflow.summary();
        out.append("### ")
                .append(Glyphs.UNICODE.outcome(diagnosis.outcome()))
                .append(' ')
                .append(diagnosis.outcome().label())
                .append(' ')
                .append(MarkdownText.code(FailureWords.line(summary.id())));
        if (!summary.name().equals(summary.id())) {
            out.append(' ').append(MarkdownText.words(FailureWords.line(summary.name())));
        }
        out.append(" (").append(Durations.human(summary.durationNanos())).append(")\n");
        String symptoms = FailureWords.symptoms(diagnosis);
        if (!symptoms.isEmpty()) {
            paragraph(MarkdownText.words(symptoms), out);
        }
        if (diagnosis.hypotheses().isEmpty() || diagnosis.hasOnlyRemarks()) {
            paragraph(remark(diagnosis), out);
        }
        for (Hypothesis hypothesis : shown) {
            hypothesis(workflow, hypothesis, out);
        }
        int left = diagnosis.hypotheses().size() - shown.size();
        if (left > 0) {
            paragraph("_" + Numbers.count(left) + " more; `--all` shows all_", out);
        }
    }

    private static String remark(Diagnosis diagnosis) {
        if (diagnosis.hasOnlyRemarks()) {
            boolean healthy = Standing.of(diagnosis).health() == Standing.Health.HEALTHY;
            String words = healthy ? FailureWords.HEALTHY_BUT : FailureWords.NO_CAUSE_BUT;
            return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
        }
        return switch (Standing.of(diagnosis).health()) {
            case UNSEEN -> "Nothing to check: no agent, model call or tool call in it.";
            case HEALTHY -> "Nothing found wrong.";
            case FAILING -> "No cause found.";
        };
    }

    private static void paragraph(String text, Appendable out) throws IOException {
        out.append('\n').append(text).append('\n');
    }

    private void hypothesis(Workflow workflow, Hypothesis hypothesis, Appendable out)
            throws IOException {
        Finding cause = hypothesis.cause();
        paragraph(
                "**"
                        + hypothesis.rank()
                        + ". "
                        + MarkdownText.words(FailureWords.title(cause))
                        + "** ("
                        + FailureWords.confidence(hypothesis.confidence())
                        + ", "
                        + cause.tier().label()
                        + ")",
                out);
        paragraph(MarkdownText.words(FailureWords.line(hypothesis.narrative())), out);
        out.append('\n');
        int most = all ? FailureWords.MANY : FailureWords.BRIEF;
        for (Evidence each : cause.evidence().subList(0, Math.min(most, cause.evidence().size()))) {
            item(evidence(workflow.tree(), each), out);
        }
        if (cause.evidence().size() > most) {
            item(Numbers.count(cause.evidence().size() - most) + " more", out);
        }
        if (!hypothesis.explains().isEmpty()) {
            item("explains " + FailureWords.further(hypothesis.explains().size()) + ":", out);
            for (Finding each :
                    hypothesis
                            .explains()
                            .subList(0, Math.min(most, hypothesis.explains().size()))) {
                out.append("  ");
                item(MarkdownText.words(FailureWords.title(each)), out);
            }
        }
        item("next: " + MarkdownText.code(next.line(workflow, cause.node())), out);
    }

    private static void item(String text, Appendable out) throws IOException {
        out.append("- ").append(text).append('\n');
    }

    private static String evidence(SpanTree tree, Evidence evidence) {
        StringBuilder text = new StringBuilder();
        if (evidence.node() >= 0) {
            text.append("span ");
            text.append(MarkdownText.code(tree.span(evidence.node()).spanId().toString()));
            text.append(' ');
        }
        text.append(MarkdownText.words(FailureWords.line(evidence.source())));
        String quoted = MarkdownText.code(Words.cut(evidence.text(), LONGEST_QUOTE));
        return text.append(quoted.isEmpty() ? "" : ": " + quoted).toString();
    }

    /** Says what could not be checked; nothing where all was. */
    public void notChecked(NotCheckedTotals totals, Appendable out) throws IOException {
        List<Group> groups = totals.groups();
        if (groups.isEmpty()) {
            return;
        }
        int most = all ? FailureWords.MANY : FailureWords.BRIEF;
        paragraph("Not checked:", out);
        out.append('\n');
        for (Group group : groups.subList(0, Math.min(most, groups.size()))) {
            String places = MarkdownText.words(FailureWords.places(group, all));
            String needs = MarkdownText.words(FailureWords.line(group.needs()));
            item(places + (needs.isEmpty() ? "" : ": needs " + needs), out);
        }
        if (groups.size() > most) {
            List<NotChecked> left =
                    groups.stream().skip(most).flatMap(each -> each.entries().stream()).toList();
            item(Numbers.count(left.size()) + " more", out);
        }
    }

    /** A last line on all workflows. */
    public void closing(String text, Appendable out) throws IOException {
        paragraph(MarkdownText.words(text), out);
    }
}
