package io.agtrace.render.check;

import io.agtrace.analyzers.check.CheckTotals;
import io.agtrace.analyzers.check.CheckTotals.Verdict;
import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.check.Suppression;
import io.agtrace.render.text.Numbers;

import java.io.Flushable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The gate's result as workflow commands of GitHub Actions, which make annotations: what fails as
 * errors, what is shown as warnings, what is known as notices. GitHub takes ten of a type from one
 * step and drops the rest without a word, so of more than ten the last one says how many are left
 * out.
 */
public final class CheckGitHub implements CheckWriter {
    static final int MOST_OF_A_TYPE = 10;

    private final Appendable out;
    private final CheckSetup setup;
    private final Map<Type, List<Annotation>> kept = new EnumMap<>(Type.class);
    private final Map<Type, Integer> counts = new EnumMap<>(Type.class);

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
        run.problems().forEach(this::add);
    }

    private void add(Problem problem) {
        Type type =
                switch (problem.status().kind()) {
                    case FAILS -> Type.ERROR;
                    case SHOWN -> Type.WARNING;
                    case KNOWN, SUPPRESSED -> Type.NOTICE;
                };
        if (problem.status().kind() == Kind.SUPPRESSED && !setup.showSuppressed()) {
            return;
        }
        int before = counts.merge(type, 1, Integer::sum) - 1;
        if (before < MOST_OF_A_TYPE) {
            List<String> lines = CheckWords.lines(problem);
            String file = TraceFile.of(problem.place().file(), setup.folder()).path();
            String title = CheckWords.title(problem);
            keep(type, new Annotation(file, title, lines.subList(1, lines.size())));
        }
    }

    private void keep(Type type, Annotation annotation) {
        kept.computeIfAbsent(type, t -> new ArrayList<>()).add(annotation);
    }

    @Override
    public void end(CheckTotals totals) throws IOException {
        totals.overall().forEach(this::add);
        List<Annotation> first = new ArrayList<>();
        if (totals.verdict() == Verdict.NOTHING_CHECKED) {
            first.add(remark("nothing was checked: " + totals.whyNothing()));
        }
        for (Suppression each : totals.expired()) {
            first.add(remark(CheckWords.expired(each)));
        }
        for (Type type : Type.values()) {
            List<Annotation> all = new ArrayList<>(type == Type.ERROR ? first : List.of());
            int count = all.size() + counts.getOrDefault(type, 0);
            all.addAll(kept.getOrDefault(type, List.of()));
            int shown = count > MOST_OF_A_TYPE ? MOST_OF_A_TYPE - 1 : count;
            for (Annotation each : all.subList(0, shown)) {
                command(type, each);
            }
            if (count > shown) {
                String left = Numbers.count(count - shown);
                command(
                        type,
                        remark(left + " more; GitHub shows ten of a type, other reports have all"));
            }
        }
        out.append("agtrace check: ")
                .append(CheckWords.verdict(totals))
                .append(", ")
                .append(CheckWords.reason(totals))
                .append('\n');
        if (out instanceof Flushable buffered) {
            buffered.flush();
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
