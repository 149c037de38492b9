package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.BytesValue;
import io.agtrace.analyzers.span.AnyValue.EmptyValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a person would quote of a payload: the words in it, without the envelope that a model's API
 * or a framework put around them. Of a conversation that is its last message, of an answer its text
 * or the tool it asks for, of other data its fields without ids, times and addresses.
 *
 * @param text on one line; empty where the payload says nothing
 * @param verbatim whether the text stands so in the payload, else it is put together from parts
 */
public record PayloadWords(String text, boolean verbatim) {
    private static final PayloadWords NOTHING = new PayloadWords("", true);

    /** No preview needs more of a payload than this beginning. */
    private static final int READ = 1 << 16;

    /** JSON in JSON texts is opened so many times. */
    private static final int OPENED = 3;

    private static final Set<String> SPEAKERS =
            Set.of("user", "human", "assistant", "ai", "model", "agent");

    /** Fields that hold what an envelope is about, the surest first. */
    private static final List<String> CONTENTS =
            List.of(
                    "choices",
                    "candidates",
                    "generations",
                    "messages",
                    "message",
                    "content",
                    "parts",
                    "text",
                    "inputs",
                    "outputs",
                    "kwargs");

    private static final Set<String> TEXT_PARTS = Set.of("text", "input_text", "output_text");

    private static final Set<String> THOUGHTS = Set.of("reasoning", "thinking", "thought");

    private static final Set<String> RESULTS =
            Set.of("tool_result", "tool-result", "function_call_output", "tool_call_response");

    /** Who sent something to whom, when, and under which number: no part of what was said. */
    private static final Set<String> ADDRESSES =
            Set.of(
                    "id",
                    "ids",
                    "uuid",
                    "at",
                    "time",
                    "timestamp",
                    "ts",
                    "to",
                    "from",
                    "sender",
                    "recipient",
                    "receiver",
                    "assignee",
                    "agent",
                    "role",
                    "type",
                    "object",
                    "model",
                    "system",
                    "instructions",
                    "metadata",
                    "tags",
                    "usage",
                    "logprobs");

    /**
     * The words of a payload.
     *
     * @param most about how many characters are wanted; no more are returned
     */
    public static PayloadWords of(@Nullable AnyValue payload, int most) {
        if (payload == null) {
            return NOTHING;
        }
        PayloadWords words = new Reader(most).say(payload, 0);
        return words.text.length() <= most
                ? words
                : new PayloadWords(words.text.substring(0, most), words.verbatim);
    }

    /** One walk through a payload; recurses no deeper than values nest, which readers bound. */
    private record Reader(int most) {
        PayloadWords say(@Nullable AnyValue value, int opened) {
            return switch (value) {
                case null -> NOTHING;
                case Text text -> text(text, opened);
                case ArrayValue(List<AnyValue> items) -> list(items, opened);
                case KvlistValue(Attributes fields) -> object(fields, opened);
                case EmptyValue _, BytesValue _ -> NOTHING;
                default -> new PayloadWords(value.toString(), true);
            };
        }

        private PayloadWords text(Text text, int opened) {
            String start = text.prefix(Math.max(READ, most));
            AnyValue inner = opened < OPENED ? PayloadJson.opened(start) : null;
            if (inner instanceof Text plain) {
                return new PayloadWords(line(plain.toString()), true);
            }
            return inner != null ? say(inner, opened + 1) : new PayloadWords(line(start), true);
        }

        private String line(String text) {
            String stripped = text.strip();
            // Blanks shrink; no text needs more than this to fill a line.
            String start = stripped.substring(0, Math.min(stripped.length(), 4 * most));
            return start.replaceAll("\\s+", " ");
        }

        private PayloadWords list(List<AnyValue> items, int opened) {
            if (items.stream().anyMatch(item -> !role(item).isEmpty())) {
                return conversation(items, opened);
            }
            List<PayloadWords> said = new ArrayList<>();
            int length = 0;
            for (AnyValue item : items) {
                PayloadWords words = say(item, opened);
                if (!words.text.isEmpty()) {
                    said.add(words);
                    length += words.text.length();
                }
                if (length > most) {
                    break;
                }
            }
            boolean names = said.stream().allMatch(words -> words.text.indexOf(' ') < 0);
            return joined(said, names ? ", " : "; ");
        }

        private static PayloadWords joined(List<PayloadWords> said, String between) {
            if (said.size() == 1) {
                return said.getFirst();
            }
            List<String> texts = said.stream().map(PayloadWords::text).toList();
            return said.isEmpty() ? NOTHING : new PayloadWords(String.join(between, texts), false);
        }

        /** The last thing that a person or a model said; else the last call; else anything. */
        private PayloadWords conversation(List<AnyValue> items, int opened) {
            PayloadWords otherwise = NOTHING;
            for (int i = items.size() - 1; i >= 0; i--) {
                AnyValue item = items.get(i);
                PayloadWords words = say(item, opened);
                boolean asksOnly = !words.verbatim && i < items.size() - 1 && asks(item);
                boolean said = SPEAKERS.contains(role(item)) && !asksOnly;
                if (said && !words.text.isEmpty()) {
                    return words;
                }
                otherwise = otherwise.text.isEmpty() ? words : otherwise;
            }
            return otherwise;
        }

        private static String role(AnyValue item) {
            if (!(item instanceof KvlistValue(Attributes fields))) {
                return "";
            }
            AnyValue inner = fields.get("message");
            String own = scalar(fields.get("role"));
            return own.isEmpty() && inner instanceof KvlistValue(Attributes message)
                    ? scalar(message.get("role"))
                    : own.toLowerCase(Locale.ROOT);
        }

        /** Whether a message asks for tools. */
        private static boolean asks(AnyValue item) {
            if (!(item instanceof KvlistValue(Attributes fields))) {
                return false;
            }
            List<AnyValue> parts = new ArrayList<>(fields.items("parts"));
            parts.addAll(fields.items("content"));
            return fields.get("tool_calls") != null
                    || parts.stream()
                            .filter(KvlistValue.class::isInstance)
                            .map(part -> scalar(((KvlistValue) part).fields().get("type")))
                            .anyMatch(type -> type.contains("call") || type.equals("tool_use"));
        }

        private PayloadWords object(Attributes fields, int opened) {
            String type = scalar(fields.get("type")).toLowerCase(Locale.ROOT);
            if (THOUGHTS.contains(type)) {
                return NOTHING;
            }
            if (TEXT_PARTS.contains(type)) {
                return say(first(fields, "text", "content"), opened);
            }
            if (RESULTS.contains(type)) {
                return say(first(fields, "output", "result", "content", "response"), opened);
            }
            PayloadWords call = call(fields, type, opened);
            if (!call.text.isEmpty()) {
                return call;
            }
            PayloadWords inside = contents(fields, opened);
            return inside.text.isEmpty() ? fields(fields, opened) : inside;
        }

        /** {@code name(arguments)} of a tool that is asked for; nothing for anything else. */
        private PayloadWords call(Attributes fields, String type, int opened) {
            Attributes inner = fields.fields("function");
            if (inner.isEmpty()) {
                inner = fields.fields("functionCall");
            }
            Attributes named = inner.isEmpty() ? fields : inner;
            String name = scalar(first(named, "name", "toolName"));
            AnyValue arguments = first(named, "arguments", "args", "input", "toolInput");
            boolean calls =
                    !inner.isEmpty()
                            || type.contains("call")
                            || type.equals("tool_use")
                            || fields.get("toolName") != null && fields.get("result") == null;
            if (!calls || name.isEmpty() || named.get("description") != null) {
                return NOTHING;
            }
            return new PayloadWords(name + "(" + say(arguments, opened).text + ")", false);
        }

        private PayloadWords contents(Attributes fields, int opened) {
            if (fields.get("output") instanceof ArrayValue output) {
                PayloadWords words = say(output, opened);
                if (!words.text.isEmpty()) {
                    return words;
                }
            }
            for (String name : CONTENTS) {
                AnyValue inner = fields.get(name);
                PayloadWords words = inner == null ? NOTHING : say(inner, opened);
                if (!words.text.isEmpty()) {
                    return words;
                }
            }
            return say(first(fields, "tool_calls", "toolCalls", "toolUse"), opened);
        }

        private PayloadWords fields(Attributes fields, int opened) {
            List<PayloadWords> said = new ArrayList<>();
            List<PayloadWords> addresses = new ArrayList<>();
            List<String> names = new ArrayList<>();
            int length = 0;
            for (int i = 0; i < fields.size() && length <= most; i++) {
                String name = fields.key(i);
                PayloadWords words = say(fields.value(i), opened);
                if (words.text.isEmpty()) {
                    continue;
                }
                boolean address = ADDRESSES.contains(lastWord(name));
                (address ? addresses : said).add(words);
                if (!address) {
                    names.add(name);
                    length += name.length() + words.text.length();
                }
            }
            if (said.size() < 2) {
                return joined(said.isEmpty() ? addresses : said, ", ");
            }
            List<PayloadWords> entries = new ArrayList<>();
            for (int i = 0; i < said.size(); i++) {
                String entry = line(names.get(i)) + ": " + said.get(i).text;
                entries.add(new PayloadWords(entry, false));
            }
            return joined(entries, ", ");
        }

        private static String lastWord(String name) {
            int from = name.length();
            while (from > 0 && Character.isLetter(name.charAt(from - 1))) {
                from--;
                if (Character.isUpperCase(name.charAt(from))) {
                    break;
                }
            }
            return name.substring(from).toLowerCase(Locale.ROOT);
        }

        private static @Nullable AnyValue first(Attributes fields, String... names) {
            for (String name : names) {
                AnyValue value = fields.get(name);
                if (value != null && !(value instanceof EmptyValue)) {
                    return value;
                }
            }
            return null;
        }

        private static String scalar(@Nullable AnyValue value) {
            return value instanceof Text text && text.recordedLength() < 200 ? text.toString() : "";
        }
    }
}
