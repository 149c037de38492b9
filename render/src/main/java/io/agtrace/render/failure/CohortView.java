package io.agtrace.render.failure;

import io.agtrace.analyzers.diagnosis.cohort.Cohort;
import io.agtrace.analyzers.diagnosis.cohort.Comparison;
import io.agtrace.render.text.Glyphs;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Style;

import java.io.IOException;
import java.util.List;

/** Runs of one kind compared, for people at a terminal. */
public final class CohortView {
    private static final int LABELS = 10;

    private final Screen screen;

    public CohortView(Screen screen) {
        this.screen = screen;
    }

    /**
     * Writes what differs between runs; nothing about kinds of which there is nothing to say.
     *
     * @return whether anything was written
     */
    public boolean write(List<Cohort> cohorts, Appendable out) throws IOException {
        Prose prose = new Prose(screen, out);
        Glyphs glyphs = screen.glyphs();
        boolean written = false;
        for (Cohort cohort : cohorts) {
            if (cohort.comparisons().isEmpty()) {
                continue;
            }
            if (written) {
                prose.blank();
            }
            written = true;
            String heading = FailureWords.line(CohortWords.heading(cohort));
            prose.labelled(0, "compared", LABELS, Style.HEADING, heading);
            for (Comparison each : cohort.comparisons()) {
                String sentence = CohortWords.sentence(each, screen.zone());
                String runs = String.join(", ", each.examples());
                String examples = runs.isEmpty() ? "" : glyphs.dot() + "such as " + runs;
                prose.text(LABELS, Style.PLAIN, FailureWords.line(sentence + examples));
            }
        }
        return written;
    }
}
