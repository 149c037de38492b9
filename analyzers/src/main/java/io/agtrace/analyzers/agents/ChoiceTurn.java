package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.Text;
import io.agtrace.analyzers.workflow.OpenedTexts;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one answer of a model holds, in whatever shape its instrumentation wrote it: the text it
 * said, the reasoning before it, and the tools it asked for.
 */
final class ChoiceTurn {
    /** A tool that the model asked for; the id is empty where none is recorded. */
    record Call(String id, String name, @Nullable AnyValue arguments) {}

    private static final String ASKED = "ai.response.toolCalls";

    private static final Set<String> CALL_TYPES =
            Set.of("tool_call", "function_call", "tool_use", "tool-call", "toolcall", "function");

    private static final Set<String> CALL_LISTS = Set.of("tool_calls", "toolCalls", "tool_call");

    private static final Set<String> SINGLE_CALLS =
            Set.of("functionCall", "function_call", "toolUse", "tool_use");

    private static final Set<String> TEXTS = Set.of("text", "content", "output_text");

    /** Hold copies, or what was said before this answer, or what could have been called. */
    private static final Set<String> SKIPPED =
            Set.of(
                    "tools",
                    "tool_definitions",
                    "additional_kwargs",
                    "response_metadata",
                    "usage_metadata",
                    "metadata",
                    "input",
                    "instructions",
                    "id",
                    "logprobs",
                    "tool_call_chunks",
                    "toolResults",
                    "usage");

    private final List<String> texts = new ArrayList<>(2);
    private final List<String> reasonings = new ArrayList<>(0);
    private final List<Call> calls = new ArrayList<>(2);
    private final Set<String> seen = new HashSet<>();
    private @Nullable Call named;
    private @Nullable String whole;
    private @Nullable Attributes document;

    private ChoiceTurn() {}

    static ChoiceTurn of(OpenedTexts texts, Span span, SpanFacts facts) {
        AnyValue asked = ChoiceValues.opened(texts, span.attributes().get(ASKED));
        return of(asked, facts, ChoiceValues.opened(texts, facts.output()));
    }

    private static ChoiceTurn of(
            @Nullable AnyValue asked, SpanFacts facts, @Nullable AnyValue opened) {
        ChoiceTurn turn = new ChoiceTurn();
        AnyValue output = facts.output();
        turn.walk(asked, "toolCalls", "");
        if (asked == null
                && !facts.toolName().isEmpty()
                && facts.finishReason().equals("tool_calls")) {
            turn.named = new Call("", facts.toolName(), null);
        }
        boolean structured = opened instanceof KvlistValue || opened instanceof ArrayValue;
        if (structured) {
            turn.walk(opened, "", "");
        }
        if (turn.texts.isEmpty()
                && (turn.calls.isEmpty() || !structured)
                && output instanceof Text text) {
            turn.text(text.prefix(ChoiceValues.LONGEST_OPENED));
        }
        if (turn.calls.isEmpty() && turn.named != null) {
            // Monocle names the tool beside a model, and leaves the answer out.
            turn.calls.add(turn.named);
        }
        return turn;
    }

    List<Call> calls() {
        return calls;
    }

    /** The text of the answer, or the empty string. */
    String text() {
        String known = whole;
        if (known == null) {
            known = texts.size() == 1 ? texts.getFirst() : String.join("\n", texts);
            whole = known;
        }
        return known;
    }

    /** The fields of the JSON object that the text of the answer is, or none. */
    Attributes document() {
        Attributes known = document;
        if (known == null) {
            known = ChoiceValues.fields(AnyValue.of(text()));
            document = known;
        }
        return known;
    }

    /** Characters of text that it holds, about. */
    int length() {
        int length = 0;
        for (String text : texts) {
            length += text.length();
        }
        return length;
    }

    /** What the model thought before it answered, or the empty string. */
    String reasoning() {
        return String.join("\n", reasonings);
    }

    /** Recurses no deeper than values nest, which readers bound. */
    private void walk(@Nullable AnyValue value, String key, String type) {
        switch (value) {
            case ArrayValue(List<AnyValue> items) -> {
                for (AnyValue item : items) {
                    walk(item, key, type);
                }
            }
            case KvlistValue(Attributes fields) -> object(fields, key);
            case Text text when TEXTS.contains(key) -> said(text, type);
            case null, default -> {}
        }
    }

    private void object(Attributes fields, String key) {
        String type = ChoiceValues.scalar(fields.get("type"));
        String role = ChoiceValues.scalar(fields.get("role"));
        if (role.equals("user") || role.equals("system") || role.equals("tool")) {
            return;
        }
        if (isCall(fields, key, type)) {
            call(fields);
            return;
        }
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.key(i);
            if (SKIPPED.contains(name)) {
                continue;
            }
            AnyValue inner = fields.value(i);
            boolean nested = CALL_LISTS.contains(name) || SINGLE_CALLS.contains(name);
            walk(nested ? ChoiceValues.opened(inner) : inner, name, type);
        }
    }

    private static boolean isCall(Attributes fields, String key, String type) {
        if (fields.get("function") instanceof KvlistValue(Attributes function)) {
            return function.get("name") != null
                    && function.get("parameters") == null
                    && function.get("description") == null;
        }
        if (fields.get("toolName") != null) {
            return fields.get("result") == null
                    && fields.get("output") == null
                    && !type.equals("tool-result");
        }
        if (fields.get("name") == null) {
            return false;
        }
        return CALL_TYPES.contains(type) && fields.get("parameters") == null
                || CALL_LISTS.contains(key)
                || SINGLE_CALLS.contains(key);
    }

    private void call(Attributes fields) {
        Attributes function = fields.fields("function");
        Attributes named = function.isEmpty() ? fields : function;
        String name = ChoiceValues.scalar(first(named, "name", "toolName"));
        String id =
                ChoiceValues.scalar(
                        first(
                                fields,
                                "call_id",
                                "callId",
                                "toolCallId",
                                "tool_call_id",
                                "id",
                                "toolUseId"));
        AnyValue arguments = first(named, "arguments", "args", "input", "parameters", "toolInput");
        if (!name.isEmpty() && seen.add(id.isEmpty() ? name + arguments : id)) {
            calls.add(new Call(id, name, arguments));
        }
    }

    private static @Nullable AnyValue first(Attributes fields, String... names) {
        for (String name : names) {
            AnyValue value = fields.get(name);
            if (value != null && !(value instanceof AnyValue.EmptyValue)) {
                return value;
            }
        }
        return null;
    }

    private void said(Text text, String type) {
        if (type.equals("reasoning") || type.equals("thinking") || type.equals("thought")) {
            String content = text.prefix(4 * ChoiceValues.LONGEST_QUOTE).strip();
            if (!content.isEmpty()) {
                reasonings.add(content);
            }
        } else if (!type.equals("tool_result") && !type.equals("tool-result")) {
            text(text.prefix(ChoiceValues.LONGEST_OPENED));
        }
    }

    private void text(String content) {
        String stripped = content.strip();
        if (!stripped.isEmpty() && !texts.contains(stripped)) {
            texts.add(stripped);
        }
    }
}
