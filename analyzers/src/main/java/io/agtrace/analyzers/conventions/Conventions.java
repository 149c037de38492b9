package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.span.Span;

/** Reads the concepts of spans. Immutable and thread-safe. */
public interface Conventions {
    /** The facts that one span states, judged from this span alone. */
    SpanFacts read(Span span);

    /** The conventions of all known families. */
    static Conventions standard() {
        return StandardConventions.standard();
    }
}
