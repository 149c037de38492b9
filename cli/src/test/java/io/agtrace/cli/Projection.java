package io.agtrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Takes out of an `inspect` document what a format cannot carry, and nothing else.
final class Projection {
    private Projection() {}

    /// Jaeger's tags hold no lists: they become their JSON text.
    static String jaeger(JsonNode document) {
        for (JsonNode span : document.path("spans")) {
            flatten(span.path("attributes"), false);
            for (JsonNode event : span.path("events")) {
                flatten(event.path("attributes"), false);
            }
        }
        return document.toPrettyString();
    }

    /// Zipkin's tags hold texts only, names are in lower case (and stand in many places, so that
    /// all is compared in lower case), links are not exported, and of the resource the service's
    /// name alone.
    static String zipkin(JsonNode document) {
        for (JsonNode span : document.path("spans")) {
            flatten(span.path("attributes"), true);
            ObjectNode changed = (ObjectNode) span;
            changed.putArray("links");
        }
        for (JsonNode resource : document.path("resources")) {
            ((ObjectNode) resource.path("attributes")).retain(List.of("service.name"));
        }
        return document.toPrettyString().toLowerCase(Locale.ROOT);
    }

    private static void flatten(JsonNode attributes, boolean scalars) {
        for (Map.Entry<String, JsonNode> attribute : List.copyOf(attributes.properties())) {
            JsonNode value = attribute.getValue();
            if (value instanceof ArrayNode || scalars && value.isValueNode()) {
                String text = value instanceof ArrayNode ? value.toString() : value.asText();
                ((ObjectNode) attributes).put(attribute.getKey(), text);
            }
        }
    }
}
