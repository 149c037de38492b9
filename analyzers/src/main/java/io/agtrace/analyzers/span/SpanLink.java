package io.agtrace.analyzers.span;

/** A span's reference to another one, of the same trace or another: cause without parenthood. */
public record SpanLink(Id traceId, Id spanId, Attributes attributes) {}
