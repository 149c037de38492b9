package io.agtrace.render.check;

import io.agtrace.analyzers.check.CheckTotals;
import io.agtrace.analyzers.check.CheckTotals.Verdict;
import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.check.Problem.Quote;
import io.agtrace.analyzers.check.Suppression;
import io.agtrace.analyzers.diagnosis.NotCheckedTotals.Group;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.render.check.Folded.Trouble;
import io.agtrace.render.failure.FailureWords;
import io.agtrace.render.failure.MarkdownText;
import io.agtrace.render.text.Numbers;

import java.io.Flushable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The gate's result as Markdown, for the summary of a job on GitHub, or a comment. GitHub refuses a
 * summary of more than 1 MiB a step; what does not fit is counted instead.
 */
public final class CheckSummary implements CheckWriter {
    /** Below 1 MiB by what other commands of the same step may write. */
    static final int MOST_BYTES = 900_000;

    private static final int MOST_IN_FULL = 50;
    private static final int MOST_LINES = 200;
    private static final int MOST_GROUPS = 10;
    private static final int EVIDENCE = 3;
    private static final int LONGEST_QUOTE = 300;

    private final Appendable out;
    private final CheckSetup setup;
    private final Folded folded = new Folded();
    private final StringBuilder text = new StringBuilder();
    private int bytes;

    public CheckSummary(Appendable out, CheckSetup setup) {
        this.out = out;
        this.setup = setup;
    }

    @Override
    public void run(CheckedRun run) {
        folded.add(run);
    }

    @Override
    public void end(CheckTotals totals) throws IOException {
        totals.overall().forEach(problem -> folded.add(problem, null));
        String sign = totals.verdict() == Verdict.PASSED ? "✅" : "❌";
        add(
                "## "
                        + sign
                        + " agtrace check: "
                        + CheckWords.verdict(totals).toLowerCase(Locale.ROOT)
                        + "\n");
        add("\n" + MarkdownText.words(CheckWords.reason(totals)) + "\n");
        counts(totals);
        for (Suppression each : totals.expired()) {
            add("\n- " + MarkdownText.words(CheckWords.expired(each)) + "\n");
        }
        failing();
        list(Kind.SHOWN, "shown, and fails nothing");
        list(Kind.KNOWN, "known from the baseline");
        if (setup.showSuppressed()) {
            list(Kind.SUPPRESSED, "suppressed");
        }
        notChecked(totals);
        out.append(text);
        if (out instanceof Flushable buffered) {
            buffered.flush();
        }
    }

    /** Adds a piece, if there is room for all of it. */
    private boolean add(String piece) {
        int size = piece.getBytes(StandardCharsets.UTF_8).length;
        if (bytes + size > MOST_BYTES) {
            return false;
        }
        bytes += size;
        text.append(piece);
        return true;
    }

    private void counts(CheckTotals totals) {
        add("\n| workflows | failing | nothing to check | fails | shown | known | suppressed |\n");
        add("|--:|--:|--:|--:|--:|--:|--:|\n|");
        add(" " + Numbers.count(totals.runs()) + " |");
        add(" " + Numbers.count(totals.failingRuns()) + " |");
        add(" " + Numbers.count(totals.unseenRuns()) + " |");
        for (Kind kind : Kind.values()) {
            add(" " + Numbers.count(totals.problems(kind)) + " |");
        }
        add("\n");
    }

    private void failing() {
        List<Trouble> troubles = folded.troubles(Kind.FAILS);
        int left = folded.beyond(Kind.FAILS);
        for (int i = 0; i < troubles.size(); i++) {
            if (i >= MOST_IN_FULL || !add(full(troubles.get(i)))) {
                left += troubles.get(i).count();
            }
        }
        if (left > 0) {
            add("\n_" + Numbers.count(left, "more failing problem") + "_\n");
        }
    }

    private static String full(Trouble trouble) {
        Problem problem = trouble.first();
        StringBuilder block = new StringBuilder("\n### ");
        block.append(MarkdownText.words(CheckWords.title(problem))).append("\n\n");
        block.append(MarkdownText.words(FailureWords.line(problem.narrative()))).append("\n\n");
        item(block, MarkdownText.words(CheckWords.sort(problem)));
        Folded.Head run = trouble.run();
        if (run != null) {
            item(block, "workflow " + code(run.id()) + " " + words(run.name()));
        }
        String where = TraceFile.where(problem.place());
        if (!where.isEmpty()) {
            item(block, "in " + MarkdownText.code(where));
        }
        List<Quote> evidence = problem.evidence();
        for (Quote quote : evidence.subList(0, Math.min(EVIDENCE, evidence.size()))) {
            String span = quote.spanId().isEmpty() ? "" : "span " + code(quote.spanId()) + " ";
            String said = MarkdownText.code(Words.cut(quote.text(), LONGEST_QUOTE));
            item(block, span + words(quote.attribute()) + (said.isEmpty() ? "" : ": " + said));
        }
        if (!problem.explains().isEmpty()) {
            item(block, "explains " + Numbers.count(problem.explains().size(), "further finding"));
        }
        if (trouble.otherRuns() > 0) {
            List<String> ids = new ArrayList<>();
            trouble.examples().forEach(id -> ids.add(code(id)));
            int more = trouble.otherRuns() - ids.size();
            item(
                    block,
                    "also in "
                            + String.join(", ", ids)
                            + (more > 0 ? " and " + Numbers.count(more) + " more" : ""));
        }
        item(block, "fingerprint " + code(problem.fingerprint()));
        if (!problem.next().isEmpty()) {
            item(block, "next: " + MarkdownText.code(problem.next()));
        }
        return block.toString();
    }

    private static void item(StringBuilder block, String text) {
        block.append("- ").append(text.strip()).append('\n');
    }

    private static String code(String text) {
        return MarkdownText.code(CheckWords.name(text));
    }

    private static String words(String text) {
        return MarkdownText.words(CheckWords.name(text));
    }

    private void list(Kind kind, String what) {
        List<Trouble> troubles = folded.troubles(kind);
        if (troubles.isEmpty()) {
            return;
        }
        int count = folded.beyond(kind) + troubles.stream().mapToInt(Trouble::count).sum();
        String head = "\n<details><summary>" + Numbers.count(count) + " " + what + "</summary>\n\n";
        if (!add(head)) {
            return;
        }
        int left = folded.beyond(kind);
        for (int i = 0; i < troubles.size(); i++) {
            if (i >= MOST_LINES || !add(line(troubles.get(i)))) {
                left += troubles.get(i).count();
            }
        }
        if (left > 0) {
            add("- " + Numbers.count(left) + " more\n");
        }
        add("\n</details>\n");
    }

    private static String line(Trouble trouble) {
        Problem problem = trouble.first();
        String reason = problem.status().reason();
        String times = trouble.count() == 1 ? "" : ", " + Numbers.count(trouble.count()) + " times";
        String run = problem.workflow().isEmpty() ? "" : " in " + code(problem.workflow());
        return "- "
                + MarkdownText.words(CheckWords.title(problem))
                + run
                + " ("
                + problem.tier().label()
                + times
                + (reason.isBlank() ? "" : ": " + words(reason))
                + ")\n";
    }

    private void notChecked(CheckTotals totals) {
        List<Group> groups = totals.notChecked().groups();
        if (groups.isEmpty()) {
            return;
        }
        add("\nNot checked:\n\n");
        for (Group group : groups.subList(0, Math.min(MOST_GROUPS, groups.size()))) {
            String needs = group.needs().isEmpty() ? "" : ": needs " + words(group.needs());
            add("- " + MarkdownText.words(FailureWords.places(group, false)) + needs + "\n");
        }
        if (groups.size() > MOST_GROUPS) {
            add("- " + Numbers.count(groups.size() - MOST_GROUPS) + " more\n");
        }
    }
}
