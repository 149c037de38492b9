package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.Retry.Attempt;
import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.SpanConcepts;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Attempts that a client library notes as events of one span: each retry event says that the
 * attempt before it failed; the last attempt ends with the span.
 */
final class RetriesInEvents {
    private RetriesInEvents() {}

    static void add(CallShapes shapes, int node, int invocation, List<Retry> to) {
        SpanTree tree = shapes.tree();
        Span span = tree.span(node);
        List<Attempt> attempts = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        long start = tree.startNanos(node);
        long waited = 0;
        int limit = -1;
        for (int i = 0; i < span.events().size(); i++) {
            SpanEvent event = span.events().get(i);
            if (!isRetry(event)) {
                continue;
            }
            long time = Math.clamp(event.timeNanos(), start, tree.endNanos(node));
            SpanConcepts concepts =
                    shapes.concepts(span.toBuilder().attributes(event.attributes()).build());
            String error = concepts.text(Concept.ERROR_MESSAGE);
            if (error.isEmpty()) {
                error = concepts.text(Concept.ERROR_TYPE);
            }
            attempts.add(
                    new Attempt(
                            node,
                            i,
                            start,
                            time,
                            waited,
                            true,
                            error.isEmpty() ? "retried" : CallShapeText.shorten(error, 200)));
            waited = Math.min(delayNanos(event.attributes()), tree.endNanos(node) - time);
            start = time + waited;
            long most = concepts.count(Concept.ATTEMPT_MAX);
            limit = Math.max(limit, (int) Math.min(most, 1 << 20));
            evidence.add(
                    new Evidence(
                            node,
                            "event " + event.name(),
                            CallShapeText.shorten(event.attributes().toString(), 200)));
        }
        if (attempts.isEmpty()) {
            return;
        }
        long end = tree.endNanos(node);
        boolean failed = shapes.failed(node);
        attempts.add(new Attempt(node, -1, start, end, waited, failed, shapes.error(node)));
        to.add(
                new Retry(
                        0,
                        shapes.label(node).isEmpty() ? span.name() : shapes.label(node),
                        invocation,
                        attempts,
                        false,
                        !failed,
                        end - start,
                        end - tree.startNanos(node),
                        limit,
                        evidence));
    }

    private static boolean isRetry(SpanEvent event) {
        String name = event.name().toLowerCase(Locale.ROOT);
        return (name.contains("retry") || name.contains("retries") || name.equals("backoff"))
                && !name.contains("exhausted")
                && !name.contains("succe")
                && !name.contains("give")
                && event.timeNanos() != Span.NO_TIME;
    }

    /** How long the event says that the client waits; its unit stands in the name, else seconds. */
    private static long delayNanos(Attributes attributes) {
        for (int i = 0; i < attributes.size(); i++) {
            String key = attributes.key(i).toLowerCase(Locale.ROOT);
            if (!key.contains("delay") && !key.contains("backoff") && !key.contains("wait")) {
                continue;
            }
            double value =
                    switch (attributes.value(i)) {
                        case AnyValue.IntValue(long number) -> number;
                        case AnyValue.DoubleValue(double number) -> number;
                        default -> Double.NaN;
                    };
            if (value >= 0 && value < 1e9) {
                boolean millis = key.endsWith("ms") || key.endsWith("millis");
                return (long) (value * (millis ? 1e6 : 1e9));
            }
        }
        return 0;
    }

    /** Where a plain call goes: what of its attributes is the same for each attempt. */
    static long address(Span span) {
        long hash = 1;
        Attributes attributes = span.attributes();
        for (int i = 0; i < attributes.size(); i++) {
            String key = attributes.key(i);
            if (key.startsWith("url.")
                    || key.equals("http.url")
                    || key.equals("http.target")
                    || key.equals("server.address")
                    || key.equals("db.statement")
                    || key.equals("db.query.text")
                    || key.equals("rpc.method")) {
                hash +=
                        CallShapePayloads.fingerprint(attributes.value(i).toString())
                                * key.hashCode();
            }
        }
        return hash;
    }
}
