package io.agtrace.render.json;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Decision;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The decisions of workflows as JSON, schema {@value #SCHEMA} (see {@code
 * schemas/decisions-v1.json} among the resources): one document for all workflows, or one line for
 * each decision.
 */
public final class DecisionsJson extends ChainJson<Decision> {
    public static final String SCHEMA = "agtrace.decisions/v1";

    /**
     * Begins a document, or lines.
     *
     * @param source the inputs' names
     * @param lines one line a decision in place of one document
     */
    public DecisionsJson(List<String> source, OutputStream out, boolean lines) throws IOException {
        super(SCHEMA, "decision", source, out, lines);
    }

    @Override
    List<Decision> items(AgentsView view) {
        return view.decisions();
    }

    @Override
    AgentsJson.Writer<Decision> writer(AgentsOut to) {
        return new AgentsChain(to)::decision;
    }
}
