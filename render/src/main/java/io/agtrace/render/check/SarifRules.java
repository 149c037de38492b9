package io.agtrace.render.check;

import com.fasterxml.jackson.core.JsonGenerator;

import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.RulePages;
import io.agtrace.analyzers.rules.Rules;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.render.json.JsonOut;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of a SARIF run: the catalogue, and those of the user's own policy that found something.
 */
final class SarifRules {
    /** GitHub takes so many characters of a rule's descriptions. */
    private static final int LONGEST = 1_024;

    private final Map<String, RuleInfo> rules = new LinkedHashMap<>();
    private final Map<String, Integer> indexes = new LinkedHashMap<>();

    SarifRules(List<Problem> problems) {
        for (Rule rule : Rules.all()) {
            add(rule.info());
        }
        problems.forEach(each -> add(each.rule()));
    }

    private void add(RuleInfo rule) {
        if (rules.putIfAbsent(rule.id(), rule) == null) {
            indexes.put(rule.id(), indexes.size());
        }
    }

    /** Where a problem's rule stands in the list. */
    int index(Problem problem) {
        Integer index = indexes.get(problem.rule().id());
        if (index == null) {
            throw new IllegalArgumentException(problem.rule().id());
        }
        return index;
    }

    /** Writes the list into an open object. */
    void write(JsonOut out) throws IOException {
        out.json.writeArrayFieldStart("rules");
        for (RuleInfo rule : rules.values()) {
            write(out, rule);
        }
        out.json.writeEndArray();
    }

    private static void write(JsonOut out, RuleInfo rule) throws IOException {
        JsonGenerator json = out.json;
        json.writeStartObject();
        out.text("id", rule.id());
        text(out, "shortDescription", Words.cut(rule.summary(), LONGEST));
        text(out, "fullDescription", Words.cut(rule.summary(), LONGEST));
        String page = RulePages.of(rule);
        String help =
                page == null
                        ? "# " + rule.id() + "\n\n" + rule.summary() + "\n\nNeeds: " + rule.needs()
                        : page;
        json.writeObjectFieldStart("help");
        out.text("text", help);
        out.text("markdown", help);
        json.writeEndObject();
        json.writeObjectFieldStart("defaultConfiguration");
        json.writeStringField("level", level(rule.severity()));
        json.writeEndObject();
        json.writeObjectFieldStart("properties");
        out.texts("tags", List.of(rule.group().label().replace(' ', '-'), rule.tier().label()));
        json.writeStringField("precision", rule.tier() == Tier.DEFECT ? "high" : "medium");
        json.writeStringField("problem.severity", gitHubSeverity(rule.severity()));
        json.writeEndObject();
        json.writeEndObject();
    }

    static void text(JsonOut out, String field, String text) throws IOException {
        out.json.writeObjectFieldStart(field);
        out.text("text", text);
        out.json.writeEndObject();
    }

    static String level(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case NOTE -> "note";
        };
    }

    private static String gitHubSeverity(Severity severity) {
        return severity == Severity.NOTE ? "recommendation" : level(severity);
    }
}
