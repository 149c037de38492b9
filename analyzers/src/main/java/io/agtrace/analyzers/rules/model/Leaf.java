package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One value in a tool's arguments.
 *
 * @param key name of the field it stands in, or of the one around its list
 */
record Leaf(String key, String text) {
    private static final int MOST = 400;

    private record Open(String key, AnyValue value) {}

    /** The values of arguments, in their order; JSON in texts is opened. */
    static List<Leaf> of(Run run, @Nullable AnyValue arguments) {
        return of(run, arguments, MOST);
    }

    /** The first {@code most} values of a payload. */
    static List<Leaf> of(Run run, @Nullable AnyValue arguments, int most) {
        List<Leaf> found = new ArrayList<>();
        Deque<Open> open = new ArrayDeque<>();
        if (arguments != null) {
            open.push(new Open("", arguments));
        }
        while (!open.isEmpty() && found.size() < most) {
            Open next = open.pop();
            String key = next.key();
            switch (opened(run, next.value())) {
                case ArrayValue(List<AnyValue> items) -> {
                    for (int i = items.size() - 1; i >= 0; i--) {
                        open.push(new Open(key, items.get(i)));
                    }
                }
                case KvlistValue(Attributes fields) -> {
                    for (int i = fields.size() - 1; i >= 0; i--) {
                        open.push(new Open(fields.key(i), fields.value(i)));
                    }
                }
                case AnyValue.EmptyValue _ -> {}
                case Text text -> found.add(new Leaf(key, run.texts().text(text).strip()));
                case AnyValue value -> found.add(new Leaf(key, value.toString().strip()));
            }
        }
        return found;
    }

    /** The value; where it is a text that holds JSON, the tree of that. */
    static AnyValue opened(Run run, AnyValue value) {
        AnyValue tree = value instanceof Text text ? run.texts().json(text) : null;
        return tree == null ? value : tree;
    }
}
