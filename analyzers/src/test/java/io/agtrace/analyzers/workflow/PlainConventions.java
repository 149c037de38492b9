package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.Conventions;
import io.agtrace.analyzers.conventions.Operation;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.RunKey;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.conventions.TokenUsage;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Span;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads facts from attributes that are named after them. */
final class PlainConventions implements Conventions {
    @Override
    public SpanFacts read(Span span) {
        Attributes its = span.attributes();
        List<RunKey> keys = new ArrayList<>();
        for (RunKey.Kind kind : RunKey.Kind.values()) {
            String attribute = kind.name().toLowerCase(Locale.ROOT);
            if (its.get(attribute) != null) {
                keys.add(new RunKey(kind, text(its, attribute), attribute));
            }
        }
        String kind = text(its, "kind");
        return new SpanFacts(
                kind.isEmpty()
                        ? Operation.OTHER
                        : new Operation(OperationKind.valueOf(kind), List.of()),
                "",
                text(its, "agent"),
                "",
                "",
                text(its, "model"),
                text(its, "name"),
                new TokenUsage(number(its, "in"), number(its, "out"), -1, -1, number(its, "total")),
                its.get("cost") == null ? -1 : Double.parseDouble(text(its, "cost")),
                span.status().isError(),
                "",
                "",
                null,
                null,
                text(its, "sent"),
                text(its, "received"),
                keys,
                "",
                -1,
                -1);
    }

    private static String text(Attributes attributes, String key) {
        String text = attributes.text(key);
        return text == null ? "" : text;
    }

    private static long number(Attributes attributes, String key) {
        return attributes.get(key) == null ? -1 : Long.parseLong(text(attributes, key));
    }
}
