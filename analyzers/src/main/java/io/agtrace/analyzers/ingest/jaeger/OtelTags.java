package io.agtrace.analyzers.ingest.jaeger;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Scope;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.Status;

import java.util.Locale;

/**
 * Reads back what OpenTelemetry puts into tags for formats without a field for it: kind, status,
 * scope and tracestate (OpenTelemetry specification, "Mapping to non-OTLP formats"; Jaeger's and
 * Zipkin's exporters). Such tags do not stay attributes.
 */
final class OtelTags {
    private final boolean zipkin;
    private final Attributes.Builder rest = new Attributes.Builder();
    private SpanKind kind = SpanKind.UNSPECIFIED;
    private Status.Code code = Status.Code.UNSET;
    private boolean error;
    private String message = "";
    private String scopeName = "";
    private String scopeVersion = "";
    private String traceState = "";
    private Scope lastScope = Scope.EMPTY;

    /**
     * @param zipkin whether a tag {@code error} of any value says that the span failed; in Jaeger,
     *     only the value "true" does
     */
    OtelTags(boolean zipkin) {
        this.zipkin = zipkin;
    }

    void begin() {
        rest.build();
        kind = SpanKind.UNSPECIFIED;
        code = Status.Code.UNSET;
        error = false;
        message = "";
        scopeName = "";
        scopeVersion = "";
        traceState = "";
    }

    void add(String key, AnyValue value) {
        boolean taken =
                switch (key) {
                    case "span.kind" -> takeKind(value.toString());
                    case "error" -> takeError(value.toString());
                    case "otel.status_code" -> takeCode(value.toString());
                    case "otel.status_description" -> {
                        message = value.toString();
                        yield true;
                    }
                    case "otel.scope.name", "otel.library.name" -> {
                        scopeName = value.toString();
                        yield true;
                    }
                    case "otel.scope.version", "otel.library.version" -> {
                        scopeVersion = value.toString();
                        yield true;
                    }
                    case "w3c.tracestate" -> {
                        traceState = value.toString();
                        yield true;
                    }
                    default -> false;
                };
        if (!taken) {
            rest.put(key, value);
        }
    }

    private boolean takeKind(String name) {
        SpanKind named =
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "internal" -> SpanKind.INTERNAL;
                    case "server" -> SpanKind.SERVER;
                    case "client" -> SpanKind.CLIENT;
                    case "producer" -> SpanKind.PRODUCER;
                    case "consumer" -> SpanKind.CONSUMER;
                    default -> SpanKind.UNSPECIFIED;
                };
        if (named == SpanKind.UNSPECIFIED) {
            return false;
        }
        kind = named;
        return true;
    }

    private boolean takeError(String value) {
        if (zipkin) {
            error = true;
            if (message.isEmpty() && !value.equals("true")) {
                message = value;
            }
            return true;
        }
        if (!value.equalsIgnoreCase("true")) {
            return false;
        }
        error = true;
        return true;
    }

    private boolean takeCode(String name) {
        switch (name.toUpperCase(Locale.ROOT)) {
            case "OK", "1" -> code = Status.Code.OK;
            case "ERROR", "2" -> code = Status.Code.ERROR;
            case "UNSET", "0" -> {}
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Gives all to the span; the kind only where a tag named one. */
    void into(Span.Builder span) {
        Status.Code said = error ? Status.Code.ERROR : code;
        span.status(Status.of(said, message)).traceState(traceState).attributes(rest.build());
        if (kind != SpanKind.UNSPECIFIED) {
            span.kind(kind);
        }
        if (!scopeName.isEmpty() || !scopeVersion.isEmpty()) {
            Scope scope = new Scope(scopeName, scopeVersion, Attributes.EMPTY);
            if (!scope.equals(lastScope)) {
                lastScope = scope;
            }
            span.scope(lastScope);
        }
    }
}
