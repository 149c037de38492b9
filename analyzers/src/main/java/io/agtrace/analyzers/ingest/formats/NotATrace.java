package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.json.JsonShape;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Names inputs that no reader takes, so that a user learns what to export instead. */
public final class NotATrace {
    private NotATrace() {}

    private record Known(String reason, Predicate<Outline> test) {}

    private static final List<Known> JSON =
            List.of(
                    new Known(
                            "Tempo search result: names traces but does not hold their spans;"
                                    + " download each trace itself",
                            o ->
                                    o.hasAny(
                                            "traces[].rootServiceName",
                                            "traces[].rootTraceName",
                                            "traces[].spanSet",
                                            "traces[].spanSets")),
                    new Known(
                            "Jaeger trace summaries: count spans but do not hold them; download the"
                                    + " trace itself",
                            o -> o.has("summaries[].traceId")),
                    new Known(
                            "list of traces: names traces but does not hold their spans; download"
                                    + " each trace itself",
                            o -> o.has("traces[].root_span_name", "traces[].trace_id")),
                    new Known(
                            "error answer of a trace store, not a trace",
                            o ->
                                    o.isTop()
                                            && (o.has("error.message") || o.has("errors[].msg"))
                                            && !o.hasAny("data[]", "spans[]", "result{}")),
                    new Known(
                            "OTLP metrics: hold no spans; export traces",
                            o -> o.hasAny("resourceMetrics", "resource_metrics")),
                    new Known(
                            "OTLP profiles: hold no spans; export traces",
                            o -> o.hasAny("resourceProfiles", "resource_profiles")),
                    new Known(
                            "log records: hold no spans; export traces, and read the logs beside"
                                    + " them as OTLP",
                            o ->
                                    o.hasAny("severity_number", "severityNumber", "SeverityNumber")
                                            && o.hasAny("body", "Body")),
                    new Known(
                            "Codex session log: not a trace; export the session as OpenTelemetry"
                                    + " spans",
                            o ->
                                    o.has("items[].call_id")
                                            || o.has("payload.type", "type")
                                            || o.text("type").equals("session_meta")),
                    new Known(
                            "conversation: holds messages, not spans; export the run's trace",
                            o ->
                                    o.hasAny("messages[].role", "messages[].content")
                                            || o.has("contents[].role")
                                            || o.has("role", "content")),
                    new Known(
                            "analysis of a trace, not the trace itself",
                            o -> o.has("trace_id", "summary") && !o.has("spans[]")),
                    new Known(
                            "span events without their spans; export the spans",
                            o ->
                                    o.isTop()
                                            && o.has("name", "timestamp", "attributes{}")
                                            && !o.hasAny("span_id", "spanId", "context{}", "id")),
                    new Known(
                            "scores: judge traces but hold no spans; export the traces",
                            o ->
                                    o.hasAny("value", "score", "stringValue")
                                            && o.hasAny("name", "annotation_name")
                                            && o.hasAny("traceId", "span_id", "observationId")));

    /**
     * What the input is, in plain words and without a full stop; null where it is nothing known.
     */
    public static @Nullable String reason(Head head) {
        int first = head.firstByte();
        return first == '{' || first == '[' ? json(head) : text(head);
    }

    private static String latin(Head head, int length) {
        return new String(
                head.bytes(),
                0,
                Math.min(length, head.bytes().length),
                StandardCharsets.ISO_8859_1);
    }

    private static @Nullable String json(Head head) {
        JsonShape shape = head.shape();
        for (Known known : JSON) {
            if (Outline.inFirstValue(shape, known.test())) {
                return known.reason();
            }
        }
        return null;
    }

    private static @Nullable String text(Head head) {
        String text = latin(head, Head.SIZE).substring(head.textStart()).stripLeading();
        String lower = text.substring(0, Math.min(256, text.length())).toLowerCase(Locale.ROOT);
        if (text.contains("Span #0")
                && (text.contains("ResourceSpans #0") || text.contains("TraceId"))) {
            return "text of a debug exporter, which leaves parts of spans out; use the file or OTLP"
                    + " exporter";
        }
        String line = text.lines().findFirst().orElse("");
        if (lower.startsWith("# help ") || lower.startsWith("# type ")) {
            return "Prometheus metrics: hold no spans; export traces";
        }
        long commas = line.chars().filter(c -> c == ',').count();
        boolean names = line.matches("[\\w .\"\\-,]+");
        if (commas >= 2 && names) {
            return "CSV table; export the traces as JSON";
        }
        return null;
    }
}
