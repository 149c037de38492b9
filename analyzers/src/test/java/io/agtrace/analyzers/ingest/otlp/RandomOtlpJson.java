package io.agtrace.analyzers.ingest.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Random OTLP/JSON documents in every mixture of spellings, from a seed. */
final class RandomOtlpJson {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    private static final String[] TEXTS = {
        "",
        "a",
        "\"quoted\"",
        "back\\slash",
        "line\nbreak",
        "\u0001\u001f",
        "\u00e9\u4e2d",
        "\uD83D\uDE00",
        "{\"json\":\"in \\\"json\\\"\"}",
        "x".repeat(60),
        "longer ".repeat(40),
        "\u05d0\u05d1 ".repeat(90)
    };

    private final Random random;
    private final boolean snake;

    RandomOtlpJson(long seed) {
        random = new Random(seed);
        snake = random.nextBoolean();
    }

    String document() {
        ArrayNode resources = MAKE.arrayNode();
        for (int r = random.nextInt(3); r >= 0; r--) {
            ArrayNode scopes = MAKE.arrayNode();
            for (int s = random.nextInt(3); s >= 0; s--) {
                ArrayNode spans = MAKE.arrayNode();
                for (int n = random.nextInt(6); n > 0; n--) {
                    spans.add(span());
                }
                ObjectNode scope = MAKE.objectNode();
                if (random.nextBoolean()) {
                    scope.put("name", text()).put("version", "1");
                    scope.set("attributes", attributes(1));
                }
                scopes.add(shuffled(List.of("scope", "spans"), List.of(scope, spans)));
            }
            ObjectNode resource = MAKE.objectNode();
            if (random.nextBoolean()) {
                resource.set("attributes", attributes(1));
            }
            resources.add(shuffled(List.of("resource", "scopeSpans"), List.of(resource, scopes)));
        }
        ObjectNode root = MAKE.objectNode();
        root.set(key("resourceSpans"), resources);
        return random.nextBoolean() ? root.toString() : root.toPrettyString();
    }

    private ObjectNode shuffled(List<String> keys, List<? extends JsonNode> values) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        ObjectNode node = MAKE.objectNode();
        for (int i : order) {
            node.set(key(keys.get(i)), values.get(i));
        }
        return node;
    }

    private String key(String camel) {
        return snake ? camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT) : camel;
    }

    private ObjectNode span() {
        List<String> keys = new ArrayList<>();
        List<JsonNode> values = new ArrayList<>();
        add(keys, values, "traceId", MAKE.textNode(id(16)));
        add(keys, values, "spanId", MAKE.textNode(id(8)));
        if (random.nextBoolean()) {
            add(keys, values, "parentSpanId", MAKE.textNode(random.nextInt(4) == 0 ? "" : id(8)));
        }
        add(keys, values, "name", MAKE.textNode(text()));
        int kind = random.nextInt(6);
        String[] kinds = {"UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"};
        add(
                keys,
                values,
                "kind",
                random.nextBoolean()
                        ? MAKE.numberNode(kind)
                        : MAKE.textNode("SPAN_KIND_" + kinds[kind]));
        add(keys, values, "startTimeUnixNano", number(random.nextLong() >>> 2));
        if (random.nextInt(5) > 0) {
            add(keys, values, "endTimeUnixNano", number(random.nextLong() >>> 2));
        }
        if (random.nextBoolean()) {
            add(keys, values, "attributes", attributes(0));
        }
        if (random.nextInt(3) == 0) {
            add(keys, values, "traceState", MAKE.textNode(text()));
        }
        if (random.nextBoolean()) {
            ObjectNode status = MAKE.objectNode();
            int code = random.nextInt(3);
            String[] codes = {"UNSET", "OK", "ERROR"};
            if (random.nextBoolean()) {
                status.put("code", code);
            } else {
                status.put("code", "STATUS_CODE_" + codes[code]);
            }
            status.put("message", text());
            add(keys, values, "status", status);
        }
        if (random.nextInt(3) == 0) {
            ArrayNode events = MAKE.arrayNode();
            ObjectNode event = events.addObject();
            event.set(key("timeUnixNano"), number(random.nextLong() >>> 2));
            event.put("name", text()).set("attributes", attributes(1));
            add(keys, values, "events", events);
        }
        if (random.nextInt(3) == 0) {
            ArrayNode links = MAKE.arrayNode();
            ObjectNode link = links.addObject();
            link.put(key("traceId"), id(16)).put(key("spanId"), id(8));
            link.set("attributes", attributes(1));
            add(keys, values, "links", links);
        }
        if (random.nextInt(3) == 0) {
            add(keys, values, "someNewField", attributes(0));
        }
        return shuffled(keys, values);
    }

    private static void add(List<String> keys, List<JsonNode> values, String key, JsonNode value) {
        keys.add(key);
        values.add(value);
    }

    private String id(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        bytes[0] |= (byte) 0x80;
        String hex = HexFormat.of().formatHex(bytes);
        return switch (random.nextInt(3)) {
            case 0 -> hex;
            case 1 -> hex.toUpperCase(Locale.ROOT);
            default -> Base64.getEncoder().encodeToString(bytes);
        };
    }

    private JsonNode number(long value) {
        return random.nextBoolean() ? MAKE.numberNode(value) : MAKE.textNode(Long.toString(value));
    }

    private ArrayNode attributes(int depth) {
        ArrayNode list = MAKE.arrayNode();
        for (int i = random.nextInt(depth == 0 ? 30 : 4); i > 0; i--) {
            ObjectNode item = list.addObject();
            boolean keyFirst = random.nextBoolean();
            if (keyFirst) {
                item.put("key", "k" + random.nextInt(40));
            }
            item.set("value", value(depth));
            if (!keyFirst) {
                item.put("key", "k" + random.nextInt(40));
            }
        }
        return list;
    }

    private ObjectNode value(int depth) {
        ObjectNode node = MAKE.objectNode();
        switch (random.nextInt(depth > 4 ? 5 : 8)) {
            case 0 -> node.set(key("intValue"), number(random.nextLong() >> random.nextInt(60)));
            case 1 -> {
                double number = random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15);
                if (random.nextInt(8) == 0) {
                    node.put(key("doubleValue"), "NaN");
                } else {
                    node.put(key("doubleValue"), number);
                }
            }
            case 2 -> node.put(key("boolValue"), random.nextBoolean());
            case 3 ->
                    node.put(
                            key("bytesValue"),
                            Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}));
            case 5 -> {
                ArrayNode values = node.putObject(key("arrayValue")).putArray("values");
                for (int i = random.nextInt(4); i > 0; i--) {
                    values.add(value(depth + 1));
                }
            }
            case 6 -> node.putObject(key("kvlistValue")).set("values", attributes(depth + 1));
            default -> node.put(key("stringValue"), text());
        }
        return node;
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }
}
