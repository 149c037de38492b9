package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.workflow.OpenedTexts;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The results of tools that a model's prompt holds, by the ids of the requests they answer. */
final class ToolResults {
    private static final List<String> IDS =
            List.of("tool_call_id", "toolCallId", "call_id", "callId", "tool_use_id", "id");

    private static final List<String> RESULTS =
            List.of("content", "output", "result", "response", "message");

    private static final int MOST = 10_000;

    private ToolResults() {}

    /** The results in a prompt; each value is the object that bears it, flags and all. */
    static Map<String, AnyValue> in(OpenedTexts texts, @Nullable AnyValue prompt) {
        Map<String, AnyValue> found = new HashMap<>();
        Deque<AnyValue> open = new ArrayDeque<>();
        if (prompt != null) {
            open.push(prompt);
        }
        for (int seen = 0; seen < MOST && !open.isEmpty(); seen++) {
            switch (ChoiceValues.opened(texts, open.pop())) {
                case ArrayValue(List<AnyValue> items) -> {
                    for (int i = items.size() - 1; i >= 0; i--) {
                        if (nests(items.get(i))) {
                            open.push(items.get(i));
                        }
                    }
                }
                case KvlistValue value -> object(value, found, open);
                case null, default -> {}
            }
        }
        return found;
    }

    private static boolean nests(AnyValue value) {
        return value instanceof ArrayValue || value instanceof KvlistValue;
    }

    private static void object(
            KvlistValue value, Map<String, AnyValue> found, Deque<AnyValue> open) {
        Attributes fields = value.fields();
        String id = id(fields);
        if (!id.isEmpty() && isResult(fields)) {
            found.putIfAbsent(id, value);
            return;
        }
        for (int i = 0; i < fields.size(); i++) {
            AnyValue inner = fields.value(i);
            String key = fields.key(i);
            boolean messages = key.equals("messages") || key.equals("input") || key.equals("parts");
            if (nests(inner) || messages) {
                open.push(inner);
            }
        }
    }

    private static String id(Attributes fields) {
        for (String name : IDS) {
            String id = ChoiceValues.scalar(fields.get(name));
            if (!id.isEmpty()) {
                return id;
            }
        }
        return "";
    }

    private static boolean isResult(Attributes fields) {
        if (fields.get("arguments") != null
                || fields.get("args") != null
                || fields.get("function") != null
                || fields.get("input") != null && fields.get("output") == null) {
            return false;
        }
        String type = ChoiceValues.scalar(fields.get("type"));
        boolean bare = fields.get("id") != null;
        if (bare
                && !type.contains("response")
                && !type.contains("result")
                && fields.get("tool_call_id") == null) {
            return false;
        }
        for (String name : RESULTS) {
            if (fields.get(name) != null) {
                return true;
            }
        }
        return false;
    }
}
