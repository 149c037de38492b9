package io.agtrace.analyzers.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.agtrace.analyzers.conventions.RunKey;
import io.agtrace.analyzers.conventions.StandardConventions;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.formats.Formats;
import io.agtrace.analyzers.ingest.search.UnitSearch;
import io.agtrace.analyzers.ingest.source.Ingest;
import io.agtrace.analyzers.ingest.source.Progress;
import io.agtrace.analyzers.ingest.source.TraceInputs;
import io.agtrace.analyzers.ingest.source.TraceInputs.StandardInput;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;
import io.agtrace.fixtures.Dialect;
import io.agtrace.fixtures.Fault;
import io.agtrace.fixtures.Loss;
import io.agtrace.fixtures.Order;
import io.agtrace.fixtures.OutputFormat;
import io.agtrace.fixtures.Shape;
import io.agtrace.fixtures.SpanWriter;
import io.agtrace.fixtures.Workload;
import io.agtrace.fixtures.WorkloadSettings;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Whatever is found by a search is what a reading of everything gives. */
class HaystackTest {
    private static final long MOST = 64 << 20;
    private static final int SOME = 15;
    private static final int FEW = 4;
    private static final StandardConventions CONVENTIONS = StandardConventions.standard();

    @TempDir Path folder;

    /** Everything read, and what it comes to for one id. */
    private static final class Full {
        final RunLoader loader;
        final TraceIndex index = new TraceIndex(CONVENTIONS);

        Full(TraceInputs inputs) throws IOException {
            Ingest ingest = new Ingest(Formats.standard());
            loader =
                    new RunLoader(
                            CONVENTIONS,
                            (sink, report) ->
                                    ingest.read(inputs.entries(), sink, report, Progress.NONE));
            loader.workflows(new IngestReport());
            ingest.read(inputs.entries(), index, new IngestReport(), Progress.NONE);
        }

        Set<String> ids() {
            Set<String> ids = new TreeSet<>();
            for (Summaries.Named each : index.named()) {
                ids.add(each.workflow().id());
                each.workflow().traceIds().forEach(trace -> ids.add(trace.toString()));
                each.keys().stream().map(RunKey::value).forEach(ids::add);
            }
            return ids;
        }
    }

    private static TraceInputs inputs(Path... files) {
        return TraceInputs.of(
                Stream.of(files).map(Path::toString).toList(),
                new StandardInput(new ByteArrayInputStream(new byte[0]), "stdin"));
    }

    /** The loader that has found the id by a search; null where that was given up. */
    private static @Nullable RunLoader searched(TraceInputs inputs, String id, boolean onlyTrace)
            throws IOException {
        RunLoader loader =
                new RunLoader(
                        CONVENTIONS,
                        (_, _) -> {
                            throw new IOException("all of it is read");
                        });
        UnitSearch search = new UnitSearch(inputs.entries(), Formats.standard(), MOST);
        Haystack haystack =
                new Haystack(
                        CONVENTIONS,
                        (wanted, sink, report) -> search.pass(wanted, sink, report, Progress.NONE));
        return loader.search(haystack, id, onlyTrace, new IngestReport()).isEmpty() ? null : loader;
    }

    private static String text(Workflow workflow) {
        StringBuilder text = new StringBuilder(workflow.summary().toString()).append('\n');
        SpanTree tree = workflow.tree();
        text.append(
                TreeText.of(
                        tree,
                        node -> {
                            Span span = tree.span(node);
                            return " "
                                    + span.spanId()
                                    + span.startNanos()
                                    + span.attributes()
                                    + span.events()
                                    + span.links()
                                    + span.resource()
                                    + span.origin();
                        }));
        workflow.mends().forEach(mend -> text.append(mend).append('\n'));
        return text.toString();
    }

    /** Compares both ways for some ids of each kind; how many were found by the search. */
    private static int compare(int most, Path... files) throws IOException {
        int found = 0;
        try (TraceInputs inputs = inputs(files)) {
            Full full = new Full(inputs);
            List<String> ids = List.copyOf(full.ids());
            int step = Math.max(1, ids.size() / most);
            for (int i = 0; i < ids.size(); i += step) {
                String id = ids.get(i);
                found += compare(full, inputs, id, false);
                if (Id.trace(id) != null && id.length() == 32) {
                    found += compare(full, inputs, id, true);
                }
            }
        }
        return found;
    }

    private static int compare(Full full, TraceInputs inputs, String id, boolean onlyTrace)
            throws IOException {
        RunLoader loader = searched(inputs, id, onlyTrace);
        if (loader == null) {
            return 0;
        }
        WorkflowLookup.Result expected = find(full.loader.lookup(), id, onlyTrace);
        assertThat(find(loader.lookup(), id, onlyTrace)).as(id).isEqualTo(expected);
        if (expected instanceof WorkflowLookup.Result.One(WorkflowSummary workflow)) {
            assertThat(text(loader.load(workflow)))
                    .as(id)
                    .isEqualTo(text(full.loader.load(workflow)));
        }
        return 1;
    }

    private static WorkflowLookup.Result find(WorkflowLookup lookup, String id, boolean onlyTrace) {
        return onlyTrace ? lookup.findTrace(id) : lookup.find(id);
    }

    private Path write(WorkloadSettings settings, OutputFormat format, String name)
            throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                SpanWriter writer = format.writer(out, 7)) {
            settings.build().generate(writer);
        }
        return file;
    }

    private static WorkloadSettings stories(Dialect dialect) {
        return Workload.settings()
                .shape(Shape.STORIES)
                .workflows(24)
                .seed(11)
                .dialect(dialect)
                .order(Order.SHUFFLED)
                .shuffleWithinRuns(true)
                .runsPerConversation(3)
                .faults(EnumSet.allOf(Fault.class));
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void findsEveryRunOfEveryFormat(OutputFormat format) throws IOException {
        Path file = write(stories(Dialect.OTEL_GENAI), format, "runs");
        assertThat(compare(SOME, file)).isGreaterThanOrEqualTo(SOME);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void findsRunsWhoseSpansAreSpreadOverFiles(Dialect dialect) throws IOException {
        Path json = write(stories(dialect), OutputFormat.OTLP_JSON, "a.jsonl");
        Path proto =
                write(
                        stories(dialect).seed(12).loss(new Loss(0.1, 0)),
                        OutputFormat.OTLP_PROTO_FRAMED,
                        "b.pb");
        List<String> lines = Files.readAllLines(json);
        Path first = folder.resolve("c.jsonl");
        Path second = folder.resolve("d.jsonl");
        List<String> odd = new ArrayList<>();
        List<String> even = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            (i % 2 == 0 ? even : odd).add(lines.get(i));
        }
        Files.write(first, odd);
        Files.write(second, even);

        assertThat(compare(SOME, first, proto, second)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OTLP_JSON", "OTLP_PROTO", "OTLP_JSON_DOCUMENT"})
    void findsRunsInCompressedInput(OutputFormat format) throws IOException {
        Path file = write(stories(Dialect.OTEL_GENAI), format, "runs");
        Path packed = folder.resolve("runs.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(file, out);
        }
        assertThat(compare(FEW, packed)).isPositive();
    }

    /** Larger than what is read at once: searched as a file, and in pieces where it is packed. */
    @ParameterizedTest
    @ValueSource(strings = {"OTLP_JSON", "OTLP_JSON_DOCUMENT", "OTLP_PROTO", "OTLP_PROTO_FRAMED"})
    void findsRunsInLargeInput(OutputFormat format) throws IOException {
        WorkloadSettings settings =
                Workload.settings().workflows(700).spans(22_000).seed(7).order(Order.SHUFFLED);
        Path file = folder.resolve("large");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                SpanWriter writer = format.writer(out, 64)) {
            settings.build().generate(writer);
        }
        assertThat(Files.size(file)).isGreaterThan(1 << 24);
        Path packed = folder.resolve("large.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(file, out);
        }

        assertThat(compare(FEW, file)).isPositive();
        assertThat(compare(FEW, packed)).isPositive();
    }

    @Test
    void saysThatDamageHasToBeReadAsAWhole() throws IOException {
        Path file = write(stories(Dialect.OTEL_GENAI), OutputFormat.OTLP_JSON, "runs");
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() - 40), StandardCharsets.UTF_8);
        assertThat(compare(FEW, file)).isZero();
    }

    @Test
    void agreesOnEveryFileOfTheCorpus() throws IOException {
        Path corpus = corpus();
        assumeTrue(corpus != null, "the corpus is not beside the project");
        if (corpus == null) {
            return;
        }
        int found = 0;
        try (Stream<Path> files = Files.walk(corpus)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (Files.size(file) < 4 << 20) {
                    found += compare(FEW, file);
                }
            }
        }
        assertThat(found).isGreaterThan(100);
    }

    private static @Nullable Path corpus() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path corpus = at.resolveSibling("shared/corpus").normalize();
            if (Files.isDirectory(corpus)) {
                return corpus;
            }
        }
        return null;
    }
}
