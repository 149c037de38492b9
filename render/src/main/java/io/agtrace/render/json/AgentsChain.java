package io.agtrace.render.json;

import com.fasterxml.jackson.core.JsonGenerator;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Decision;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.agents.Verdict;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes who took part, what they handed over and what they decided, into open arrays. */
final class AgentsChain {
    private final AgentsOut to;
    private final JsonOut out;
    private final JsonGenerator json;

    AgentsChain(AgentsOut to) {
        this.to = to;
        this.out = to.out;
        this.json = to.json;
    }

    /** One object an agent: the sums over its invocations, in order of first occurrence. */
    void agents(List<AgentInvocation> invocations) throws IOException {
        Map<String, List<AgentInvocation>> byName = new LinkedHashMap<>();
        for (AgentInvocation each : invocations) {
            byName.computeIfAbsent(each.agent(), name -> new ArrayList<>()).add(each);
        }
        for (Map.Entry<String, List<AgentInvocation>> agent : byName.entrySet()) {
            List<AgentInvocation> stays = agent.getValue();
            json.writeStartObject();
            out.text("name", agent.getKey());
            json.writeNumberField("invocations", stays.size());
            json.writeNumberField("failed", stays.stream().filter(AgentInvocation::failed).count());
            json.writeNumberField(
                    "model_calls", stays.stream().mapToLong(i -> i.modelCalls().size()).sum());
            json.writeNumberField(
                    "tool_calls", stays.stream().mapToLong(i -> i.toolCalls().size()).sum());
            tokens(
                    stays.stream().mapToLong(AgentInvocation::inputTokens).sum(),
                    stays.stream().mapToLong(AgentInvocation::outputTokens).sum());
            if (stays.stream().anyMatch(i -> i.costUsd() >= 0)) {
                json.writeNumberField(
                        "cost_usd",
                        stays.stream().mapToDouble(i -> Math.max(0, i.costUsd())).sum());
            }
            out.millis("self_ms", stays.stream().mapToLong(AgentInvocation::selfNanos).sum());
            out.millis("waiting_ms", stays.stream().mapToLong(AgentInvocation::waitingNanos).sum());
            json.writeEndObject();
        }
    }

    private void tokens(long input, long output) throws IOException {
        json.writeObjectFieldStart("tokens");
        json.writeNumberField("input", Math.max(0, input));
        json.writeNumberField("output", Math.max(0, output));
        json.writeEndObject();
    }

    void invocation(AgentInvocation each) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", each.index());
        out.text("agent", each.agent());
        to.node("span", each.node());
        to.number("parent", each.parent());
        to.span(each.startNanos(), each.endNanos());
        out.millis("self_ms", each.selfNanos());
        out.millis("waiting_ms", each.waitingNanos());
        to.payload("input", each.input());
        to.payload("output", each.output());
        to.nodes("model_calls", each.modelCalls());
        to.nodes("tool_calls", each.toolCalls());
        tokens(each.inputTokens(), each.outputTokens());
        to.share("cost_usd", each.costUsd());
        json.writeBooleanField("failed", each.failed());
        to.evidence(each.evidence());
        json.writeEndObject();
    }

    void message(Message each) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", each.index());
        json.writeStringField("kind", SummaryJson.constant(each.kind()));
        out.text("sender", each.sender());
        out.text("receiver", each.receiver());
        out.text("boundary", each.boundary());
        to.number("sender_invocation", each.from());
        to.number("receiver_invocation", each.to());
        to.node("sent_span", each.sentNode());
        to.node("received_span", each.receivedNode());
        to.time("sent_at", each.sentNanos());
        to.time("received_at", each.receivedNanos());
        to.payload("sent_payload", each.sent());
        to.payload("received_payload", each.received());
        json.writeBooleanField("inferred", each.inferred());
        json.writeNumberField("confidence", each.confidence());
        json.writeObjectFieldStart("verdicts");
        verdict("sent", each.verdicts().sent());
        verdict("received", each.verdicts().received());
        verdict("understood", each.verdicts().understood());
        verdict("fresh", each.verdicts().fresh());
        verdict("quality_checked", each.verdicts().qualityChecked());
        json.writeEndObject();
        to.evidence(each.evidence());
        json.writeEndObject();
    }

    private void verdict(String question, Verdict verdict) throws IOException {
        json.writeObjectFieldStart(question);
        json.writeStringField("answer", SummaryJson.constant(verdict.answer()));
        out.text("reason", verdict.reason());
        to.evidence(verdict.evidence());
        json.writeEndObject();
    }

    void decision(Decision each) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", each.index());
        to.node("span", each.node());
        to.number("invocation", each.invocation());
        out.text("by", each.by());
        json.writeBooleanField("explicit", each.explicit());
        out.text("type", each.type());
        out.text("chosen", each.chosen());
        to.time("time", each.timeNanos());
        to.share("confidence", each.confidence());
        out.text("reason", each.reason());
        json.writeBooleanField("reason_inferred", each.reasonInferred());
        out.texts("steps", each.steps());
        alternatives("alternatives", each.alternatives());
        out.optional("triggered_by", each.triggeredBy());
        to.node("followed_by", each.followedBy());
        out.optional("followed", each.followed());
        to.flag("as_decided", each.asDecided());
        out.optional("outcome", each.outcome());
        to.evidence(each.evidence());
        json.writeEndObject();
    }

    void alternatives(String field, List<Decision.Alternative> alternatives) throws IOException {
        json.writeArrayFieldStart(field);
        for (Decision.Alternative other : alternatives) {
            json.writeStartObject();
            out.text("name", other.name());
            to.share("score", other.score());
            out.optional("reason", other.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
