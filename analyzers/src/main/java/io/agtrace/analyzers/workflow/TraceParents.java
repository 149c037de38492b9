package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AsciiWord;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds W3C trace contexts ({@code 00-<trace id>-<span id>-<flags>}, <a
 * href="https://www.w3.org/TR/trace-context/">Trace Context</a>) that were carried as data: in a
 * header or message attribute, or in a short payload.
 */
final class TraceParents {
    private static final String NAME = "traceparent";
    private static final AsciiWord WORD = new AsciiWord(NAME);
    private static final int LENGTH = 55;
    private static final int LONGEST_PAYLOAD = 2048;

    private TraceParents() {}

    /** A context that was found. */
    record Found(Id trace, Id span) {}

    /** Contexts in the span's attributes that name another trace; mostly none. */
    static List<Found> in(Span span, SpanFacts facts) {
        boolean payloads = mayCarry(span, facts);
        List<Found> found = List.of();
        Attributes attributes = span.attributes();
        for (int i = 0; i < attributes.size(); i++) {
            AnyValue value = attributes.value(i);
            Found one =
                    value instanceof Text text
                            ? inText(attributes.key(i), text, payloads)
                            : in(attributes.key(i), value, payloads);
            if (one != null && !one.trace.equals(span.traceId())) {
                if (found.isEmpty()) {
                    found = new ArrayList<>(1);
                }
                found.add(one);
            }
        }
        return found;
    }

    // Only what hands work over carries a context in its payload; to read all payloads is dear.
    private static boolean mayCarry(Span span, SpanFacts facts) {
        if (span.kind() == SpanKind.PRODUCER || span.kind() == SpanKind.CONSUMER) {
            return true;
        }
        return switch (facts.operation().kind()) {
            case QUEUE_SEND, QUEUE_RECEIVE, HANDOFF, TOOL_CALL -> true;
            default -> false;
        };
    }

    private static @Nullable Found in(String key, AnyValue value, boolean payloads) {
        // HTTP headers are recorded as lists of values.
        if (value instanceof AnyValue.ArrayValue(List<AnyValue> values)) {
            return key.endsWith(NAME) && values.size() == 1
                    ? parse(values.getFirst().toString(), 0)
                    : null;
        }
        return payloads
                        && value instanceof AnyValue.KvlistValue(Attributes fields)
                        && fields.get(NAME) instanceof Text text
                ? inText(NAME, text, false)
                : null;
    }

    // Most keys are told by their last letter.
    private static boolean endsWithName(String key) {
        return key.charAt(key.length() - 1) == 't' && key.endsWith(NAME);
    }

    private static @Nullable Found inText(String key, Text text, boolean payload) {
        boolean named = key.length() >= NAME.length() && endsWithName(key);
        if (!named && !payload) {
            return null;
        }
        int length = text.recordedLength();
        if (named) {
            return length < 4 * LENGTH ? parse(text.toString(), 0) : null;
        }
        if (length < LENGTH || length > LONGEST_PAYLOAD || !text.records(WORD)) {
            return null;
        }
        String content = text.toString();
        int name = content.indexOf(NAME);
        int at = name < 0 ? -1 : content.indexOf("00-", name);
        return at >= 0 && at - name < 24 ? parse(content, at) : null;
    }

    private static @Nullable Found parse(String text, int at) {
        if (text.length() < at + LENGTH || text.charAt(at) != '0' || text.charAt(at + 1) != '0') {
            return null;
        }
        for (int i = 2; i < LENGTH; i++) {
            char c = text.charAt(at + i);
            boolean dash = i == 2 || i == 35 || i == 52;
            if (dash ? c != '-' : Character.digit(c, 16) < 0) {
                return null;
            }
        }
        Id trace = Id.trace(text.substring(at + 3, at + 35));
        Id span = Id.span(text.substring(at + 36, at + 52));
        return trace == null || span == null ? null : new Found(trace, span);
    }
}
