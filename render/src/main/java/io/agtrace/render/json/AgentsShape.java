package io.agtrace.render.json;

import com.fasterxml.jackson.core.JsonGenerator;

import io.agtrace.analyzers.agents.Fallback;
import io.agtrace.analyzers.agents.FanOut;
import io.agtrace.analyzers.agents.Loop;
import io.agtrace.analyzers.agents.Retry;
import io.agtrace.analyzers.agents.Segment;
import io.agtrace.analyzers.agents.Stretch;

import java.io.IOException;

/** Writes the shape of a run in time: loops, retries, joins and the critical path. */
final class AgentsShape {
    private final AgentsOut to;
    private final JsonOut out;
    private final JsonGenerator json;

    AgentsShape(AgentsOut to) {
        this.to = to;
        this.out = to.out;
        this.json = to.json;
    }

    void loop(Loop each) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", each.index());
        json.writeStringField("kind", SummaryJson.constant(each.kind()));
        to.node("parent_span", each.parentNode());
        to.number("outer", each.outer());
        out.texts("body", each.body());
        out.texts("agents", each.agents());
        json.writeArrayFieldStart("iterations");
        for (Loop.Iteration round : each.iterations()) {
            json.writeStartObject();
            to.node("first_span", round.first());
            to.node("last_span", round.last());
            to.span(round.startNanos(), round.endNanos());
            json.writeBooleanField("failed", round.failed());
            out.optional("changed", round.changed());
            json.writeBooleanField("progress", round.progress());
            json.writeEndObject();
        }
        json.writeEndArray();
        out.optional("ended", each.ended());
        to.number("limit", each.limit());
        to.evidence(each.evidence());
        json.writeEndObject();
    }

    void retry(Retry each) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", each.index());
        out.text("call", each.call());
        to.number("invocation", each.invocation());
        json.writeArrayFieldStart("attempts");
        for (Retry.Attempt attempt : each.attempts()) {
            json.writeStartObject();
            to.node("span", attempt.node());
            to.number("event", attempt.event());
            to.span(attempt.startNanos(), attempt.endNanos());
            out.millis("waited_ms", attempt.waitedNanos());
            json.writeBooleanField("failed", attempt.failed());
            out.optional("error", attempt.error());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeBooleanField("silent", each.silent());
        json.writeBooleanField("succeeded", each.succeeded());
        out.millis("reported_ms", each.reportedNanos());
        out.millis("real_ms", each.realNanos());
        to.number("limit", each.limit());
        to.evidence(each.evidence());
        json.writeEndObject();
    }

    void fallback(Fallback each) throws IOException {
        json.writeStartObject();
        to.node("failed_span", each.from());
        to.node("used_span", each.to());
        out.text("failed", each.failed());
        out.text("used", each.used());
        out.text("reason", each.reason());
        to.evidence(each.evidence());
        json.writeEndObject();
    }

    void fanOut(FanOut each) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", each.index());
        to.node("parent_span", each.parentNode());
        json.writeArrayFieldStart("branches");
        for (FanOut.Branch branch : each.branches()) {
            json.writeStartObject();
            to.node("span", branch.node());
            out.text("name", branch.name());
            to.span(branch.startNanos(), branch.endNanos());
            out.millis("slack_ms", branch.slackNanos());
            json.writeBooleanField("failed", branch.failed());
            json.writeEndObject();
        }
        json.writeEndArray();
        to.node("join_span", each.joinNode());
        to.number("waited_for", each.waitedFor());
        to.evidence(each.evidence());
        json.writeEndObject();
    }

    void stretch(Stretch each) throws IOException {
        json.writeStartObject();
        to.node("parent_span", each.parentNode());
        to.nodes("spans", each.nodes());
        out.millis("possible_gain_ms", each.possibleGainNanos());
        json.writeEndObject();
    }

    void segment(Segment each) throws IOException {
        json.writeStartObject();
        to.node("span", each.node());
        out.optional("owner", each.owner());
        to.span(each.startNanos(), each.endNanos());
        out.text("reason", each.reason());
        json.writeEndObject();
    }
}
