package io.agtrace.render.check;

import io.agtrace.analyzers.check.CheckTotals;
import io.agtrace.analyzers.check.CheckTotals.Verdict;
import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.check.Suppression;
import io.agtrace.analyzers.diagnosis.NotCheckedTotals.Group;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.render.check.Folded.Trouble;
import io.agtrace.render.failure.FailureWords;
import io.agtrace.render.failure.Prose;
import io.agtrace.render.text.LogGuard;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Style;

import java.io.Flushable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The gate's result for people: what fails in full, the same trouble in many runs once; the rest in
 * a line each; what could not be checked; and the gate's word on the last line. It is written at
 * the end, and however many runs there are, no longer than anyone reads.
 */
public final class CheckText implements CheckWriter {
    static final int LABELS = 11;

    private static final int MOST_IN_FULL = 12;
    private static final int MOST_LINES = 12;
    private static final int MOST_GROUPS = 2;
    private static final int LONGEST_NEEDS = 90;

    private final Appendable out;
    private final CheckSetup setup;
    private final Screen screen;
    private final Folded folded = new Folded();

    public CheckText(Appendable out, CheckSetup setup) {
        this.out = out;
        this.setup = setup;
        screen = setup.screen();
    }

    @Override
    public void run(CheckedRun run) {
        folded.add(run);
    }

    @Override
    public void end(CheckTotals totals) throws IOException {
        totals.overall().forEach(problem -> folded.add(problem, null));
        StringBuilder text = new StringBuilder();
        Prose prose = new Prose(screen, text);
        ProblemText problems = new ProblemText(screen, prose, totals.runs() > 1);
        failing(problems, prose);
        boolean listed = false;
        listed |= lines(Kind.SHOWN, "shown", problems, prose);
        listed |= lines(Kind.KNOWN, "known", problems, prose);
        if (setup.showSuppressed()) {
            listed |= lines(Kind.SUPPRESSED, "suppressed", problems, prose);
        }
        if (listed) {
            prose.blank();
        }
        for (Suppression each : totals.expired()) {
            prose.labelled(0, "expired", LABELS, Style.BAD, CheckWords.expired(each));
        }
        totals(totals, prose);
        notChecked(totals, prose);
        Style style = totals.verdict() == Verdict.PASSED ? Style.GOOD : Style.BAD_STRONG;
        String reason = CheckWords.reason(totals);
        prose.text(0, style, CheckWords.verdict(totals) + ": " + reason);
        out.append(LogGuard.guarded(text.toString()));
        if (out instanceof Flushable buffered) {
            buffered.flush();
        }
    }

    private void failing(ProblemText problems, Prose prose) throws IOException {
        List<Trouble> troubles = folded.troubles(Kind.FAILS);
        Folded.Head before = null;
        for (Trouble trouble : troubles.subList(0, Math.min(MOST_IN_FULL, troubles.size()))) {
            Folded.Head run = trouble.run();
            if (run == null && (before != null || trouble == troubles.getFirst())) {
                prose.text(0, Style.HEADING, "all workflows together");
                prose.blank();
            } else if (run != null && !run.equals(before)) {
                problems.heading(run);
                prose.blank();
            }
            before = run;
            problems.full(trouble);
            prose.blank();
        }
        if (troubles.size() > MOST_IN_FULL) {
            List<Trouble> rest = troubles.subList(MOST_IN_FULL, troubles.size());
            lines(rest, folded.beyond(Kind.FAILS), "failing", problems, prose);
            prose.blank();
        }
    }

    private boolean lines(Kind kind, String label, ProblemText problems, Prose prose)
            throws IOException {
        List<Trouble> troubles = folded.troubles(kind);
        lines(troubles, folded.beyond(kind), label, problems, prose);
        return !troubles.isEmpty();
    }

    private void lines(
            List<Trouble> troubles, int beyond, String label, ProblemText problems, Prose prose)
            throws IOException {
        String name = label;
        for (Trouble trouble : troubles.subList(0, Math.min(MOST_LINES, troubles.size()))) {
            problems.line(name, trouble);
            name = "";
        }
        if (troubles.size() > MOST_LINES) {
            int left = beyond + troubles.stream().skip(MOST_LINES).mapToInt(Trouble::count).sum();
            prose.text(LABELS, Style.MUTED, Numbers.count(left) + " more; other forms have all");
        }
    }

    private void totals(CheckTotals totals, Prose prose) throws IOException {
        String dot = screen.glyphs().dot();
        List<String> parts = new ArrayList<>();
        parts.add(Numbers.count(totals.runs(), "workflow"));
        if (totals.failingRuns() > 0) {
            parts.add(Numbers.count(totals.failingRuns()) + " failing");
        }
        if (totals.unseenRuns() > 0) {
            parts.add(Numbers.count(totals.unseenRuns()) + " with nothing to check");
        }
        prose.labelled(0, "checked", LABELS, Style.PLAIN, String.join(dot, parts));
        if (!totals.gates().given().isEmpty()) {
            String gates = String.join(", ", totals.gates().given());
            prose.labelled(0, "gates", LABELS, Style.PLAIN, gates);
        }
        List<String> others = CheckWords.others(totals);
        if (!others.isEmpty()) {
            prose.labelled(0, "let pass", LABELS, Style.PLAIN, String.join(dot, others));
        }
    }

    private void notChecked(CheckTotals totals, Prose prose) throws IOException {
        List<Group> groups = totals.notChecked().groups();
        if (groups.isEmpty()) {
            return;
        }
        String first =
                groups.stream()
                        .limit(MOST_GROUPS)
                        .map(CheckText::places)
                        .collect(Collectors.joining("; "));
        long left =
                groups.stream().skip(MOST_GROUPS).mapToLong(each -> each.entries().size()).sum();
        String more = left == 0 ? "" : "; " + Numbers.count(left) + " more";
        prose.labelled(0, "unchecked", LABELS, Style.MUTED, first + more);
    }

    private static String places(Group group) {
        String needs = Words.cut(group.needs(), LONGEST_NEEDS);
        return FailureWords.places(group, false) + (needs.isEmpty() ? "" : ": needs " + needs);
    }
}
