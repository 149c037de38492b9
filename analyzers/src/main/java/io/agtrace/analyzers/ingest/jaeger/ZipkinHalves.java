package io.agtrace.analyzers.ingest.jaeger;

import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells the two halves of a shared span apart. In Zipkin, the server of a remote call may record
 * under the client's span id. Here each half is a span: the client keeps the id, the server becomes
 * its child with the id {@code <id>/server}, and what was recorded below the id goes below the
 * server, unless only the client's service can have recorded it. A server half whose client half is
 * not there stays as it was recorded.
 *
 * <p>Halves and children arrive in any order, so spans wait here, at most {@value #WAITING}; halves
 * that lie farther apart in the input are not brought together.
 */
final class ZipkinHalves {
    private static final int WAITING = 1 << 14;

    private final SpanSink sink;
    private final List<Waiting> waiting = new ArrayList<>();

    private record Waiting(Span span, boolean shared) {}

    private record Key(Id trace, Id id) {}

    /** What was recorded under one id. */
    private static final class Halves {
        @Nullable Span client;
        @Nullable Span server;
        @Nullable Id serverId;
    }

    ZipkinHalves(SpanSink sink) {
        this.sink = sink;
    }

    void add(Span span, boolean shared) {
        waiting.add(new Waiting(span, shared));
        if (waiting.size() >= WAITING) {
            flush();
        }
    }

    /** Gives on all that waits, in the order in which it came. */
    void flush() {
        Map<Key, Halves> halves = new HashMap<>();
        for (Waiting one : waiting) {
            if (!one.shared) {
                Halves both = at(halves, one.span);
                if (both.client == null || one.span.kind() == SpanKind.CLIENT) {
                    both.client = one.span;
                }
            }
        }
        List<Span> resolved = new ArrayList<>(waiting.size());
        Map<Key, Integer> servers = new HashMap<>();
        for (Waiting one : waiting) {
            Halves both = at(halves, one.span);
            Span client = both.client;
            boolean server =
                    client != null
                            && client != one.span
                            && (one.shared || isServerOf(one.span, client));
            if (!server) {
                resolved.add(one.span);
                continue;
            }
            int number = servers.merge(key(one.span), 1, Integer::sum);
            String suffix = number == 1 ? "/server" : "/server-" + number;
            Id id = Id.ofText(one.span.spanId() + suffix);
            if (both.server == null) {
                both.server = one.span;
                both.serverId = id;
            }
            resolved.add(withId(one.span, id).parent(one.span.spanId()).build());
        }
        for (Span span : resolved) {
            sink.span(belowServer(span, halves));
        }
        waiting.clear();
    }

    /** Older instrumentations share ids without saying so. */
    private static boolean isServerOf(Span span, Span client) {
        return span.kind() == SpanKind.SERVER && client.kind() == SpanKind.CLIENT;
    }

    private static Key key(Span span) {
        return new Key(span.traceId(), span.spanId());
    }

    private static Halves at(Map<Key, Halves> halves, Span span) {
        return halves.computeIfAbsent(key(span), k -> new Halves());
    }

    private static Span belowServer(Span span, Map<Key, Halves> halves) {
        Id parent = span.parentId();
        if (parent == null) {
            return span;
        }
        Halves above = halves.get(new Key(span.traceId(), parent));
        if (above == null || above.server == null || above.serverId == null) {
            return span;
        }
        boolean isServer =
                !span.spanId().isNumeric()
                        && span.spanId().toString().startsWith(parent + "/server");
        String service = span.resource().serviceName();
        boolean clients =
                above.client != null
                        && service.equals(above.client.resource().serviceName())
                        && !service.equals(above.server.resource().serviceName());
        return isServer || clients ? span : span.toBuilder().parent(above.serverId).build();
    }

    private static Span.Builder withId(Span span, Id id) {
        return new Span.Builder(span.traceId(), id)
                .name(span.name())
                .kind(span.kind())
                .times(span.startNanos(), span.endNanos())
                .status(span.status())
                .attributes(span.attributes())
                .events(span.events())
                .links(span.links())
                .resource(span.resource())
                .scope(span.scope())
                .traceState(span.traceState())
                .origin(span.origin());
    }
}
