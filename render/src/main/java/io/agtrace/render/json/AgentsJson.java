package io.agtrace.render.json;

import com.fasterxml.jackson.core.JsonGenerator;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Assessment;
import io.agtrace.analyzers.agents.Budget;
import io.agtrace.analyzers.agents.ContextUse;

import java.io.IOException;
import java.util.List;

/**
 * Writes a run in terms of agents as fields of an open object. Spans are named by trace id and span
 * id; indexes point into the array of the same document that holds what they speak of.
 */
final class AgentsJson {
    private final AgentsOut to;
    private final JsonOut out;
    private final JsonGenerator json;

    private AgentsJson(AgentsOut to) {
        this.to = to;
        this.out = to.out;
        this.json = to.json;
    }

    static void fields(JsonOut out, AgentsView view) throws IOException {
        AgentsOut to = new AgentsOut(out, view);
        AgentsChain chain = new AgentsChain(to);
        AgentsShape shape = new AgentsShape(to);
        AgentsJson statements = new AgentsJson(to);
        out.json.writeArrayFieldStart("agents");
        chain.agents(view.invocations());
        out.json.writeEndArray();
        array(out, "invocations", view.invocations(), chain::invocation);
        array(out, "messages", view.messages(), chain::message);
        array(out, "decisions", view.decisions(), chain::decision);
        array(out, "loops", view.loops(), shape::loop);
        array(out, "retries", view.retries(), shape::retry);
        array(out, "fallbacks", view.fallbacks(), shape::fallback);
        array(out, "fan_outs", view.fanOuts(), shape::fanOut);
        array(out, "serial_stretches", view.serialStretches(), shape::stretch);
        array(out, "critical_path", view.criticalPath(), shape::segment);
        array(out, "gaps", view.gaps(), shape::segment);
        array(out, "budgets", view.budgets(), statements::budget);
        array(out, "assessments", view.assessments(), statements::assessment);
        array(out, "context_uses", view.contextUses(), statements::contextUse);
        out.text("outcome_stated", view.outcome());
    }

    /** Writes one item of an array. */
    interface Writer<T> {
        void write(T item) throws IOException;
    }

    static <T> void array(JsonOut out, String name, List<T> items, Writer<T> writer)
            throws IOException {
        out.json.writeArrayFieldStart(name);
        for (T item : items) {
            writer.write(item);
        }
        out.json.writeEndArray();
    }

    private void budget(Budget each) throws IOException {
        json.writeStartObject();
        to.node("span", each.node());
        out.text("what", each.what());
        out.millis("allowed_ms", each.nanos());
        out.millis("used_ms", each.usedNanos());
        json.writeBooleanField("exceeded", each.exceeded());
        json.writeBooleanField("inferred", each.inferred());
        to.evidence(List.of(each.evidence()));
        json.writeEndObject();
    }

    private void assessment(Assessment each) throws IOException {
        json.writeStartObject();
        to.node("span", each.node());
        to.node("target_span", each.target());
        out.text("name", each.name());
        finite("score", each.score());
        finite("threshold", each.threshold());
        out.optional("label", each.label());
        to.flag("passed", each.passed());
        to.evidence(List.of(each.evidence()));
        json.writeEndObject();
    }

    private void finite(String name, double number) throws IOException {
        if (Double.isFinite(number)) {
            json.writeNumberField(name, number);
        }
    }

    private void contextUse(ContextUse each) throws IOException {
        json.writeStartObject();
        to.node("span", each.node());
        out.text("key", each.key());
        out.optional("version", each.version());
        to.time("time", each.timestampNanos());
        if (each.ageNanos() >= 0) {
            out.millis("age_ms", each.ageNanos());
        }
        json.writeBooleanField("written", each.written());
        to.evidence(List.of(each.evidence()));
        json.writeEndObject();
    }
}
