package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Messages that were spread over attributes such as {@code llm.input_messages.0.message.content},
 * put together again: a list of messages in the order of their numbers. The values are those of the
 * attributes; only the names are taken apart.
 */
final class FlatMessages {
    /** Deeper than any convention nests; what is deeper keeps its dotted name. */
    private static final int DEEPEST = 12;

    private static final int LONGEST_INDEX = 9;

    private @Nullable AnyValue leaf;
    private final Map<String, FlatMessages> named = new LinkedHashMap<>();
    private final TreeMap<Integer, FlatMessages> numbered = new TreeMap<>();

    private FlatMessages() {}

    /** The messages under any of the prefixes (which end with a dot); null where there are none. */
    static @Nullable AnyValue assemble(Attributes attributes, String... prefixes) {
        FlatMessages root = new FlatMessages();
        for (int i = 0; i < attributes.size(); i++) {
            String key = attributes.key(i);
            for (String prefix : prefixes) {
                if (key.startsWith(prefix)) {
                    root.put(key, prefix.length(), attributes.value(i));
                }
            }
        }
        if (root.numbered.isEmpty()) {
            return null;
        }
        root.showGaps();
        return root.build();
    }

    /** A number that is left out is a message of which nothing was recorded. */
    private void showGaps() {
        int last = numbered.lastKey();
        if (last - numbered.firstKey() < 2 * numbered.size()) {
            for (int number = numbered.firstKey(); number < last; number++) {
                numbered.computeIfAbsent(number, n -> new FlatMessages());
            }
        }
    }

    private void put(String key, int from, AnyValue value) {
        FlatMessages node = this;
        int at = from;
        for (int depth = 0; at <= key.length(); depth++) {
            int dot = depth < DEEPEST ? key.indexOf('.', at) : -1;
            int end = dot < 0 ? key.length() : dot;
            node = node.child(key.substring(at, end));
            at = end + 1;
        }
        node.leaf = value;
    }

    private FlatMessages child(String name) {
        if (isIndex(name)) {
            return numbered.computeIfAbsent(Integer.parseInt(name), n -> new FlatMessages());
        }
        // The wrappers repeat the list's name in the singular and say nothing.
        return switch (name) {
            case "message", "message_content", "tool_call", "prompt", "completion", "document" ->
                    this;
            default -> named.computeIfAbsent(name, n -> new FlatMessages());
        };
    }

    private static boolean isIndex(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_INDEX
                && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private AnyValue build() {
        if (named.isEmpty() && !numbered.isEmpty()) {
            List<AnyValue> items = new ArrayList<>(numbered.size());
            for (FlatMessages item : numbered.values()) {
                items.add(item.build());
            }
            return new ArrayValue(items);
        }
        if (named.isEmpty()) {
            return leaf == null ? AnyValue.EMPTY : leaf;
        }
        Attributes.Builder fields = new Attributes.Builder();
        named.forEach((name, field) -> fields.put(name, field.build()));
        numbered.forEach((number, field) -> fields.put(Integer.toString(number), field.build()));
        return new KvlistValue(fields.build());
    }
}
