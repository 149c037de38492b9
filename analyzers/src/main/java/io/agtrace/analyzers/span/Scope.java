package io.agtrace.analyzers.span;

import org.jspecify.annotations.Nullable;

/** The instrumentation that recorded a span; name and version are empty where unknown. */
public record Scope(String name, String version, Attributes attributes) {
    public static final Scope EMPTY = new Scope("", "", Attributes.EMPTY);

    // The equals that a record has is made at run time, which takes some milliseconds.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Scope scope
                        && name.equals(scope.name)
                        && version.equals(scope.version)
                        && attributes.equals(scope.attributes);
    }

    @Override
    public int hashCode() {
        return (31 * name.hashCode() + version.hashCode()) * 31 + attributes.hashCode();
    }
}
