package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.SpanLink;
import io.agtrace.analyzers.span.Status;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Spans written down as text, one a line: {@code trace name parent start end key=value…}, times in
 * milliseconds, {@code -} for no parent, {@code ?} for no time. A span's id is its name, or what
 * stands behind a colon: {@code name:id}. The keys {@code service}, {@code link} ({@code
 * trace/span}), {@code span-kind} and the word {@code failed} are no attributes.
 */
final class Given {
    static final long MILLISECOND = 1_000_000;

    /** An arbitrary day. */
    static final long EPOCH = 1_760_000_000_000_000_000L;

    private Given() {}

    static List<Span> spans(String text) {
        return text.lines().filter(line -> !line.isBlank()).map(Given::span).toList();
    }

    static List<Span> shuffled(List<Span> spans, long seed) {
        List<Span> copy = new ArrayList<>(spans);
        Collections.shuffle(copy, new Random(seed));
        return copy;
    }

    static TraceIndex index(String text) {
        return index(spans(text));
    }

    static TraceIndex index(List<Span> spans) {
        TraceIndex index = new TraceIndex(new PlainConventions());
        spans.forEach(index::span);
        return index;
    }

    static Workflow workflow(String text) {
        return workflow(spans(text));
    }

    static Workflow workflow(List<Span> spans) {
        WorkflowBuilder builder = new WorkflowBuilder(new PlainConventions());
        spans.forEach(builder::span);
        return builder.build();
    }

    static Id traceId(String name) {
        return Id.of(hash(name), hash(name + "'"));
    }

    /** A name stands for 64 bits that look random; one of digits for that number. */
    static Id spanId(String name) {
        return Id.of(name.chars().allMatch(Character::isDigit) ? Long.parseLong(name) : hash(name));
    }

    static long at(String milliseconds) {
        return milliseconds.equals("?")
                ? Span.NO_TIME
                : EPOCH + Math.round(Double.parseDouble(milliseconds) * MILLISECOND);
    }

    private static Span span(String line) {
        String[] words = line.strip().split("\\s+", -1);
        String[] name = words[1].split(":", -1);
        @Nullable Id parent = words[2].equals("-") ? null : spanId(words[2]);
        Attributes.Builder attributes = new Attributes.Builder();
        List<SpanLink> links = new ArrayList<>();
        Span.Builder span =
                new Span.Builder(traceId(words[0]), spanId(name[name.length - 1]))
                        .name(name[0])
                        .parent(parent)
                        .times(at(words[3]), at(words[4]));
        for (int i = 5; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            switch (pair[0]) {
                case "service" ->
                        span.resource(
                                new Resource(Attributes.of("service.name", AnyValue.of(pair[1]))));
                case "span-kind" -> span.kind(SpanKind.valueOf(pair[1]));
                case "failed" -> span.status(Status.of(Status.Code.ERROR, "failed"));
                case "link" -> {
                    String[] target = pair[1].split("/", -1);
                    links.add(
                            new SpanLink(traceId(target[0]), spanId(target[1]), Attributes.EMPTY));
                }
                default -> attributes.put(pair[0], pair[1]);
            }
        }
        return span.attributes(attributes.build()).links(links).build();
    }

    private static long hash(String text) {
        long hash = 1125899906842597L;
        for (int i = 0; i < text.length(); i++) {
            hash = 31 * hash + text.charAt(i);
        }
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        return (hash ^ hash >>> 27) * 0x94d049bb133111ebL | 1L << 63;
    }
}
