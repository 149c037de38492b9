package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.span.Span;

/** Reads the concepts of spans. Immutable and thread-safe. */
public interface Conventions {
    /** The facts that one span states, judged from this span alone. */
    SpanFacts read(Span span);

    /**
     * The same for a list of runs, which takes less time: tools, payloads, outcomes, attempts and
     * what is said about failures may be missing, as if they were not recorded.
     */
    default SpanFacts overview(Span span) {
        return read(span);
    }

    /** The conventions of all known families. */
    static Conventions standard() {
        return StandardConventions.standard();
    }
}
