package io.agtrace.analyzers.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.IngestReport.SourceReport;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.ingest.formats.Formats;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Span;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class TraceInputsTest {
    @TempDir Path folder;

    private static final InputStream NOTHING = InputStream.nullInputStream();

    /** What reading gave. */
    private record Outcome(List<String> spans, List<InputProblem> problems, IngestReport report) {
        List<String> sources() {
            return report.sources().stream().map(SourceReport::source).toList();
        }

        List<String> reasons() {
            return report.tallies().stream().map(IngestReport.Tally::reason).toList();
        }
    }

    private static Outcome read(String... arguments) throws IOException {
        return read(NOTHING, 1 << 20, arguments);
    }

    private static Outcome read(InputStream standardInput, int inMemory, String... arguments)
            throws IOException {
        var from = new TraceInputs.StandardInput(standardInput, "standard input", inMemory);
        try (TraceInputs inputs = TraceInputs.of(List.of(arguments), from)) {
            return read(inputs);
        }
    }

    private static Outcome read(TraceInputs inputs) {
        List<String> spans = new ArrayList<>();
        IngestReport report = new IngestReport();
        SpanSink sink =
                new SpanSink() {
                    @Override
                    public void span(Span span) {
                        spans.add(String.valueOf(span.spanId()));
                    }

                    @Override
                    public void log(LogRecord log) {
                        throw new AssertionError(log);
                    }
                };
        new Ingest(Formats.standard()).read(inputs.entries(), sink, report, Progress.NONE);
        return new Outcome(spans, inputs.problems(), report);
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.write(path, bytes);
    }

    private static void assertSound(Outcome outcome, int spans) {
        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.report().tallies()).isEmpty();
        assertThat(outcome.spans()).hasSize(spans);
    }

    @Test
    void plainFilesInTheOrderGiven() throws IOException {
        Path b = write("b.json", Packed.trace(2));
        Path a = write("a", Packed.trace(3));
        Outcome outcome = read(b.toString(), a.toString(), b.toString());
        assertSound(outcome, 5);
        assertThat(outcome.sources()).containsExactly(b.toString(), a.toString());
        assertThat(outcome.report().sources())
                .extracting(SourceReport::spans)
                .containsExactly(2L, 3L);
    }

    @Test
    void namesMayHoldAnyCharacter() throws IOException {
        for (String name :
                List.of("with space.json", "line\nbreak", "-dash", "héllo", "a[1].json")) {
            assertSound(read(write(name, Packed.trace(1)).toString()), 1);
        }
    }

    @Test
    void compressionIsToldByContent() throws IOException {
        byte[] trace = Packed.trace(3000);
        assertSound(read(write("a.txt", Packed.gzip(trace)).toString()), 3000);
        assertSound(read(write("b.json.gz", Packed.zstd(trace)).toString()), 3000);
        assertSound(read(write("c.zst", trace).toString()), 3000);
        assertSound(read(write("d", Packed.gzip(Packed.zstd(trace))).toString()), 3000);
    }

    @Test
    void membersAndFramesOneBehindTheOther() throws IOException {
        byte[] trace = Packed.trace(100);
        byte[] gzip = Packed.gzip(trace);
        assertSound(read(write("a", Packed.join(gzip, gzip, new byte[700])).toString()), 200);
        byte[] zstd = Packed.zstd(trace);
        byte[] skippable = {0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 'x', 'y', 'z'};
        assertSound(
                read(write("b", Packed.join(skippable, zstd, skippable, zstd)).toString()), 200);
    }

    @Test
    void whatIsCompressedIsReadUpToWhereItIsCutOff() throws IOException {
        byte[] trace = Packed.trace(20_000);
        for (byte[] packed : List.of(Packed.gzip(trace), Packed.zstd(trace))) {
            for (int tenths : new int[] {3, 9}) {
                byte[] part = Arrays.copyOf(packed, packed.length * tenths / 10);
                Outcome outcome = read(write("cut", part).toString());
                assertThat(outcome.reasons()).contains("the compressed data ends early");
                assertThat(outcome.spans().size()).isBetween(20_000 * (tenths - 2) / 10, 19_999);
                assertThat(outcome.report().lostRecords()).isPositive();
                assertThat(outcome.report().sources().getFirst().format())
                        .isEqualTo(Format.OTLP_JSON);
            }
        }
    }

    @Test
    void compressedDataCutOffAnywhereIsNoCatastrophe() throws IOException {
        byte[] trace = Packed.trace(3);
        for (byte[] packed : List.of(Packed.gzip(trace), Packed.zstd(trace))) {
            for (int cut = 4; cut < packed.length; cut++) {
                Outcome outcome = read(write("cut", Arrays.copyOf(packed, cut)).toString());
                assertThat(outcome.reasons()).contains("the compressed data ends early");
                assertThat(outcome.spans().size()).isLessThanOrEqualTo(3);
            }
        }
    }

    @Test
    void damagedCompressedDataIsReported() throws IOException {
        byte[] trace = Packed.trace(5000);
        for (byte[] packed : List.of(Packed.gzip(trace), Packed.zstd(trace))) {
            int silent = 0;
            for (int i = 0; i < 60; i++) {
                byte[] bad = packed.clone();
                int at = 30 + i * (bad.length - 40) / 60;
                bad[at] ^= (byte) (1 << i % 8);
                Outcome outcome = read(write("bad", bad).toString());
                if (outcome.report().lostRecords() == 0 && outcome.spans().size() != 5000) {
                    silent++;
                }
            }
            assertThat(silent).isZero();
        }
    }

    @Test
    void behindADamagedFrameTheNextIsRead() throws IOException {
        byte[] zstd = Packed.zstd(Packed.trace(200));
        byte[] bad = zstd.clone();
        Arrays.fill(bad, 40, 60, (byte) 0xff);
        Outcome outcome = read(write("a", Packed.join(zstd, bad, zstd)).toString());
        assertThat(outcome.spans().size()).isBetween(400, 600);
        assertThat(outcome.reasons()).contains("the compressed data is damaged");
    }

    @Test
    void archivesOfAllKinds() throws IOException {
        String deep = "run/" + "a long folder name/".repeat(10);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("run/", new byte[0]);
        files.put("run/README.md", Packed.utf8("# Traces\n\nof a run\n"));
        files.put("run/one.json", Packed.trace(300));
        files.put("run/.hidden", Packed.trace(1));
        files.put(deep + "é 1.json", Packed.gzip(Packed.trace(20)));
        files.put("run/empty.json", new byte[0]);
        files.put("run/two.json", Packed.zstd(Packed.trace(5)));
        byte[] gnu = Packed.tar(true, files);
        byte[] pax = Packed.tar(false, files);
        byte[] zip = Packed.zip(files);
        for (byte[] archive :
                List.of(gnu, pax, zip, Packed.gzip(gnu), Packed.zstd(pax), Packed.gzip(zip))) {
            Path path = write("archive", archive);
            Outcome outcome = read(path.toString());
            assertSound(outcome, 325);
            assertThat(outcome.sources())
                    .containsExactly(
                            path + "!run/README.md",
                            path + "!run/one.json",
                            path + "!" + deep + "é 1.json",
                            path + "!run/empty.json",
                            path + "!run/two.json");
            assertThat(outcome.report().sources().get(0).note()).startsWith("text");
            assertThat(outcome.report().sources().get(3).note()).isEqualTo("empty");
        }
    }

    @Test
    void archivesInArchives() throws IOException {
        byte[] archive = Packed.tar(true, Map.of("t", Packed.trace(1)));
        for (int depth = 2; depth <= 3; depth++) {
            archive =
                    depth % 2 == 0
                            ? Packed.zip(Map.of("z.tgz", Packed.gzip(archive)))
                            : Packed.tar(false, Map.of("t.zip", archive));
            Outcome outcome = read(write("nested", archive).toString());
            assertSound(outcome, 1);
        }
        Outcome outcome = read(write("nested", Packed.zip(Map.of("more.tar", archive))).toString());
        assertThat(outcome.spans()).isEmpty();
        assertThat(outcome.report().sources()).hasSize(1);
        assertThat(outcome.report().sources().getFirst().format()).isEqualTo(Format.UNKNOWN);
    }

    @Test
    void archivesAreReadUpToWhereTheyAreCutOff() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a", Packed.trace(50));
        files.put("b", Packed.trace(50));
        byte[] tar = Packed.tar(true, files);
        byte[] zip = Packed.zip(files);
        for (byte[] archive : List.of(tar, zip)) {
            for (int cut = 600; cut < archive.length - 1600; cut += 97) {
                Outcome outcome = read(write("cut", Arrays.copyOf(archive, cut)).toString());
                assertThat(outcome.report().lostRecords()).isPositive();
                assertThat(outcome.spans()).hasSizeLessThan(100);
            }
        }
        Outcome late = read(write("cut", Arrays.copyOf(tar, tar.length * 2 / 3)).toString());
        assertThat(late.spans()).hasSizeGreaterThan(50);
        assertThat(late.reasons()).contains("the archive ends early");
    }

    @Test
    void behindADamagedTarHeaderTheNextFileIsRead() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a", Packed.trace(5));
        files.put("b", Packed.trace(6));
        files.put("c", Packed.trace(7));
        byte[] tar = Packed.tar(true, files);
        int second = 512 + (Packed.trace(5).length + 511) / 512 * 512;
        tar[second + 3] ^= 1;
        Outcome outcome = read(write("a.tar", tar).toString());
        assertThat(outcome.spans()).hasSize(12);
        assertThat(outcome.reasons()).containsExactly("a header of the tar archive is damaged");
    }

    @Test
    void aSmallArchiveOfSomethingEnormousIsStreamed() throws IOException {
        byte[] line = Packed.utf8(" ".repeat(1 << 20));
        byte[][] many = new byte[300][];
        Arrays.fill(many, Packed.gzip(line));
        byte[] bomb = Packed.join(Packed.gzip(Packed.trace(1)), Packed.join(many));
        Outcome outcome = read(write("bomb.zip", Packed.zip(Map.of("x", bomb))).toString());
        assertSound(outcome, 1);
    }

    @Test
    void directoriesInOrderWithoutHiddenFilesAndLoops() throws IOException {
        write("d/b/2.json", Packed.trace(2));
        write("d/b/1.json", Packed.gzip(Packed.trace(1)));
        write("d/a.json", Packed.trace(4));
        write("d/c.txt", Packed.utf8("nothing here\n"));
        write("d/.git/x.json", Packed.trace(100));
        Path top = folder.resolve("d");
        Files.createSymbolicLink(top.resolve("b/loop"), top);
        Files.createSymbolicLink(top.resolve("z.json"), top.resolve("a.json"));
        Outcome outcome = read(top.toString());
        assertSound(outcome, 7);
        assertThat(outcome.sources())
                .containsExactly(
                        top + "/a.json", top + "/b/1.json", top + "/b/2.json", top + "/c.txt");
        assertThat(outcome.report().sources().get(3).format()).isEqualTo(Format.UNKNOWN);
    }

    @Test
    void patternsThatTheShellDidNotExpand() throws IOException {
        write("p/run-1/a.json", Packed.trace(1));
        write("p/run-2/a.json", Packed.trace(2));
        write("p/run-2/deep/er/a.json", Packed.trace(4));
        write("p/run-2/b.txt", Packed.trace(8));
        write("p/.run-3/a.json", Packed.trace(16));
        String p = folder.resolve("p").toString();
        assertSound(read(p + "/*/a.json"), 3);
        assertSound(read(p + "/run-?/*"), 15);
        assertSound(read(p + "/run-[2-9]/*.json"), 2);
        assertSound(read(p + "/**/*.json"), 7);
        assertSound(read(p + "/**/er/a.json"), 4);
        assertSound(read(p + "/.run*/*"), 16);
        assertThat(read(p + "/*.none").problems())
                .containsExactly(new InputProblem(p + "/*.none", "no file matches this pattern"));
        assertThat(read(p + "/[").problems()).hasSize(1);
    }

    @Test
    void whatCannotBeReadIsNamedAndTheRestIsRead() throws IOException {
        Path good = write("good.json", Packed.trace(1));
        Path empty = write("empty.json", new byte[0]);
        Path noFile = Files.createDirectory(folder.resolve("nothing"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("gone"));
        String missing = folder.resolve("missing.json").toString();
        Outcome outcome =
                read(
                        missing,
                        empty.toString(),
                        noFile.toString(),
                        link.toString(),
                        "",
                        "a\0b",
                        good.toString());
        assertThat(outcome.spans()).hasSize(1);
        assertThat(outcome.problems())
                .extracting(InputProblem::source)
                .containsExactly(
                        missing,
                        empty.toString(),
                        noFile.toString(),
                        link.toString(),
                        "''",
                        "a\0b");
        assertThat(outcome.problems())
                .extracting(InputProblem::reason)
                .satisfiesExactly(
                        r -> assertThat(r).startsWith("no such file (looked in " + folder),
                        r -> assertThat(r).startsWith("is empty"),
                        r -> assertThat(r).startsWith("the directory holds no file"),
                        r -> assertThat(r).startsWith("a link to a file that does not exist"),
                        r -> assertThat(r).startsWith("an empty name"),
                        r -> assertThat(r).startsWith("not a possible file name"));
    }

    @Test
    void brokenLinksInADirectoryAreNamed() throws IOException {
        write("d/a.json", Packed.trace(1));
        Files.createSymbolicLink(folder.resolve("d/link"), folder.resolve("gone"));
        Outcome outcome = read(folder.resolve("d").toString());
        assertThat(outcome.spans()).hasSize(1);
        assertThat(outcome.problems())
                .containsExactly(
                        new InputProblem(
                                folder.resolve("d/link").toString(),
                                "cannot be read: there is no such file (any more)"));
    }

    @Test
    void unreadableFilesAreNamed() throws IOException {
        Path path = write("secret.json", Packed.trace(1));
        assumeFalse(!path.toFile().setReadable(false) || Files.isReadable(path), "runs as root");
        assertThat(read(path.toString()).problems().getFirst().reason())
                .contains("permission denied");
    }

    @Test
    void aFileThatVanishesIsReportedAndTheRestIsRead() throws IOException {
        Path gone = write("a.json", Packed.trace(1));
        Path there = write("b.json", Packed.trace(2));
        var standardInput = new TraceInputs.StandardInput(NOTHING, "in");
        try (TraceInputs inputs =
                TraceInputs.of(List.of(gone.toString(), there.toString()), standardInput)) {
            Files.delete(gone);
            Outcome outcome = read(inputs);
            assertThat(outcome.spans()).hasSize(2);
            assertThat(outcome.reasons())
                    .containsExactly("cannot be read: there is no such file (any more)");
            assertThat(outcome.report().sources()).hasSize(2);
        }
    }

    @Test
    void standardInputCanBeReadTwice() throws IOException {
        for (byte[] bytes :
                List.of(Packed.trace(4000), Packed.gzip(Packed.trace(4000)), Packed.trace(1))) {
            for (int inMemory : new int[] {1, 1000, bytes.length, 1 << 24}) {
                var from =
                        new TraceInputs.StandardInput(
                                new ByteArrayInputStream(bytes), "stdin", inMemory);
                try (TraceInputs inputs = TraceInputs.of(List.of("-", "-"), from)) {
                    Outcome first = read(inputs);
                    assertSound(first, bytes.length < 1000 ? 1 : 4000);
                    assertThat(first.sources()).containsExactly("stdin");
                    assertThat(inputs.size()).isEqualTo(-1);
                    assertThat(read(inputs).spans()).isEqualTo(first.spans());
                }
            }
        }
    }

    @Test
    void emptyStandardInputIsSaidToBeEmpty() throws IOException {
        Outcome outcome = read(NOTHING, 1000, "-");
        assertThat(outcome.report().sources())
                .containsExactly(new SourceReport("standard input", Format.UNKNOWN, 0, 0, "empty"));
    }

    @Test
    void largeFilesKeepTheirTextsWhereTheyAre() throws IOException {
        byte[] filler = new byte[FileEntry.SMALL];
        Arrays.fill(filler, (byte) '\n');
        Path path = write("large.json", Packed.join(Packed.trace(10), filler, Packed.trace(5)));
        var standardInput = new TraceInputs.StandardInput(NOTHING, "in");
        try (TraceInputs inputs = TraceInputs.of(List.of(path.toString()), standardInput)) {
            assertThat(inputs.size()).isEqualTo(Files.size(path));
            assertSound(read(inputs), 15);
            List<Long> reached = new ArrayList<>();
            new Ingest(Formats.standard())
                    .read(
                            inputs.entries(),
                            span -> {},
                            new IngestReport(),
                            (done, total) -> {
                                assertThat(total).isEqualTo(inputs.size());
                                reached.add(done);
                            });
            assertThat(reached).isSorted().hasSizeBetween(10, 40).endsWith(inputs.size());
            // Cut while it is open: what is left is read, and the rest is named.
            try (var channel = Files.newByteChannel(path, java.nio.file.StandardOpenOption.WRITE)) {
                channel.truncate(Packed.trace(10).length);
            }
            Outcome outcome = read(inputs);
            assertThat(outcome.spans()).hasSize(10);
            assertThat(outcome.reasons()).containsExactly(FileStorage.SHORTER);
        }
    }

    @Test
    void inputsThatAreNoTraceSayWhatTheyAre() throws IOException {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("{\"alpha\":1,\"beta\":[{}]}", "top-level keys alpha, beta");
        reasons.put("[{\"alpha\":1}]", "keys of the first item alpha");
        reasons.put("[1,2]", "a list without objects");
        reasons.put("[]", "an empty list");
        reasons.put("{}", "an empty object");
        reasons.put("{nonsense", "damaged at its beginning");
        reasons.put("PAR1....", "parquet (PAR1)");
        reasons.put("<!DOCTYPE html><html>", "an HTML page");
        reasons.put("just words\n", "text");
        reasons.put(" \n\t ", "empty but for white space");
        reasons.put("\0\1\2\3\4\5", "binary");
        reasons.put("BZh91AY", "unpack it first");
        for (Map.Entry<String, String> kind : reasons.entrySet()) {
            Outcome outcome = read(write("x", Packed.utf8(kind.getKey())).toString());
            assertThat(outcome.report().sources()).hasSize(1);
            SourceReport source = outcome.report().sources().getFirst();
            assertThat(source.format()).isEqualTo(Format.UNKNOWN);
            assertThat(source.note()).contains(kind.getValue());
            assertThat(outcome.report().tallies()).isEmpty();
        }
    }
}
