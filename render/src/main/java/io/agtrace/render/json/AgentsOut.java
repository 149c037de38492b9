package io.agtrace.render.json;

import com.fasterxml.jackson.core.JsonGenerator;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Evidence;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/** The fields that the parts of the agents' view are made of. */
final class AgentsOut {
    final JsonOut out;
    final JsonGenerator json;
    final SpanTree tree;
    final long zero;

    AgentsOut(JsonOut out, AgentsView view) {
        this.out = out;
        this.json = out.json;
        this.tree = view.workflow().tree();
        long start = view.workflow().summary().startNanos();
        this.zero = start == Span.NO_TIME && tree.size() > 0 ? tree.startNanos(0) : start;
    }

    /** A span by its ids; left out where there is none. */
    void node(String name, int node) throws IOException {
        if (node >= 0) {
            json.writeFieldName(name);
            node(node);
        }
    }

    void nodes(String name, List<Integer> nodes) throws IOException {
        json.writeArrayFieldStart(name);
        for (int node : nodes) {
            node(node);
        }
        json.writeEndArray();
    }

    private void node(int node) throws IOException {
        Span span = tree.span(node);
        json.writeStartObject();
        out.text("trace_id", span.traceId().toString());
        out.text("span_id", span.spanId().toString());
        out.text("name", span.name());
        json.writeEndObject();
    }

    /** A point in time in UTC, and how long after the run's start; left out where unknown. */
    void time(String name, long nanos) throws IOException {
        if (nanos == Span.NO_TIME) {
            return;
        }
        out.time(name, nanos);
        if (zero != Span.NO_TIME) {
            String offset = name.equals("time") ? "offset_ms" : name + "_offset_ms";
            out.millis(offset, nanos - zero);
        }
    }

    void span(long start, long end) throws IOException {
        time("start", start);
        time("end", end);
        out.millis("duration_ms", end - start);
    }

    /** A payload as text, as {@link AnyValue#toString()} spells it; left out where not recorded. */
    void payload(String name, @Nullable AnyValue payload) throws IOException {
        if (payload != null) {
            out.text(name, payload.toString());
        }
    }

    /** An index, a count or a limit that is left out where it is negative. */
    void number(String name, long number) throws IOException {
        if (number >= 0) {
            json.writeNumberField(name, number);
        }
    }

    /** A figure that is left out where it is negative or not a number. */
    void share(String name, double number) throws IOException {
        if (number >= 0) {
            json.writeNumberField(name, number);
        }
    }

    void flag(String name, @Nullable Boolean flag) throws IOException {
        if (flag != null) {
            json.writeBooleanField(name, flag);
        }
    }

    void evidence(List<Evidence> evidence) throws IOException {
        json.writeArrayFieldStart("evidence");
        for (Evidence each : evidence) {
            json.writeStartObject();
            node("span", each.node());
            out.text("source", each.source());
            out.text("text", each.text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
