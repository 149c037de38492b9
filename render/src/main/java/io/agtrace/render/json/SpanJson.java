package io.agtrace.render.json;

import com.fasterxml.jackson.core.JsonGenerator;

import io.agtrace.analyzers.conventions.Operation;
import io.agtrace.analyzers.conventions.Operation.Evidence;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.conventions.TokenUsage;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.span.SpanLink;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.SpanTree.Placement;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the spans of one tree, and collects the resources that they point to. */
final class SpanJson {
    private final JsonOut out;
    private final JsonGenerator json;
    private final SpanTree tree;
    private final Map<Resource, Integer> numbers = new HashMap<>();
    private final List<Resource> resources = new ArrayList<>();
    // Neighbouring spans mostly share one; comparing the attributes of all would be slow.
    private Resource latest = Resource.EMPTY;
    private int latestNumber = -1;

    SpanJson(JsonOut out, SpanTree tree) {
        this.out = out;
        this.json = out.json;
        this.tree = tree;
    }

    /** In the order in which spans named them; a span has the index. */
    List<Resource> resources() {
        return resources;
    }

    void write(int node) throws IOException {
        Span span = tree.span(node);
        SpanFacts facts = tree.facts(node);
        json.writeStartObject();
        out.text("trace_id", span.traceId().toString());
        out.text("span_id", span.spanId().toString());
        place(node, span);
        out.text("name", span.name());
        json.writeStringField("span_kind", SummaryJson.constant(span.kind()));
        operation(facts.operation());
        facts(facts);
        times(node, span);
        json.writeObjectFieldStart("status");
        json.writeStringField("code", SummaryJson.constant(span.status().code()));
        out.optional("message", span.status().message());
        json.writeEndObject();
        json.writeBooleanField("failed", facts.failed());
        out.optional("error", facts.errorMessage());
        events(span.events());
        links(span.links());
        out.attributes("attributes", span.attributes());
        json.writeNumberField("resource", number(span.resource()));
        json.writeObjectFieldStart("scope");
        out.optional("name", span.scope().name());
        out.optional("version", span.scope().version());
        json.writeEndObject();
        out.optional("trace_state", span.traceState());
        json.writeEndObject();
    }

    private void place(int node, Span span) throws IOException {
        int parent = tree.parent(node);
        if (parent >= 0) {
            Span above = tree.span(parent);
            out.text("parent_span_id", above.spanId().toString());
            if (!above.traceId().equals(span.traceId())) {
                out.text("parent_trace_id", above.traceId().toString());
            }
        } else {
            json.writeNullField("parent_span_id");
        }
        if (span.parentId() != null
                && (parent < 0 || !span.parentId().equals(tree.span(parent).spanId()))) {
            out.text("recorded_parent_span_id", span.parentId().toString());
        }
        Placement placement = tree.placement(node);
        json.writeStringField("placement", SummaryJson.constant(placement));
        json.writeBooleanField("placeholder", placement == Placement.PLACEHOLDER);
        json.writeNumberField("depth", tree.depth(node));
    }

    private void operation(Operation operation) throws IOException {
        json.writeObjectFieldStart("operation");
        json.writeStringField("kind", SummaryJson.constant(operation.kind()));
        json.writeArrayFieldStart("evidence");
        for (Evidence evidence : operation.evidence()) {
            json.writeStartObject();
            out.text("source", evidence.source());
            out.text("value", evidence.value());
            json.writeStringField("says", SummaryJson.constant(evidence.says()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void facts(SpanFacts facts) throws IOException {
        out.optional("family", facts.family());
        out.optional("agent", facts.agentName());
        out.optional("tool", facts.toolName());
        out.optional("tool_call_id", facts.toolCallId());
        out.optional("model", facts.model());
        TokenUsage tokens = facts.tokens();
        if (tokens.isKnown()) {
            json.writeObjectFieldStart("tokens");
            optional("input", tokens.input());
            optional("output", tokens.output());
            optional("cached", tokens.cached());
            optional("reasoning", tokens.reasoning());
            optional("total", tokens.total());
            json.writeEndObject();
        }
        if (facts.costUsd() >= 0) {
            json.writeNumberField("cost_usd", facts.costUsd());
        }
        out.optional("finish_reason", facts.finishReason());
        out.optional("outcome", facts.outcome());
        out.optional("message_id_sent", facts.messageIdSent());
        out.optional("message_id_received", facts.messageIdReceived());
        optional("attempt", facts.attempt());
        optional("iteration", facts.iteration());
    }

    private void optional(String name, long number) throws IOException {
        if (number >= 0) {
            json.writeNumberField(name, number);
        }
    }

    private void times(int node, Span span) throws IOException {
        long start = tree.startNanos(node);
        long end = tree.endNanos(node);
        out.time("start", start);
        out.time("end", end);
        recorded("recorded_start_unix_nano", span.startNanos(), start);
        recorded("recorded_end_unix_nano", span.endNanos(), end);
        out.millis("duration_ms", end - start);
        out.millis("self_ms", tree.selfNanos(node));
        out.millis("critical_ms", tree.criticalNanos(node));
    }

    /** What the span itself said, where the tree goes by another time; null if it said nothing. */
    private void recorded(String name, long recorded, long used) throws IOException {
        if (recorded == Span.NO_TIME) {
            json.writeNullField(name);
        } else if (recorded != used) {
            json.writeStringField(name, Long.toString(recorded));
        }
    }

    private void events(List<SpanEvent> events) throws IOException {
        json.writeArrayFieldStart("events");
        for (SpanEvent event : events) {
            json.writeStartObject();
            out.text("name", event.name());
            if (event.timeNanos() != Span.NO_TIME) {
                out.time("time", event.timeNanos());
            }
            out.attributes("attributes", event.attributes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void links(List<SpanLink> links) throws IOException {
        json.writeArrayFieldStart("links");
        for (SpanLink link : links) {
            json.writeStartObject();
            out.text("trace_id", link.traceId().toString());
            out.text("span_id", link.spanId().toString());
            out.attributes("attributes", link.attributes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    @SuppressWarnings("ReferenceEquality") // a short cut; equal ones are found in the map
    private int number(Resource resource) {
        if (resource != latest || latestNumber < 0) {
            Integer known = numbers.putIfAbsent(resource, resources.size());
            if (known == null) {
                resources.add(resource);
            }
            latest = resource;
            latestNumber = known == null ? resources.size() - 1 : known;
        }
        return latestNumber;
    }
}
