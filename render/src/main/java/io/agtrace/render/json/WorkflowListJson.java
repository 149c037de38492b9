package io.agtrace.render.json;

import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.workflow.WorkflowSummary;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The list of workflows as JSON, schema {@value #SCHEMA} (see {@code schemas/list-v1.json} among
 * the resources). Streams are flushed and left open.
 */
public final class WorkflowListJson {
    public static final String SCHEMA = "agtrace.list/v1";

    private WorkflowListJson() {}

    /**
     * One document for all.
     *
     * @param source the inputs' names
     */
    public static void write(
            List<WorkflowSummary> workflows,
            List<String> source,
            IngestReport report,
            OutputStream out)
            throws IOException {
        try (JsonOut writer = JsonOut.to(out, true)) {
            writer.json.writeStartObject();
            writer.json.writeStringField("schema", SCHEMA);
            SummaryJson.source(writer, source);
            writer.json.writeArrayFieldStart("workflows");
            for (WorkflowSummary workflow : workflows) {
                writer.json.writeStartObject();
                SummaryJson.fields(writer, workflow);
                writer.json.writeEndObject();
            }
            writer.json.writeEndArray();
            SummaryJson.skipped(writer, report);
            writer.json.writeEndObject();
            writer.line();
        }
    }

    /** One document a line for each workflow. */
    public static void writeLines(
            List<WorkflowSummary> workflows, List<String> source, OutputStream out)
            throws IOException {
        try (JsonOut writer = JsonOut.to(out, false)) {
            for (WorkflowSummary workflow : workflows) {
                writer.json.writeStartObject();
                writer.json.writeStringField("schema", SCHEMA);
                SummaryJson.source(writer, source);
                writer.json.writeObjectFieldStart("workflow");
                SummaryJson.fields(writer, workflow);
                writer.json.writeEndObject();
                writer.json.writeEndObject();
                writer.line();
            }
        }
    }
}
