package io.agtrace.analyzers.ingest.jaeger;

import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.json.Ids;
import io.agtrace.analyzers.ingest.json.JsonCursor;
import io.agtrace.analyzers.ingest.json.JsonTree;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Origin;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.span.SpanKind;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Single spans of Zipkin v2 JSON. The local endpoint's service is the resource; addresses become
 * attributes of the names that OpenTelemetry's conventions give them.
 */
final class ZipkinSpans {
    private static final int SERVICES_KEPT = 1024;

    private final JsonCursor cursor;
    private final String source;
    private final IngestReport report;
    private final ZipkinHalves halves;
    private final OtelTags tags = new OtelTags(true);
    private final Map<String, Resource> services = new HashMap<>();

    /** Who took part in a span. */
    private record Endpoint(String service, String address, long port) {
        static final Endpoint NONE = new Endpoint("", "", 0);
    }

    ZipkinSpans(JsonCursor cursor, String source, IngestReport report, ZipkinHalves halves) {
        this.cursor = cursor;
        this.source = source;
        this.report = report;
        this.halves = halves;
    }

    /**
     * Reads the object that stands next.
     *
     * @param certain whether it is known to be a span; where not, one without ids is none
     */
    void read(boolean certain) throws IOException {
        long at = cursor.offset();
        Id trace = null;
        Id id = null;
        Id parent = null;
        String name = "";
        SpanKind kind = SpanKind.INTERNAL;
        long start = Span.NO_TIME;
        long duration = Span.NO_TIME;
        Endpoint local = Endpoint.NONE;
        Endpoint remote = Endpoint.NONE;
        List<SpanEvent> events = List.of();
        boolean shared = false;
        tags.begin();
        cursor.beginObject();
        for (String key; (key = cursor.nextKey()) != null; ) {
            switch (key) {
                case "traceId" -> trace = Ids.trace(cursor.value());
                case "id" -> id = Ids.span(cursor.value());
                case "parentId" -> parent = Ids.span(cursor.value());
                case "name" -> name = cursor.string();
                case "kind" -> kind = kind(cursor.string());
                case "timestamp" -> start = known(Micros.time(cursor), at);
                case "duration" -> duration = known(Micros.duration(cursor), at);
                case "localEndpoint" -> local = endpoint();
                case "remoteEndpoint" -> remote = endpoint();
                case "tags" -> tags(cursor);
                case "annotations" -> events = annotations();
                case "shared" -> shared = cursor.string().equals("true");
                default -> cursor.skipValue();
            }
        }
        if (trace == null && id == null && (!certain || name.isEmpty() && start == Span.NO_TIME)) {
            return;
        }
        if (trace == null) {
            report.repaired(source, at, "a span without a trace id, kept with those of its input");
            trace = Id.ofText("no-trace-id:" + source);
        }
        if (id == null) {
            report.repaired(source, at, "a span without a span id, given one");
            id = Id.ofText("no-span-id:" + at);
        }
        if (cursor.tookInvalidUtf8()) {
            report.repaired(source, at, "invalid UTF-8, read as U+FFFD");
        }
        addressed("network.local", local);
        if (!remote.service.isEmpty()) {
            tags.add("peer.service", AnyValue.of(remote.service));
        }
        addressed("network.peer", remote);
        Span.Builder span =
                new Span.Builder(trace, id)
                        .parent(parent)
                        .name(name)
                        .kind(kind)
                        .times(start, Micros.end(start, duration))
                        .events(events)
                        .origin(
                                new Origin(
                                        source, at, (int) Math.min(cursor.offset() - at, 1 << 30)));
        tags.into(span);
        halves.add(withService(span.build(), local.service), shared);
    }

    private void addressed(String prefix, Endpoint endpoint) {
        if (!endpoint.address.isEmpty()) {
            tags.add(prefix + ".address", AnyValue.of(endpoint.address));
        }
        if (endpoint.port > 0) {
            tags.add(prefix + ".port", AnyValue.of(endpoint.port));
        }
    }

    /**
     * Sets the resource. Zipkin spells services in lower case; OpenTelemetry's exporters leave the
     * original spelling among the tags, which is taken from there then.
     */
    private Span withService(Span span, String service) {
        Attributes attributes = span.attributes();
        String spelled = attributes.text("service.name");
        boolean same =
                spelled != null
                        && (service.isEmpty()
                                || spelled.toLowerCase(Locale.ROOT)
                                        .equals(service.toLowerCase(Locale.ROOT)));
        Span.Builder builder = span.toBuilder();
        if (same) {
            Attributes.Builder rest = new Attributes.Builder();
            for (int i = 0; i < attributes.size(); i++) {
                if (!attributes.key(i).equals("service.name")) {
                    rest.put(attributes.key(i), attributes.value(i));
                }
            }
            builder.attributes(rest.build());
        }
        String name = same && spelled != null ? spelled : service;
        return builder.resource(resource(name)).build();
    }

    private Resource resource(String service) {
        if (service.isEmpty()) {
            return Resource.EMPTY;
        }
        if (services.size() > SERVICES_KEPT) {
            services.clear();
        }
        return services.computeIfAbsent(
                service, name -> new Resource(Attributes.of("service.name", AnyValue.of(name))));
    }

    /** A span without a kind is one of work inside a process. */
    private static SpanKind kind(String name) {
        return switch (name) {
            case "CLIENT" -> SpanKind.CLIENT;
            case "SERVER" -> SpanKind.SERVER;
            case "PRODUCER" -> SpanKind.PRODUCER;
            case "CONSUMER" -> SpanKind.CONSUMER;
            default -> SpanKind.INTERNAL;
        };
    }

    private long known(long time, long at) {
        if (time == Span.NO_TIME) {
            report.repaired(source, at, "a time that is no number, taken as unknown");
        }
        return time;
    }

    private Endpoint endpoint() throws IOException {
        if (!cursor.atObject()) {
            cursor.skipValue();
            return Endpoint.NONE;
        }
        String service = "";
        String address = "";
        long port = 0;
        cursor.beginObject();
        for (String key; (key = cursor.nextKey()) != null; ) {
            switch (key) {
                case "serviceName" -> service = cursor.string();
                case "ipv4", "ipv6" -> {
                    String text = cursor.string();
                    address = address.isEmpty() ? text : address;
                }
                case "port" -> port = cursor.wholeNumber(0);
                default -> cursor.skipValue();
            }
        }
        return new Endpoint(service, address, port);
    }

    private void tags(JsonCursor from) throws IOException {
        if (!from.atObject()) {
            from.skipValue();
            return;
        }
        from.beginObject();
        for (String key; (key = from.nextKey()) != null; ) {
            tags.add(key, from.value());
        }
    }

    private List<SpanEvent> annotations() throws IOException {
        if (!cursor.atArray()) {
            cursor.skipValue();
            return List.of();
        }
        List<SpanEvent> events = new ArrayList<>();
        cursor.beginArray();
        while (cursor.nextItem()) {
            if (!cursor.atObject()) {
                cursor.skipValue();
                continue;
            }
            long time = Span.NO_TIME;
            String value = "";
            cursor.beginObject();
            for (String key; (key = cursor.nextKey()) != null; ) {
                switch (key) {
                    case "timestamp" -> time = Micros.time(cursor);
                    case "value" -> value = cursor.string();
                    default -> cursor.skipValue();
                }
            }
            events.add(event(time, value));
        }
        return events;
    }

    /**
     * An event as OpenTelemetry's exporters write it: {@code "name":{attributes}}, with braces
     * around it or without; anything else is the name itself.
     */
    private static SpanEvent event(long time, String text) {
        if (text.endsWith("}") && (text.startsWith("{") || text.startsWith("\""))) {
            AnyValue tree = JsonTree.parse(text.startsWith("{") ? text : "{" + text + "}");
            if (tree instanceof AnyValue.KvlistValue(Attributes named)
                    && named.size() == 1
                    && named.value(0) instanceof AnyValue.KvlistValue(Attributes attributes)) {
                return new SpanEvent(time, named.key(0), attributes);
            }
        }
        return new SpanEvent(time, text, Attributes.EMPTY);
    }
}
