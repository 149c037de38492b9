package io.agtrace.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.IngestReport.SourceReport;
import io.agtrace.render.text.Theme;

import org.junit.jupiter.api.Test;

class IngestNotesTest {
    private static final Theme THEME = new Theme(false, true);

    @Test
    void namesPlacesAndCountsTheRest() {
        IngestReport report = new IngestReport();
        for (int i = 0; i < 1_234; i++) {
            report.lost("a.jsonl", 100L * i, "a line that is no JSON");
        }
        report.lost("\u001b[2Jb.pb", -1, "a frame that is cut off");
        report.repaired("a.jsonl", 7, "a time as text");

        assertThat(IngestNotes.lines(report, THEME, false))
                .containsExactly(
                        "agtrace: skipped 1,234 records: a line that is no JSON (a.jsonl, byte 0;"
                                + " a.jsonl, byte 100; and 1,232 more)",
                        "agtrace: skipped 1 record: a frame that is cut off (\\x1b[2Jb.pb)");
        assertThat(IngestNotes.lines(report, THEME, true))
                .contains("agtrace: repaired 1 record: a time as text (a.jsonl, byte 7)");
    }

    @Test
    void tellsWhatIsNoTraceAndStaysShort() {
        IngestReport report = new IngestReport();
        report.source(new SourceReport("a.json", Format.OTLP_JSON, 3, 1, ""));
        for (int i = 0; i < 50; i++) {
            report.source(new SourceReport("m" + i, Format.UNKNOWN, 0, 0, "metrics only"));
        }

        assertThat(IngestNotes.lines(report, THEME, false))
                .hasSize(11)
                .startsWith("agtrace: m0: not a trace (metrics only)")
                .endsWith("agtrace: and 40 more notes; see with -v");
        assertThat(IngestNotes.lines(report, THEME, true))
                .hasSize(51)
                .contains("agtrace: a.json: OTLP JSON, 3 spans, 1 log record");
    }
}
