package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.Status;

import org.jspecify.annotations.Nullable;

/**
 * The span of one Langfuse observation. What came in through OpenTelemetry gets its attributes,
 * resource and scope back from the metadata; Langfuse's own fields stand under the names that its
 * OpenTelemetry endpoint knows ({@code langfuse.observation.*}).
 */
final class LangfuseObservation {
    private static final String PREFIX = "langfuse.observation.";

    private LangfuseObservation() {}

    static Span span(Item record, IngestReport report) {
        Attributes fields = record.fields();
        AnyValue trace = Fields.first(fields, "traceId", "trace_id");
        if (trace == null) {
            // The public API nests observations in their trace.
            trace = record.outer().apply("id");
        }
        Span.Builder span =
                new Span.Builder(
                        SpanMapper.orNoTrace(
                                SpanParts.plainTraceId(trace), record.origin(), report),
                        SpanMapper.orNoSpan(
                                SpanParts.plainSpanId(fields.get("id")), record.origin(), report));
        Attributes metadata = Fields.map(fields, "metadata");
        Attributes resource = SpanParts.attributes(metadata.get("resourceAttributes"));
        long start = Times.point(Fields.first(fields, "startTime", "start_time"), Times.Unit.OPEN);
        long end = Times.point(Fields.first(fields, "endTime", "end_time"), Times.Unit.OPEN);
        boolean event = Fields.text(fields, "type").equals("EVENT");
        return span.parent(
                        SpanParts.plainSpanId(
                                Fields.first(
                                        fields, "parentObservationId", "parent_observation_id")))
                .name(Fields.text(fields, "name"))
                .times(start, end == Span.NO_TIME && event ? start : end)
                .status(status(fields))
                .attributes(attributes(fields, metadata))
                .resource(resource.isEmpty() ? Resource.EMPTY : new Resource(resource))
                .scope(SpanParts.scope(metadata.get("scope")))
                .origin(record.origin())
                .build();
    }

    private static Status status(Attributes fields) {
        return Fields.text(fields, "level").equals("ERROR")
                ? Status.of(
                        Status.Code.ERROR, Fields.text(fields, "statusMessage", "status_message"))
                : Status.UNSET;
    }

    private static Attributes attributes(Attributes fields, Attributes metadata) {
        Attributes.Builder all =
                new Attributes.Builder().putAll(SpanParts.attributes(metadata.get("attributes")));
        put(all, "type", Fields.first(fields, "type"));
        put(all, "level", Fields.first(fields, "level"));
        put(all, "status_message", Fields.first(fields, "statusMessage", "status_message"));
        put(all, "input", Fields.first(fields, "input"));
        put(all, "output", Fields.first(fields, "output"));
        put(all, "model.name", Fields.first(fields, "model", "providedModelName"));
        put(all, "model.parameters", filled(fields, "modelParameters", "model_parameters"));
        put(all, "usage_details", filled(fields, "usageDetails", "usage_details"));
        put(all, "cost_details", filled(fields, "costDetails", "cost_details"));
        put(all, "completion_start_time", Fields.first(fields, "completionStartTime"));
        put(all, "prompt.name", Fields.first(fields, "promptName"));
        put(all, "prompt.version", Fields.first(fields, "promptVersion"));
        Fields.put(all, "langfuse.environment", Fields.first(fields, "environment"));
        Fields.put(all, "langfuse.version", Fields.first(fields, "version"));
        for (int i = 0; i < metadata.size(); i++) {
            switch (metadata.key(i)) {
                case "attributes", "resourceAttributes", "scope" -> {}
                default -> put(all, "metadata." + metadata.key(i), metadata.value(i));
            }
        }
        return all.build();
    }

    /** Langfuse writes an empty map where nothing is known. */
    private static @Nullable AnyValue filled(Attributes fields, String... names) {
        AnyValue value = Fields.first(fields, names);
        return value instanceof AnyValue.KvlistValue(Attributes map) && map.isEmpty()
                ? null
                : value;
    }

    private static void put(Attributes.Builder all, String name, @Nullable AnyValue value) {
        if (value != null) {
            Fields.put(all, PREFIX + name, Fields.flat(value));
        }
    }
}
