package io.agtrace.analyzers.diagnosis;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.conventions.Conventions;
import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.formats.Formats;
import io.agtrace.analyzers.ingest.json.JsonTree;
import io.agtrace.analyzers.ingest.source.Ingest;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.workflow.RunLoader;
import io.agtrace.analyzers.workflow.WorkflowSummary;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Runs with known faults: a folder of traces with a {@code labels.jsonl} beside them. */
public final class LabelledRuns {
    private LabelledRuns() {}

    /**
     * One run.
     *
     * @param group what it is held out with in cross-validation: its framework
     * @param fault {@code none} for a healthy one
     * @param rules accepted rules; empty where the trace shows the place but not the kind
     * @param spans accepted spans
     * @param parties sender and receiver of the faulty hand-over; empty where it is about none
     */
    public record LabelledRun(
            String name,
            String group,
            String fault,
            Set<String> rules,
            Set<String> spans,
            Set<String> parties,
            List<AgentsView> workflows) {}

    /** The decidable runs of a folder. */
    public static List<LabelledRun> read(Path folder) throws IOException {
        List<LabelledRun> runs = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("labels.jsonl"))) {
            Attributes label =
                    JsonTree.parse(line) instanceof KvlistValue(Attributes fields)
                            ? fields
                            : Attributes.EMPTY;
            if (!"false".equals(label.text("decidable")) && label.text("file") != null) {
                runs.add(run(folder, label));
            }
        }
        return runs;
    }

    private static LabelledRun run(Path folder, Attributes label) throws IOException {
        String file = text(label, "file");
        String framework = text(label, "framework");
        return new LabelledRun(
                text(label, "case"),
                framework.isEmpty() ? file.replaceAll("/.*", "") : framework,
                text(label, "fault"),
                texts(label, "rules"),
                texts(label, "spans"),
                parties(label),
                workflows(folder.resolve(file), texts(label, "trace_ids")));
    }

    private static List<AgentsView> workflows(Path file, Set<String> traces) throws IOException {
        Ingest ingest = new Ingest(Formats.standard());
        RunLoader loader =
                new RunLoader(
                        Conventions.standard(),
                        (sink, report) -> {
                            try (ByteInput in =
                                    ByteInput.of(file.toString(), Files.readAllBytes(file))) {
                                ingest.read(in, sink, report);
                            }
                        });
        List<AgentsView> views = new ArrayList<>();
        for (WorkflowSummary summary : loader.workflows(new IngestReport())) {
            boolean wanted =
                    traces.isEmpty()
                            || summary.traceIds().stream()
                                    .anyMatch(id -> traces.contains(id.toString()));
            if (wanted) {
                views.add(AgentsView.of(loader.load(summary)));
            }
        }
        return views;
    }

    private static Set<String> parties(Attributes label) {
        return label.get("boundary") instanceof KvlistValue(Attributes ends)
                ? Set.of(text(ends, "from"), text(ends, "to"))
                : Set.of();
    }

    private static String text(Attributes label, String key) {
        @Nullable String value = label.text(key);
        return value == null ? "" : value;
    }

    private static Set<String> texts(Attributes label, String key) {
        Set<String> found = new HashSet<>();
        for (AnyValue value : label.items(key)) {
            found.add(value.toString());
        }
        return found;
    }
}
