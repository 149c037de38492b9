package io.agtrace.analyzers.ingest.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.formats.Formats;
import io.agtrace.analyzers.ingest.source.Progress;
import io.agtrace.analyzers.ingest.source.TraceInputs;
import io.agtrace.analyzers.ingest.source.TraceInputs.StandardInput;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Span;
import io.airlift.compress.v3.zstd.ZstdOutputStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is wanted only because of what was found is found wherever it stands, and once. */
class UnitSearchTest {
    private static final int UNITS = 1_300;
    private static final int BORDER = 1 << 17;
    private static final String FILLER = "f".repeat(32);
    private static final String FIRST = "a1".repeat(16);
    private static final String SECOND = "b2".repeat(16);
    private static final String THIRD = "c3".repeat(16);

    /** Who is known only by whom. */
    private static final Map<String, String> NEXT = Map.of(FIRST, SECOND, SECOND, THIRD);

    /** Which unit belongs to which trace: in early and late parts, and in both. */
    private static final Map<Integer, String> PLACES =
            Map.of(
                    2, THIRD, 90, SECOND, 640, FIRST, 700, SECOND, 702, SECOND, 1_000, FIRST, 1_001,
                    THIRD, 1_299, SECOND);

    @TempDir static Path folder;
    private static Path lines = Path.of("");
    private static Path document = Path.of("");

    @BeforeAll
    static void write() throws IOException {
        lines = folder.resolve("lines");
        document = folder.resolve("document");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(lines))) {
            write(out, "{\"resourceSpans\":[", "]}\n", "{\"resourceSpans\":[", "]}\n");
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(document))) {
            write(out, "{\"resourceSpans\":[", ",", "", "]}");
        }
    }

    /** Wherever an id is wanted, it straddles a border at which what is read at once ends. */
    private static void write(
            OutputStream out, String open, String between, String again, String close)
            throws IOException {
        long at = 0;
        for (int i = 0; i < UNITS; i++) {
            String trace = PLACES.getOrDefault(i, FILLER);
            String start = (i == 0 ? open : again) + "{\"scopeSpans\":[{\"spans\":[{\"pad\":\"";
            String rest =
                    "\",\"traceId\":\""
                            + trace
                            + "\",\"spanId\":\"%016x\",\"name\":\"n\",\"startTimeUnixNano\":\"1\","
                                    .formatted(i + 1)
                            + "\"endTimeUnixNano\":\"2\"}]}]}"
                            + (i == UNITS - 1 ? close : between);
            long id = at + start.length() + 13 + 16;
            byte[] pad = new byte[(int) (BORDER - id % BORDER) % BORDER];
            if (trace.equals(FILLER)) {
                pad = new byte[60_000];
            }
            Arrays.fill(pad, (byte) 'x');
            out.write(start.getBytes(StandardCharsets.UTF_8));
            out.write(pad);
            out.write(rest.getBytes(StandardCharsets.UTF_8));
            at += start.length() + pad.length + rest.length();
        }
    }

    private static Path packed(Path file) throws IOException {
        Path packed = folder.resolve(file.getFileName() + ".zst");
        if (!Files.exists(packed)) {
            try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(packed))) {
                Files.copy(file, out);
            }
        }
        return packed;
    }

    /** Asks for the next trace as soon as one of this is seen. */
    private static final class Chain implements Seeker {
        final List<String> found = new ArrayList<>();
        private Wanted next = new Wanted();

        @Override
        public void span(Span span) {
            String trace = span.traceId().toString();
            if (!trace.equals(FILLER)) {
                found.add(span.spanId() + " " + trace);
                want(next, NEXT.getOrDefault(trace, trace));
            }
        }

        @Override
        public void log(LogRecord log) {}

        @Override
        public Wanted more() {
            Wanted more = next;
            next = new Wanted();
            return more;
        }
    }

    private static void want(Wanted wanted, String trace) {
        Id id = Id.trace(trace);
        assertThat(id).isNotNull();
        if (id != null) {
            wanted.trace(id);
        }
    }

    /** The spans found, in the order of the input; empty where the search was given up. */
    private static List<String> search(Path... files) throws IOException {
        try (TraceInputs inputs =
                TraceInputs.of(
                        Stream.of(files).map(Path::toString).toList(),
                        new StandardInput(new ByteArrayInputStream(new byte[0]), "stdin"))) {
            UnitSearch search = new UnitSearch(inputs.entries(), Formats.standard(), 32 << 20);
            Chain chain = new Chain();
            Wanted wanted = new Wanted();
            want(wanted, FIRST);
            boolean sure = search.pass(wanted, chain, new IngestReport(), Progress.NONE);
            return sure ? chain.found.stream().sorted().toList() : List.of();
        }
    }

    private static List<String> expected() {
        return PLACES.entrySet().stream()
                .map(each -> "%016x %s".formatted(each.getKey() + 1, each.getValue()))
                .sorted()
                .toList();
    }

    @Test
    void findsInAFileWhatIsWantedOnlyLater() throws IOException {
        assertThat(Files.size(lines)).isGreaterThan(64 << 20);
        assertThat(search(lines)).isEqualTo(expected());
    }

    @Test
    void findsInPackedInputWhatIsWantedOnlyLater() throws IOException {
        assertThat(search(packed(lines))).isEqualTo(expected());
    }

    @Test
    void findsInOneDocumentWhatIsWantedOnlyLater() throws IOException {
        assertThat(search(document)).isEqualTo(expected());
        assertThat(search(packed(document))).isEqualTo(expected());
    }

    @Test
    void findsInAnEarlierInputWhatALaterOneTells() throws IOException {
        Path early = folder.resolve("early");
        Path late = folder.resolve("late");
        List<String> all = Files.readAllLines(lines);
        Files.write(early, all.subList(0, 500));
        Files.write(late, all.subList(500, UNITS));

        assertThat(search(early, packed(late))).isEqualTo(expected());
        assertThat(search(packed(early), late)).isEqualTo(expected());
    }

    @Test
    void givesUpWherePackedInputIsCutOff() throws IOException {
        byte[] whole = Files.readAllBytes(packed(lines));
        Path half = folder.resolve("half.zst");
        Files.write(half, Arrays.copyOf(whole, whole.length / 2));
        assertThat(search(half)).isEmpty();
    }

    /** Which thread is how fast makes no difference to what is read. */
    @Test
    void readsTheSameEachTime() throws IOException {
        Path packed = packed(lines);
        List<Long> first = unitsRead(packed);
        List<Long> file = unitsRead(lines);
        for (int i = 0; i < 3; i++) {
            assertThat(unitsRead(packed)).isEqualTo(first);
            assertThat(unitsRead(lines)).isEqualTo(file);
        }
    }

    private static List<Long> unitsRead(Path file) throws IOException {
        try (TraceInputs inputs =
                TraceInputs.of(
                        List.of(file.toString()),
                        new StandardInput(new ByteArrayInputStream(new byte[0]), "stdin"))) {
            UnitSearch search = new UnitSearch(inputs.entries(), Formats.standard(), 32 << 20);
            Wanted wanted = new Wanted();
            want(wanted, FIRST);
            IngestReport report = new IngestReport();
            assertThat(search.pass(wanted, new Chain(), report, Progress.NONE)).isTrue();
            search.account(report);
            return report.sources().stream().map(IngestReport.SourceReport::spans).toList();
        }
    }
}
