package io.agtrace.analyzers.span;

/** The instrumentation that recorded a span; name and version are empty where unknown. */
public record Scope(String name, String version, Attributes attributes) {
    public static final Scope EMPTY = new Scope("", "", Attributes.EMPTY);
}
