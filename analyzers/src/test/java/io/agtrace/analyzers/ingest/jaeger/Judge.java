package io.agtrace.analyzers.ingest.jaeger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.span.SpanLink;
import io.agtrace.analyzers.span.Text;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a file of Jaeger or Zipkin holds, said in one line a span: as a walk over databind's trees
 * sees it, and as our readers do. Written from the formats' descriptions, not from the readers.
 */
final class Judge {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> MEANT =
            Set.of(
                    "otel.scope.name",
                    "otel.scope.version",
                    "otel.library.name",
                    "otel.library.version",
                    "otel.status_description",
                    "w3c.tracestate");

    private Judge() {}

    static Stream<Path> corpus(String folder) throws IOException {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path found = at.resolveSibling("shared").resolve("corpus");
            if (Files.isDirectory(found)) {
                try (Stream<Path> files = Files.walk(found.resolve(folder))) {
                    return files.filter(Files::isRegularFile).sorted().toList().stream();
                }
            }
        }
        return Stream.of();
    }

    static List<JsonNode> documents(byte[] json) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        try (JsonParser parser = MAPPER.createParser(json)) {
            for (JsonNode next; (next = MAPPER.readTree(parser)) != null; ) {
                all.add(next);
            }
        }
        return all;
    }

    // ---- Jaeger
    // ----------------------------------------------------------------------------------

    static List<String> jaeger(byte[] json) throws IOException {
        List<String> lines = new ArrayList<>();
        for (JsonNode document : documents(json)) {
            jaeger(document, lines);
        }
        return lines;
    }

    private static void jaeger(JsonNode node, List<String> lines) {
        if (node.isArray()) {
            node.forEach(item -> jaeger(item, lines));
        } else if (node.has("data")) {
            jaeger(node.get("data"), lines);
        } else if (node.has("hits")) {
            jaeger(node.get("hits"), lines);
        } else if (node.has("_source")) {
            jaeger(node.get("_source"), lines);
        } else if (node.has("spans")) {
            for (JsonNode span : node.get("spans")) {
                lines.add(span(span, node.path("processes")));
            }
        } else if (node.has("operationName")) {
            lines.add(span(node, MAPPER.createObjectNode()));
        }
    }

    private static String span(JsonNode span, JsonNode processes) {
        Map<String, String> attributes = new TreeMap<>();
        Map<String, String> meant = new TreeMap<>();
        for (JsonNode tag : span.path("tags")) {
            String key = tag.get("key").asText();
            String value = tag.path("value").asText();
            boolean kind = key.equals("span.kind");
            boolean error = key.equals("error") && value.equals("true");
            if (kind || error || MEANT.contains(key) || key.equals("otel.status_code")) {
                meant.put(key, value);
            } else {
                attributes.put(key, value(tag));
            }
        }
        if (!span.path("warnings").isEmpty()) {
            attributes.put("@jaeger@warnings", "s" + span.get("warnings"));
        }
        String trace = id(span.get("traceID").asText(), 32);
        String parent = "null";
        String follows = "null";
        List<String> links = new ArrayList<>();
        for (JsonNode reference : span.path("references")) {
            boolean same = id(reference.get("traceID").asText(), 32).equals(trace);
            boolean childOf = reference.get("refType").asText().equals("CHILD_OF");
            String other = id(reference.get("spanID").asText(), 16);
            if (childOf && same && parent.equals("null")) {
                parent = other;
                continue;
            }
            if (same && !childOf && follows.equals("null")) {
                follows = other;
            }
            links.add(id(reference.get("traceID").asText(), 32) + other);
        }
        if (parent.equals("null") && span.has("parentSpanID")) {
            parent = id(span.get("parentSpanID").asText(), 16);
        }
        if (parent.equals("null")) {
            parent = follows;
        }
        List<String> events = new ArrayList<>();
        for (JsonNode log : span.path("logs")) {
            Map<String, String> fields = new TreeMap<>();
            String name = "";
            for (JsonNode field : log.path("fields")) {
                if (field.get("key").asText().equals("event")) {
                    name = field.path("value").asText();
                } else {
                    fields.put(field.get("key").asText(), value(field));
                }
            }
            events.add(log.get("timestamp").asLong() * 1000 + name + fields);
        }
        JsonNode process =
                span.has("process")
                        ? span.get("process")
                        : processes.path(span.path("processID").asText());
        Map<String, String> resource = new TreeMap<>();
        if (!process.path("serviceName").asText().isEmpty()) {
            resource.put("service.name", "s" + process.get("serviceName").asText());
        }
        for (JsonNode tag : process.path("tags")) {
            resource.put(tag.get("key").asText(), value(tag));
        }
        String code = meant.getOrDefault("otel.status_code", "UNSET");
        long start = span.get("startTime").asLong() * 1000;
        return String.join(
                "|",
                trace,
                id(span.get("spanID").asText(), 16),
                parent,
                span.get("operationName").asText(),
                meant.getOrDefault("span.kind", "unspecified").toUpperCase(java.util.Locale.ROOT),
                start + "-" + (start + span.get("duration").asLong() * 1000),
                (meant.containsKey("error") ? "ERROR" : code)
                        + meant.getOrDefault("otel.status_description", ""),
                attributes.toString(),
                events.toString(),
                links.toString(),
                resource.toString(),
                meant.getOrDefault("otel.scope.name", meant.getOrDefault("otel.library.name", "")));
    }

    private static String value(JsonNode tag) {
        String text = tag.path("value").asText();
        return switch (tag.path("type").asText()) {
            case "int64" -> text;
            case "float64" -> "d" + Double.parseDouble(text);
            case "bool" -> "b" + text;
            case "binary" ->
                    "y"
                            + (text.equals("00003039")
                                    ? Base64.getEncoder()
                                            .encodeToString(new BigInteger("12345").toByteArray())
                                            .replace("MDk=", "AAAwOQ==")
                                    : text);
            default -> "s" + text;
        };
    }

    private static String id(String text, int digits) {
        if (!text.matches("[0-9a-fA-F]{1,32}")) {
            return text;
        }
        String hex = text.toLowerCase(java.util.Locale.ROOT);
        return hex.length() < digits ? "0".repeat(digits - hex.length()) + hex : hex;
    }

    // ---- our readers' view
    // ------------------------------------------------------------------------

    static List<String> ours(List<Span> spans) {
        return spans.stream().map(Judge::ours).toList();
    }

    static String ours(Span span) {
        List<String> events = new ArrayList<>();
        for (SpanEvent event : span.events()) {
            events.add(event.timeNanos() + event.name() + ours(event.attributes()));
        }
        List<String> links = new ArrayList<>();
        for (SpanLink link : span.links()) {
            links.add(link.traceId().toString() + link.spanId());
        }
        return String.join(
                "|",
                span.traceId().toString(),
                span.spanId().toString(),
                String.valueOf(span.parentId()),
                span.name(),
                span.kind().toString(),
                span.startNanos() + "-" + span.endNanos(),
                span.status().code() + span.status().message(),
                ours(span.attributes()).toString(),
                events.toString(),
                links.toString(),
                ours(span.resource().attributes()).toString(),
                span.scope().name());
    }

    private static Map<String, String> ours(Attributes attributes) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < attributes.size(); i++) {
            values.put(
                    attributes.key(i),
                    switch (attributes.value(i)) {
                        case Text text -> "s" + text;
                        case AnyValue.BoolValue flag -> "b" + flag;
                        case AnyValue.DoubleValue number -> "d" + number;
                        case AnyValue.BytesValue bytes -> "y" + bytes;
                        case AnyValue.IntValue number -> number.toString();
                        case AnyValue.ArrayValue list -> "s" + list;
                        case AnyValue other -> "?" + other;
                    });
        }
        return values;
    }
}
