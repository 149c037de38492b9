package io.agtrace.render.json;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Message;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The messages of workflows as JSON, schema {@value #SCHEMA} (see {@code schemas/messages-v1.json}
 * among the resources): one document for all workflows, or one line for each message.
 */
public final class MessagesJson extends ChainJson<Message> {
    public static final String SCHEMA = "agtrace.messages/v1";

    /**
     * Begins a document, or lines.
     *
     * @param source the inputs' names
     * @param lines one line a message in place of one document
     */
    public MessagesJson(List<String> source, OutputStream out, boolean lines) throws IOException {
        super(SCHEMA, "message", source, out, lines);
    }

    @Override
    List<Message> items(AgentsView view) {
        return view.messages();
    }

    @Override
    AgentsJson.Writer<Message> writer(AgentsOut to) {
        return new AgentsChain(to)::message;
    }
}
