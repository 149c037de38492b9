package io.agtrace.analyzers.ingest;

import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.span.SpanLink;

/** All that a span holds as one line, so that two readings of it can be compared and shown. */
public final class CanonicalText {
    private CanonicalText() {}

    public static String of(Span span) {
        StringBuilder out = new StringBuilder();
        out.append(span.traceId()).append('/').append(span.spanId());
        out.append(" <").append(span.parentId()).append("> ").append(span.name());
        out.append(' ').append(span.kind());
        out.append(' ').append(span.startNanos()).append("..").append(span.endNanos());
        out.append(' ').append(span.status().code()).append(' ').append(span.status().message());
        out.append(" state=").append(span.traceState());
        out.append(' ').append(span.attributes());
        for (SpanEvent event : span.events()) {
            out.append(" event ").append(event.timeNanos()).append(' ').append(event.name());
            out.append(event.attributes());
        }
        for (SpanLink link : span.links()) {
            out.append(" link ").append(link.traceId()).append('/').append(link.spanId());
            out.append(link.attributes());
        }
        out.append(" resource=").append(span.resource().attributes());
        out.append(" scope=").append(span.scope().name()).append(' ');
        out.append(span.scope().version()).append(span.scope().attributes());
        return out.toString();
    }
}
