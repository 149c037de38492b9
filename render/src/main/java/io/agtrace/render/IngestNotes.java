package io.agtrace.render;

import io.agtrace.analyzers.ingest.Damage;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.IngestReport.SourceReport;
import io.agtrace.analyzers.ingest.IngestReport.Tally;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Theme;

import java.util.ArrayList;
import java.util.List;

/** What is said on standard error about input that was skipped, repaired or no trace. */
public final class IngestNotes {
    private static final int LINES = 10;
    private static final int PLACES = 2;

    private IngestNotes() {}

    /**
     * The lines, each fit for a terminal. What was lost comes before what was only repaired.
     *
     * @param verbose whether repairs, notes on inputs and all kept places are told as well; without
     *     it there are at most about ten lines
     */
    public static List<String> lines(IngestReport report, Theme theme, boolean verbose) {
        List<String> lines = new ArrayList<>();
        int most = verbose ? Integer.MAX_VALUE : LINES;
        int untold = 0;
        for (SourceReport source : report.sources()) {
            boolean nothing = source.format() == Format.UNKNOWN;
            if (!nothing && !verbose) {
                continue;
            }
            if (lines.size() >= most) {
                untold++;
                continue;
            }
            String what =
                    nothing
                            ? source.format().label()
                            : source.format().label() + ", " + counts(source);
            String note = source.note().isEmpty() ? "" : " (" + source.note() + ")";
            lines.add(line(theme, source.source() + ": " + what + note));
        }
        untold += add(lines, report, true, theme, verbose, most);
        if (verbose) {
            add(lines, report, false, theme, true, most);
        }
        if (untold > 0) {
            lines.add(line(theme, "and " + Numbers.count(untold, "more note") + "; see with -v"));
        }
        return lines;
    }

    private static String counts(SourceReport source) {
        return Numbers.count(source.spans(), "span")
                + (source.logs() > 0 ? ", " + Numbers.count(source.logs(), "log record") : "");
    }

    private static int add(
            List<String> lines,
            IngestReport report,
            boolean lost,
            Theme theme,
            boolean verbose,
            int most) {
        int untold = 0;
        for (Tally tally : report.tallies()) {
            if (tally.lost() != lost) {
                continue;
            }
            if (lines.size() >= most) {
                untold++;
                continue;
            }
            int shown = Math.min(tally.places().size(), verbose ? Integer.MAX_VALUE : PLACES);
            StringBuilder text = new StringBuilder(lost ? "skipped " : "repaired ");
            text.append(Numbers.count(tally.count(), "record")).append(": ");
            text.append(tally.reason());
            String before = " (";
            for (Damage place : tally.places().subList(0, shown)) {
                text.append(before).append(place.source());
                text.append(place.offset() < 0 ? "" : ", byte " + place.offset());
                before = "; ";
            }
            long others = tally.count() - shown;
            if (shown > 0) {
                text.append(others > 0 ? "; and " + Numbers.count(others) + " more)" : ")");
            }
            lines.add(line(theme, text.toString()));
        }
        return untold;
    }

    private static String line(Theme theme, String text) {
        return "agtrace: " + theme.safe(text);
    }
}
