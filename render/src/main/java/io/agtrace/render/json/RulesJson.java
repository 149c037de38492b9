package io.agtrace.render.json;

import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Threshold;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The catalogue of rules as JSON, schema {@value #SCHEMA} (see {@code schemas/rules-v1.json} among
 * the resources). Streams are flushed and left open.
 */
public final class RulesJson {
    public static final String SCHEMA = "agtrace.rules/v1";

    private RulesJson() {}

    /** One document for all. */
    public static void write(List<RuleInfo> rules, OutputStream to) throws IOException {
        try (JsonOut out = JsonOut.to(to, true)) {
            out.json.writeStartObject();
            out.json.writeStringField("schema", SCHEMA);
            out.json.writeArrayFieldStart("rules");
            for (RuleInfo rule : rules) {
                rule(out, rule);
            }
            out.json.writeEndArray();
            out.json.writeEndObject();
            out.line();
        }
    }

    /** One document a line for each rule. */
    public static void writeLines(List<RuleInfo> rules, OutputStream to) throws IOException {
        try (JsonOut out = JsonOut.to(to, false)) {
            for (RuleInfo rule : rules) {
                out.json.writeStartObject();
                out.json.writeStringField("schema", SCHEMA);
                out.json.writeFieldName("rule");
                rule(out, rule);
                out.json.writeEndObject();
                out.line();
            }
        }
    }

    private static void rule(JsonOut out, RuleInfo rule) throws IOException {
        out.json.writeStartObject();
        out.text("id", rule.id());
        out.json.writeStringField("group", SummaryJson.constant(rule.group()));
        out.json.writeStringField("severity", rule.severity().label());
        out.json.writeStringField("tier", rule.tier().label());
        out.text("summary", rule.summary());
        out.text("needs", rule.needs());
        out.json.writeArrayFieldStart("thresholds");
        for (Threshold each : rule.thresholds()) {
            out.json.writeStartObject();
            out.text("name", each.name());
            out.json.writeNumberField("standard", each.standard());
            out.text("unit", each.unit());
            out.text("meaning", each.meaning());
            out.json.writeEndObject();
        }
        out.json.writeEndArray();
        out.json.writeEndObject();
    }
}
