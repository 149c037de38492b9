package io.agtrace.analyzers.span;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One span as it was recorded. Nothing in it was mended: what readers had to make up is said in
 * their report, and what the tree needs is added by the tree.
 */
public final class Span {
    /** Stands for a time that the export does not give. */
    public static final long NO_TIME = Long.MIN_VALUE;

    private final Id traceId;
    private final Id spanId;
    private final @Nullable Id parentId;
    private final String name;
    private final SpanKind kind;
    private final long startNanos;
    private final long endNanos;
    private final Status status;
    private final Attributes attributes;
    private final List<SpanEvent> events;
    private final List<SpanLink> links;
    private final Resource resource;
    private final Scope scope;
    private final String traceState;
    private final Origin origin;

    private Span(Builder from) {
        traceId = from.traceId;
        spanId = from.spanId;
        parentId = from.parentId;
        name = from.name;
        kind = from.kind;
        startNanos = from.startNanos;
        endNanos = from.endNanos;
        status = from.status;
        attributes = from.attributes;
        events = List.copyOf(from.events);
        links = List.copyOf(from.links);
        resource = from.resource;
        scope = from.scope;
        traceState = from.traceState;
        origin = from.origin;
    }

    public Id traceId() {
        return traceId;
    }

    public Id spanId() {
        return spanId;
    }

    /** The parent's id, or null for a root. */
    public @Nullable Id parentId() {
        return parentId;
    }

    public String name() {
        return name;
    }

    public SpanKind kind() {
        return kind;
    }

    /** Start in nanoseconds since the epoch, or {@link #NO_TIME}. */
    public long startNanos() {
        return startNanos;
    }

    /** End in nanoseconds since the epoch, or {@link #NO_TIME} for a span that was never ended. */
    public long endNanos() {
        return endNanos;
    }

    public boolean hasStart() {
        return startNanos != NO_TIME;
    }

    public boolean hasEnd() {
        return endNanos != NO_TIME;
    }

    /** End minus start in nanoseconds, at least 0; 0 where one of them is unknown. */
    public long durationNanos() {
        return hasStart() && hasEnd() ? Math.max(0, endNanos - startNanos) : 0;
    }

    public Status status() {
        return status;
    }

    public Attributes attributes() {
        return attributes;
    }

    public List<SpanEvent> events() {
        return events;
    }

    public List<SpanLink> links() {
        return links;
    }

    public Resource resource() {
        return resource;
    }

    public Scope scope() {
        return scope;
    }

    /** The W3C tracestate, or the empty string. */
    public String traceState() {
        return traceState;
    }

    public Origin origin() {
        return origin;
    }

    /** The span with more events: log records that were joined to it, copies that were merged. */
    public Span withEvents(List<SpanEvent> all) {
        Builder builder = toBuilder();
        builder.events = all;
        return builder.build();
    }

    public Builder toBuilder() {
        Builder builder = new Builder(traceId, spanId);
        builder.parentId = parentId;
        builder.name = name;
        builder.kind = kind;
        builder.startNanos = startNanos;
        builder.endNanos = endNanos;
        builder.status = status;
        builder.attributes = attributes;
        builder.events = events;
        builder.links = links;
        builder.resource = resource;
        builder.scope = scope;
        builder.traceState = traceState;
        builder.origin = origin;
        return builder;
    }

    @Override
    public String toString() {
        return name + " [" + traceId + "/" + spanId + "]";
    }

    /** Builds one span. Times default to {@link #NO_TIME}, everything else to "nothing". */
    public static final class Builder {
        private final Id traceId;
        private final Id spanId;
        private @Nullable Id parentId;
        private String name = "";
        private SpanKind kind = SpanKind.UNSPECIFIED;
        private long startNanos = NO_TIME;
        private long endNanos = NO_TIME;
        private Status status = Status.UNSET;
        private Attributes attributes = Attributes.EMPTY;
        private List<SpanEvent> events = List.of();
        private List<SpanLink> links = List.of();
        private Resource resource = Resource.EMPTY;
        private Scope scope = Scope.EMPTY;
        private String traceState = "";
        private Origin origin = Origin.UNKNOWN;

        public Builder(Id traceId, Id spanId) {
            this.traceId = traceId;
            this.spanId = spanId;
        }

        public Builder parent(@Nullable Id id) {
            parentId = id;
            return this;
        }

        public Builder name(String text) {
            name = text;
            return this;
        }

        public Builder kind(SpanKind value) {
            kind = value;
            return this;
        }

        /** Nanoseconds since the epoch; either may be {@link #NO_TIME}. */
        public Builder times(long start, long end) {
            startNanos = start;
            endNanos = end;
            return this;
        }

        public Builder status(Status value) {
            status = value;
            return this;
        }

        public Builder attributes(Attributes value) {
            attributes = value;
            return this;
        }

        public Builder events(List<SpanEvent> value) {
            events = value;
            return this;
        }

        public Builder links(List<SpanLink> value) {
            links = value;
            return this;
        }

        public Builder resource(Resource value) {
            resource = value;
            return this;
        }

        public Builder scope(Scope value) {
            scope = value;
            return this;
        }

        public Builder traceState(String value) {
            traceState = value;
            return this;
        }

        public Builder origin(Origin value) {
            origin = value;
            return this;
        }

        public Span build() {
            return new Span(this);
        }
    }
}
