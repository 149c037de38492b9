package io.agtrace.render.json;

import com.fasterxml.jackson.core.JsonGenerator;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.workflow.ClockSkew;
import io.agtrace.analyzers.workflow.Mend;
import io.agtrace.analyzers.workflow.Workflow;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * One workflow with all its spans as JSON, schema {@value #SCHEMA} (see {@code
 * schemas/inspect-v1.json} among the resources). Written as a stream: memory does not grow with the
 * spans. The stream is flushed and left open.
 */
public final class InspectJson {
    public static final String SCHEMA = "agtrace.inspect/v1";

    private InspectJson() {}

    /**
     * Writes one document and a line end.
     *
     * @param source the inputs' names
     * @param pretty indented for people; else on one line
     */
    public static void write(
            Workflow workflow,
            List<String> source,
            IngestReport report,
            OutputStream out,
            boolean pretty)
            throws IOException {
        write(workflow, null, source, report, out, pretty);
    }

    /** The same with the workflow in terms of agents. */
    public static void write(
            AgentsView view,
            List<String> source,
            IngestReport report,
            OutputStream out,
            boolean pretty)
            throws IOException {
        write(view.workflow(), view, source, report, out, pretty);
    }

    private static void write(
            Workflow workflow,
            @Nullable AgentsView view,
            List<String> source,
            IngestReport report,
            OutputStream out,
            boolean pretty)
            throws IOException {
        try (JsonOut writer = JsonOut.to(out, pretty)) {
            JsonGenerator json = writer.json;
            json.writeStartObject();
            json.writeStringField("schema", SCHEMA);
            SummaryJson.source(writer, source);
            json.writeObjectFieldStart("workflow");
            SummaryJson.fields(writer, workflow.summary());
            writer.millis("reported_ms", workflow.reportedNanos());
            json.writeEndObject();
            mends(writer, workflow.mends());
            skews(writer, workflow.skews());
            if (view != null) {
                AgentsJson.fields(writer, view);
            }
            SpanJson spans = new SpanJson(writer, workflow.tree());
            json.writeArrayFieldStart("spans");
            for (int node = 0; node < workflow.tree().size(); node++) {
                spans.write(node);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("resources");
            for (Resource resource : spans.resources()) {
                json.writeStartObject();
                writer.attributes("attributes", resource.attributes());
                json.writeEndObject();
            }
            json.writeEndArray();
            SummaryJson.skipped(writer, report);
            json.writeEndObject();
            writer.line();
        }
    }

    private static void mends(JsonOut out, List<Mend> mends) throws IOException {
        out.json.writeArrayFieldStart("mends");
        for (Mend mend : mends) {
            out.json.writeStartObject();
            out.json.writeStringField("kind", SummaryJson.constant(mend.kind()));
            out.text("trace_id", mend.traceId().toString());
            out.text("span_id", mend.spanId().toString());
            out.text("text", mend.text());
            out.json.writeEndObject();
        }
        out.json.writeEndArray();
    }

    private static void skews(JsonOut out, List<ClockSkew> skews) throws IOException {
        out.json.writeArrayFieldStart("skews");
        for (ClockSkew skew : skews) {
            out.json.writeStartObject();
            out.text("service", skew.service());
            out.text("against", skew.against());
            out.millis("ahead_ms", skew.offsetNanos());
            out.json.writeNumberField("pairs", skew.pairs());
            out.json.writeEndObject();
        }
        out.json.writeEndArray();
    }
}
