package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Origin;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.span.Status;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The span of one LangSmith run, under the names of LangSmith's own OpenTelemetry exporter. */
final class LangSmithRun {
    private LangSmithRun() {}

    static Span span(Item record, IngestReport report) {
        Attributes fields = record.fields();
        Origin origin = record.origin();
        String[] chain = Fields.text(fields, "dotted_order").split("\\.", -1);
        Id trace = SpanParts.plainTraceId(Fields.first(fields, "trace_id"));
        if (trace == null && !chain[0].isEmpty()) {
            trace = Id.trace(runId(chain[0]));
        }
        Id id = SpanParts.plainSpanId(Fields.first(fields, "id", "run_id"));
        if (id == null && !chain[0].isEmpty()) {
            id = Id.span(runId(chain[chain.length - 1]));
        }
        String name = Fields.text(fields, "name");
        Id spanId = SpanMapper.orNoSpan(id, origin, report);
        return new Span.Builder(SpanMapper.orNoTrace(trace, origin, report), spanId)
                .parent(parent(fields, chain, spanId))
                .name(name)
                .times(
                        Times.point(fields.get("start_time"), Times.Unit.OPEN),
                        Times.point(fields.get("end_time"), Times.Unit.OPEN))
                .status(status(fields))
                .attributes(attributes(fields, chain.length < 2, name))
                .events(events(fields))
                .origin(origin)
                .build();
    }

    /**
     * A segment of {@code dotted_order} is the start's time, up to a {@code Z}, and the run's id.
     */
    private static String runId(String segment) {
        return segment.substring(segment.indexOf('Z') + 1);
    }

    private static @Nullable Id parent(Attributes fields, String[] chain, Id own) {
        Id parent = SpanParts.plainSpanId(Fields.first(fields, "parent_run_id"));
        if (parent == null && chain.length > 1) {
            parent = Id.span(runId(chain[chain.length - 2]));
        }
        List<AnyValue> parents = Fields.items(fields, "parent_run_ids");
        if (parent == null && !parents.isEmpty()) {
            parent = SpanParts.plainSpanId(parents.getLast());
        }
        return own.equals(parent) ? null : parent;
    }

    private static Status status(Attributes fields) {
        String error = Fields.text(fields, "error");
        return switch (Fields.text(fields, "status")) {
            case "success" -> Status.of(Status.Code.OK, error);
            case "error" -> Status.of(Status.Code.ERROR, error);
            default -> error.isEmpty() ? Status.UNSET : Status.of(Status.Code.ERROR, error);
        };
    }

    private static Attributes attributes(Attributes fields, boolean root, String name) {
        Attributes.Builder all = new Attributes.Builder();
        Fields.put(all, "langsmith.span.kind", Fields.first(fields, "run_type"));
        if (root) {
            all.put("langsmith.trace.name", name);
        }
        Fields.put(all, "langsmith.trace.session_id", Fields.first(fields, "session_id"));
        Fields.put(all, "langsmith.trace.session_name", Fields.first(fields, "session_name"));
        List<AnyValue> tags = Fields.items(fields, "tags");
        if (!tags.isEmpty()) {
            all.put(
                    "langsmith.span.tags",
                    String.join(", ", tags.stream().map(AnyValue::toString).toList()));
        }
        Attributes extra = Fields.map(fields, "extra");
        Attributes metadata = Fields.map(extra, "metadata");
        for (int i = 0; i < metadata.size(); i++) {
            Fields.put(all, "langsmith.metadata." + metadata.key(i), metadata.value(i));
        }
        Attributes invocation = Fields.map(extra, "invocation_params");
        put(all, "gen_ai.system", Fields.first(metadata, "ls_provider"), invocation, "_type");
        put(
                all,
                "gen_ai.request.model",
                Fields.first(metadata, "ls_model_name"),
                invocation,
                "model",
                "model_name");
        put(all, "gen_ai.prompt", text(fields, "inputs"), Attributes.EMPTY);
        put(all, "gen_ai.completion", text(fields, "outputs"), Attributes.EMPTY);
        usage(all, fields);
        return all.build();
    }

    private static void usage(Attributes.Builder all, Attributes fields) {
        Fields.put(all, "gen_ai.usage.input_tokens", Fields.first(fields, "prompt_tokens"));
        Fields.put(all, "gen_ai.usage.output_tokens", Fields.first(fields, "completion_tokens"));
        Fields.put(all, "gen_ai.usage.total_tokens", Fields.first(fields, "total_tokens"));
        details(
                all,
                "gen_ai.usage.input_token_details",
                Fields.map(fields, "prompt_token_details"));
        details(
                all,
                "gen_ai.usage.output_token_details",
                Fields.map(fields, "completion_token_details"));
        Fields.put(all, "gen_ai.usage.cost", Fields.first(fields, "total_cost"));
    }

    private static void details(Attributes.Builder all, String name, Attributes details) {
        if (!details.isEmpty()) {
            all.put(name, Fields.flat(new AnyValue.KvlistValue(details)));
        }
    }

    private static void put(
            Attributes.Builder all,
            String name,
            @Nullable AnyValue value,
            Attributes otherwise,
            String... names) {
        Fields.put(all, name, value == null ? Fields.first(otherwise, names) : value);
    }

    private static @Nullable AnyValue text(Attributes fields, String name) {
        AnyValue value = Fields.first(fields, name);
        return value == null ? null : Fields.flat(value);
    }

    private static List<SpanEvent> events(Attributes fields) {
        List<SpanEvent> events = new ArrayList<>();
        for (AnyValue item : Fields.items(fields, "events")) {
            Attributes event = Fields.asMap(item);
            String name = Fields.text(event, "name");
            if (!name.isEmpty()) {
                Attributes.Builder rest = new Attributes.Builder();
                for (int i = 0; i < event.size(); i++) {
                    if (!event.key(i).equals("name") && !event.key(i).equals("time")) {
                        Fields.put(rest, event.key(i), event.value(i));
                    }
                }
                events.add(
                        new SpanEvent(
                                Times.point(event.get("time"), Times.Unit.OPEN),
                                name,
                                rest.build()));
            }
        }
        Attributes feedback = Fields.map(fields, "feedback_stats");
        for (int i = 0; i < feedback.size(); i++) {
            AnyValue average = Fields.first(Fields.asMap(feedback.value(i)), "avg");
            if (average != null) {
                SpanEvent event =
                        Scores.event(
                                Attributes.of(
                                        "key", AnyValue.of(feedback.key(i)), "score", average));
                if (event != null) {
                    events.add(event);
                }
            }
        }
        return events;
    }
}
