package io.agtrace.render.json;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.ingest.IngestReport;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * One part of the agents' view of any number of workflows, as one document or as one line an item.
 * Workflows are written as they come, so that one at a time is in memory. Streams are flushed and
 * left open.
 *
 * @param <T> what the part consists of
 */
abstract class ChainJson<T> implements AutoCloseable {
    final JsonOut out;
    private final String schema;
    private final String item;
    private final List<String> source;
    private final boolean lines;

    /**
     * @param item the field of one item in a line; with an s, the field of all in a document
     */
    ChainJson(String schema, String item, List<String> source, OutputStream stream, boolean lines)
            throws IOException {
        this.schema = schema;
        this.item = item;
        this.source = List.copyOf(source);
        this.lines = lines;
        out = JsonOut.to(stream, !lines);
        if (!lines) {
            out.json.writeStartObject();
            out.json.writeStringField("schema", schema);
            SummaryJson.source(out, source);
            out.json.writeArrayFieldStart("workflows");
        }
    }

    abstract List<T> items(AgentsView view);

    abstract AgentsJson.Writer<T> writer(AgentsOut to);

    /** Writes what one workflow has. */
    public final void add(AgentsView view) throws IOException {
        AgentsJson.Writer<T> writer = writer(new AgentsOut(out, view));
        if (!lines) {
            out.json.writeStartObject();
            workflow(view);
            AgentsJson.array(out, item + "s", items(view), writer);
            out.json.writeEndObject();
            return;
        }
        for (T each : items(view)) {
            out.json.writeStartObject();
            out.json.writeStringField("schema", schema);
            SummaryJson.source(out, source);
            workflow(view);
            out.json.writeFieldName(item);
            writer.write(each);
            out.json.writeEndObject();
            out.line();
        }
    }

    private void workflow(AgentsView view) throws IOException {
        out.json.writeObjectFieldStart("workflow");
        SummaryJson.fields(out, view.workflow().summary());
        out.json.writeEndObject();
    }

    /** Ends the document with an account of what was not read as it stands. */
    public final void finish(IngestReport report) throws IOException {
        if (!lines) {
            out.json.writeEndArray();
            SummaryJson.skipped(out, report);
            out.json.writeEndObject();
            out.line();
        }
    }

    @Override
    public final void close() throws IOException {
        out.close();
    }
}
