package io.agtrace.render.check;

import io.agtrace.analyzers.check.CheckTotals;
import io.agtrace.analyzers.check.CheckTotals.Verdict;
import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.check.Suppression;
import io.agtrace.render.check.Folded.Trouble;
import io.agtrace.render.text.Numbers;

import java.io.Flushable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The gate's result as workflow commands of GitHub Actions, which make annotations: what fails as
 * errors, what is shown as warnings, what is known as notices, the same trouble in many runs once.
 * GitHub takes ten of a type from one step and drops the rest without a word, so of more than ten
 * the last one says how many are left out.
 */
public final class CheckGitHub implements CheckWriter {
    static final int MOST_OF_A_TYPE = 10;

    private final Appendable out;
    private final CheckSetup setup;
    private final Folded folded = new Folded();

    /** Of an annotation. */
    private enum Type {
        ERROR,
        WARNING,
        NOTICE;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Annotation(String file, String title, List<String> lines) {}

    public CheckGitHub(Appendable out, CheckSetup setup) {
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
        List<Annotation> errors = new ArrayList<>();
        if (totals.verdict() == Verdict.NOTHING_CHECKED) {
            errors.add(remark("nothing was checked: " + totals.whyNothing()));
        }
        for (Suppression each : totals.expired()) {
            errors.add(remark(CheckWords.expired(each)));
        }
        errors.addAll(annotations(Kind.FAILS));
        write(Type.ERROR, errors, folded.beyond(Kind.FAILS));
        write(Type.WARNING, annotations(Kind.SHOWN), folded.beyond(Kind.SHOWN));
        List<Annotation> notices = annotations(Kind.KNOWN);
        int beyond = folded.beyond(Kind.KNOWN);
        if (setup.showSuppressed()) {
            notices.addAll(annotations(Kind.SUPPRESSED));
            beyond += folded.beyond(Kind.SUPPRESSED);
        }
        write(Type.NOTICE, notices, beyond);
        out.append("agtrace check: ")
                .append(CheckWords.verdict(totals))
                .append(", ")
                .append(CheckWords.reason(totals))
                .append('\n');
        if (out instanceof Flushable buffered) {
            buffered.flush();
        }
    }

    private List<Annotation> annotations(Kind kind) {
        List<Annotation> annotations = new ArrayList<>();
        for (Trouble trouble : folded.troubles(kind)) {
            Problem problem = trouble.first();
            List<String> lines = new ArrayList<>(CheckWords.lines(problem));
            lines.removeFirst();
            if (trouble.otherRuns() > 0) {
                lines.add("also in " + Numbers.count(trouble.otherRuns(), "more workflow"));
            }
            String file = TraceFile.of(problem.place(), setup.folder()).path();
            annotations.add(new Annotation(file, CheckWords.title(problem), lines));
        }
        return annotations;
    }

    private void write(Type type, List<Annotation> annotations, int beyond) throws IOException {
        int count = annotations.size() + beyond;
        int shown = count > MOST_OF_A_TYPE ? MOST_OF_A_TYPE - 1 : count;
        for (Annotation each : annotations.subList(0, shown)) {
            command(type, each);
        }
        if (count > shown) {
            String left = Numbers.count(count - shown);
            command(
                    type,
                    remark(left + " more; GitHub shows ten of a type, other reports have all"));
        }
    }

    private static Annotation remark(String text) {
        return new Annotation("", "agtrace check", List.of(text));
    }

    private void command(Type type, Annotation annotation) throws IOException {
        out.append("::").append(type.label()).append(' ');
        if (!annotation.file().isEmpty()) {
            out.append("file=").append(property(annotation.file())).append(',');
        }
        out.append("title=").append(property(annotation.title()));
        out.append("::").append(data(String.join("\n", annotation.lines()))).append('\n');
    }

    /** As the runner undoes it. */
    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
