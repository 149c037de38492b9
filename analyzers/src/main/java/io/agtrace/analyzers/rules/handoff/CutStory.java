package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.lineage.Cuts;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.rules.Words;

import org.jspecify.annotations.Nullable;

/** How a text was cut, in words, and how clearly the trace shows that content is lost. */
final class CutStory {
    private static final int END = 40;

    private CutStory() {}

    /** Where a text ends and how the original goes on; empty where it is not cut. */
    static String of(Cuts.@Nullable Cut cut) {
        return cut == null
                ? ""
                : "; the text ends at "
                        + Words.quote("\u2026" + Words.cut(tail(cut.end()), 60))
                        + ", where the original goes on with "
                        + Words.quote(Words.cut(cut.missing(), 60));
    }

    /** The last words of a text. */
    static String tail(String text) {
        return text.length() <= END ? text : text.substring(text.length() - END);
    }

    static double strength(FactSet lost, double share) {
        return (1 - share) * Math.min(1, 0.4 + lost.weight() / 30.0);
    }
}
