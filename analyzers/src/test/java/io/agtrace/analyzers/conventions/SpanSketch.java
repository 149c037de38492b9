package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Scope;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.Status;

import java.util.ArrayList;
import java.util.List;

/** A span put down in a line or two. */
final class SpanSketch {
    private final Span.Builder span = new Span.Builder(Id.of(1, 2), Id.of(3));
    private final List<SpanEvent> events = new ArrayList<>();

    private SpanSketch() {}

    /** A span with attributes given as names and values in turn. */
    static SpanSketch span(String name, Object... attributes) {
        SpanSketch sketch = new SpanSketch();
        sketch.span.name(name).attributes(attributes(attributes));
        return sketch;
    }

    static Attributes attributes(Object... namesAndValues) {
        Attributes.Builder all = new Attributes.Builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.put((String) namesAndValues[i], value(namesAndValues[i + 1]));
        }
        return all.build();
    }

    private static AnyValue value(Object plain) {
        return switch (plain) {
            case AnyValue value -> value;
            case Integer number -> AnyValue.of((long) number);
            case Double number -> AnyValue.of((double) number);
            case Boolean flag -> AnyValue.of((boolean) flag);
            case List<?> items ->
                    new AnyValue.ArrayValue(items.stream().map(SpanSketch::value).toList());
            default -> AnyValue.of(plain.toString());
        };
    }

    SpanSketch scope(String name) {
        span.scope(new Scope(name, "", Attributes.EMPTY));
        return this;
    }

    SpanSketch kind(SpanKind kind) {
        span.kind(kind);
        return this;
    }

    SpanSketch error(String message) {
        span.status(Status.of(Status.Code.ERROR, message));
        return this;
    }

    SpanSketch event(String name, Object... attributes) {
        events.add(new SpanEvent(0, name, attributes(attributes)));
        return this;
    }

    Span build() {
        return span.events(events).build();
    }

    SpanFacts facts() {
        return Conventions.standard().read(build());
    }

    SpanConcepts concepts() {
        return StandardConventions.standard().concepts(build());
    }
}
