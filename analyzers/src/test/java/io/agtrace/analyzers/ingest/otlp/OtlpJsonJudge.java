package io.agtrace.analyzers.ingest.otlp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The slow, plain reading of OTLP/JSON: databind's tree, walked by the specification. Judges the
 * fast reader; shares no code with it. Gives one line a span in the shape of {@link
 * io.agtrace.analyzers.ingest.CanonicalText}.
 */
final class OtlpJsonJudge {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String NO_TIME = Long.toString(Long.MIN_VALUE);

    private OtlpJsonJudge() {}

    static List<String> spans(String document) throws JsonProcessingException {
        List<String> spans = new ArrayList<>();
        for (JsonNode resourceSpans : any(MAPPER.readTree(document), "resourceSpans")) {
            String resource = attributes(any(any(resourceSpans, "resource"), "attributes"));
            for (JsonNode scopeSpans : any(resourceSpans, "scopeSpans")) {
                JsonNode scope = any(scopeSpans, "scope");
                String by =
                        " resource="
                                + resource
                                + " scope="
                                + any(scope, "name").asText()
                                + " "
                                + any(scope, "version").asText()
                                + attributes(any(scope, "attributes"));
                for (JsonNode span : any(scopeSpans, "spans")) {
                    spans.add(span(span) + by);
                }
            }
        }
        return spans;
    }

    private static JsonNode any(JsonNode node, String camel) {
        JsonNode value = node.get(camel);
        if (value == null) {
            value = node.get(camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
        }
        return value == null || value.isNull() ? JsonNodeFactory.instance.missingNode() : value;
    }

    private static String span(JsonNode span) {
        StringBuilder out = new StringBuilder();
        out.append(id(any(span, "traceId"), 16)).append('/').append(id(any(span, "spanId"), 8));
        out.append(" <").append(id(any(span, "parentSpanId"), 8)).append("> ");
        out.append(any(span, "name").asText()).append(' ').append(kind(any(span, "kind")));
        out.append(' ').append(time(any(span, "startTimeUnixNano")));
        out.append("..").append(time(any(span, "endTimeUnixNano")));
        JsonNode status = any(span, "status");
        out.append(' ').append(code(any(status, "code"))).append(' ');
        out.append(any(status, "message").asText());
        out.append(" state=").append(any(span, "traceState").asText());
        out.append(' ').append(attributes(any(span, "attributes")));
        for (JsonNode event : any(span, "events")) {
            out.append(" event ").append(time(any(event, "timeUnixNano"))).append(' ');
            out.append(any(event, "name").asText()).append(attributes(any(event, "attributes")));
        }
        for (JsonNode link : any(span, "links")) {
            out.append(" link ").append(id(any(link, "traceId"), 16)).append('/');
            out.append(id(any(link, "spanId"), 8)).append(attributes(any(link, "attributes")));
        }
        return out.toString();
    }

    private static @Nullable String id(JsonNode node, int bytes) {
        String text = node.asText();
        if (text.isEmpty()) {
            return null;
        }
        String hex =
                text.length() == bytes * 2
                        ? text.toLowerCase(Locale.ROOT)
                        : HexFormat.of().formatHex(Base64.getDecoder().decode(text));
        return new BigInteger(hex, 16).signum() == 0 ? null : hex;
    }

    private static String time(JsonNode node) {
        String text = node.asText();
        return text.isEmpty() || text.equals("0") ? NO_TIME : text;
    }

    private static String kind(JsonNode node) {
        String[] names = {"UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"};
        return node.isTextual() && node.asText().length() > 1
                ? node.asText().replace("SPAN_KIND_", "")
                : names[node.asInt(0)];
    }

    private static String code(JsonNode node) {
        return node.isTextual() && node.asText().length() > 1
                ? node.asText().replace("STATUS_CODE_", "")
                : new String[] {"UNSET", "OK", "ERROR"}[node.asInt(0)];
    }

    private static String attributes(JsonNode list) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        for (JsonNode item : list) {
            fields.put(item.get("key").asText(), value(item.path("value")));
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.setAll(fields);
        return object.toString();
    }

    private static JsonNode value(JsonNode node) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        if (any(node, "stringValue").isTextual()) {
            return any(node, "stringValue");
        }
        if (!any(node, "intValue").isMissingNode()) {
            return make.numberNode(Long.parseLong(any(node, "intValue").asText()));
        }
        if (!any(node, "doubleValue").isMissingNode()) {
            String text = any(node, "doubleValue").asText();
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? make.numberNode(number) : make.textNode(text);
        }
        if (!any(node, "boolValue").isMissingNode()) {
            return make.booleanNode(any(node, "boolValue").asBoolean());
        }
        if (!any(node, "bytesValue").isMissingNode()) {
            return any(node, "bytesValue");
        }
        if (!any(node, "arrayValue").isMissingNode()) {
            var array = make.arrayNode();
            any(any(node, "arrayValue"), "values").forEach(v -> array.add(value(v)));
            return array;
        }
        if (!any(node, "kvlistValue").isMissingNode()) {
            ObjectNode object = make.objectNode();
            any(any(node, "kvlistValue"), "values")
                    .forEach(v -> object.set(v.get("key").asText(), value(v.path("value"))));
            return object;
        }
        return make.nullNode();
    }
}
