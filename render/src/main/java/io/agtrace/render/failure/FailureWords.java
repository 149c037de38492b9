package io.agtrace.render.failure;

import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.diagnosis.NotCheckedTotals.Group;
import io.agtrace.analyzers.diagnosis.Symptom;
import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.NotChecked;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.workflow.Outcome;
import io.agtrace.render.text.Numbers;

import java.util.Locale;
import java.util.stream.Collectors;

/** Phrases that all forms of a diagnosis have in common. */
public final class FailureWords {
    /** So many pieces of evidence, consequences or groups are shown where all are not asked for. */
    static final int BRIEF = 3;

    static final int MANY = 50;

    /** For a run in which nothing is found wrong, and whose result is not known to be right. */
    static final String HEALTHY_BUT =
            "nothing found wrong; if its result is wrong, look here first";

    static final String NO_CAUSE_BUT = "no cause found; look here first";

    private static final int LONGEST_STORY = 4_000;

    private FailureWords() {}

    /** What is said of a run in which nothing was found. */
    static String healthy(Diagnosis diagnosis) {
        boolean failed = diagnosis.run().view().workflow().summary().outcome() == Outcome.SUSPECT;
        return failed
                ? "nothing found wrong; what failed in it was got over"
                : "nothing found wrong";
    }

    /** Rule and place: {@code stale-context at writer←researcher}. */
    static String title(Finding finding) {
        return finding.title().isBlank()
                ? finding.rule()
                : finding.rule() + " at " + line(finding.title());
    }

    public static String confidence(double confidence) {
        return String.format(Locale.ROOT, "%.2f", confidence);
    }

    /** The text on one line, with single blanks, and never longer than anyone reads. */
    public static String line(String text) {
        return Words.cut(text, LONGEST_STORY);
    }

    static String symptoms(Diagnosis diagnosis) {
        return diagnosis.symptoms().stream()
                .map(Symptom::text)
                .map(FailureWords::line)
                .distinct()
                .collect(Collectors.joining("; "));
    }

    /** {@code stale-context at 12 boundaries}. */
    public static String places(NotChecked entry) {
        return entry.rule() + " at " + counted(entry);
    }

    /** {@code 12 boundaries}. */
    public static String counted(NotChecked entry) {
        return Numbers.count(entry.count()) + " " + noun(entry);
    }

    private static String noun(NotChecked entry) {
        String many = entry.what();
        if (entry.count() != 1) {
            return many;
        }
        return many.endsWith("ies")
                ? many.substring(0, many.length() - 3) + "y"
                : many.endsWith("s") ? many.substring(0, many.length() - 1) : many;
    }

    public static String places(Group group, boolean all) {
        int most = all ? MANY : BRIEF;
        String first =
                group.entries().stream()
                        .limit(most)
                        .map(FailureWords::places)
                        .collect(Collectors.joining(", "));
        int left = group.entries().size() - most;
        return left > 0 ? first + " and by " + Numbers.count(left, "more rule") : first;
    }

    /** {@code 2 further findings}. */
    static String further(int count) {
        return Numbers.count(count, "further finding");
    }
}
