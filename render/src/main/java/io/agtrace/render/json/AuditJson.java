package io.agtrace.render.json;

import com.fasterxml.jackson.core.JsonGenerator;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Decision;
import io.agtrace.analyzers.span.Span;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * A record of decisions for audits, schema {@value #SCHEMA} (see {@code
 * schemas/decision-audit-v1.json} among the resources): one flat document a decision, each on a
 * line of its own. A document holds all fields, {@code null} or empty where the trace says nothing,
 * so that what is missing shows. The stream is flushed and left open.
 */
public final class AuditJson {
    public static final String SCHEMA = "agtrace.decision-audit/v1";

    private AuditJson() {}

    /**
     * Writes one line for each decision of a workflow.
     *
     * @param source the inputs' names
     */
    public static void write(AgentsView view, List<String> source, OutputStream stream)
            throws IOException {
        try (JsonOut out = JsonOut.to(stream, false)) {
            AgentsOut to = new AgentsOut(out, view);
            for (Decision each : view.decisions()) {
                document(to, view, each, source);
                out.line();
            }
        }
    }

    private static void document(AgentsOut to, AgentsView view, Decision each, List<String> source)
            throws IOException {
        JsonOut out = to.out;
        JsonGenerator json = out.json;
        Span span = to.tree.span(each.node());
        json.writeStartObject();
        json.writeStringField("schema", SCHEMA);
        SummaryJson.source(out, source);
        out.text("workflow_id", view.workflow().summary().id());
        out.text("trace_id", span.traceId().toString());
        out.text("span_id", span.spanId().toString());
        out.text("decision_type", each.type());
        out.text("decision", each.chosen());
        confidence(json, each.confidence());
        out.texts("reasoning_steps", each.steps());
        out.text("reasoning", each.reason());
        json.writeBooleanField("reasoning_inferred", each.reasonInferred());
        new AgentsChain(to).alternatives("alternatives_considered", each.alternatives());
        out.text("outcome", each.outcome());
        if (each.timeNanos() == Span.NO_TIME) {
            json.writeNullField("timestamp");
        } else {
            out.time("timestamp", each.timeNanos());
        }
        out.text("decided_by", each.by());
        json.writeBooleanField("explicit", each.explicit());
        out.text("triggered_by", each.triggeredBy());
        out.text("followed", each.followed());
        if (each.asDecided() == null) {
            json.writeNullField("as_decided");
        } else {
            json.writeBooleanField("as_decided", each.asDecided());
        }
        to.evidence(each.evidence());
        json.writeEndObject();
    }

    private static void confidence(JsonGenerator json, double confidence) throws IOException {
        if (confidence >= 0) {
            json.writeNumberField("confidence", confidence);
        } else {
            json.writeNullField("confidence");
        }
    }
}
