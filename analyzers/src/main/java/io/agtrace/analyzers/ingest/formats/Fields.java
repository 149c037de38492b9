package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.json.JsonTree;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.JsonText;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Look-ups in the fields of a record, whose names differ from exporter to exporter. */
final class Fields {
    private Fields() {}

    /** The value of the first of these names that has one; {@code null} in JSON is none. */
    static @Nullable AnyValue first(Attributes fields, String... names) {
        for (String name : names) {
            AnyValue value = fields.get(name);
            if (value != null && !(value instanceof AnyValue.EmptyValue)) {
                return value;
            }
        }
        return null;
    }

    /** The same as text; the empty string where there is none. */
    static String text(Attributes fields, String... names) {
        AnyValue value = first(fields, names);
        return value == null ? "" : value.toString();
    }

    static boolean has(Attributes fields, String... names) {
        return first(fields, names) != null;
    }

    /** The map under the first of these names that has one, as a map or as its JSON text. */
    static Attributes map(Attributes fields, String... names) {
        return asMap(first(fields, names));
    }

    static Attributes asMap(@Nullable AnyValue value) {
        return switch (value) {
            case AnyValue.KvlistValue(Attributes inner) -> inner;
            case Text text when text.prefix(1).equals("{") ->
                    JsonTree.parse(text.toString())
                                    instanceof AnyValue.KvlistValue(Attributes inner)
                            ? inner
                            : Attributes.EMPTY;
            case null, default -> Attributes.EMPTY;
        };
    }

    /** The list under the first of these names that has one, as a list or as its JSON text. */
    static List<AnyValue> items(Attributes fields, String... names) {
        AnyValue value = first(fields, names);
        if (value instanceof Text text && text.prefix(1).equals("[")) {
            value = JsonTree.parse(text.toString());
        }
        return value instanceof AnyValue.ArrayValue(List<AnyValue> items) ? items : List.of();
    }

    /** A map or list as its JSON text, as OpenTelemetry attributes carry them; others unchanged. */
    static AnyValue flat(AnyValue value) {
        return value instanceof AnyValue.KvlistValue || value instanceof AnyValue.ArrayValue
                ? Text.of(JsonText.of(value))
                : value;
    }

    /**
     * Adds maps in maps under names joined with dots, lists of maps with the item's number between:
     * {@code llm.input_messages.0.message.role}. Lists of anything else stay lists. Recursion is
     * bounded by {@link AnyValue#MAX_DEPTH}.
     */
    static void flatten(Attributes.Builder into, String name, AnyValue value) {
        switch (value) {
            case AnyValue.KvlistValue(Attributes inner) -> {
                if (inner.isEmpty()) {
                    into.put(name, value);
                }
                for (int i = 0; i < inner.size(); i++) {
                    flatten(into, name + "." + inner.key(i), inner.value(i));
                }
            }
            case AnyValue.ArrayValue(List<AnyValue> items)
                    when !items.isEmpty()
                            && items.stream().allMatch(AnyValue.KvlistValue.class::isInstance) -> {
                for (int i = 0; i < items.size(); i++) {
                    flatten(into, name + "." + i, items.get(i));
                }
            }
            default -> into.put(name, value);
        }
    }

    /** Adds the value where there is one and the name is still free. */
    static void putIfAbsent(Attributes.Builder into, String name, @Nullable AnyValue value) {
        if (value != null
                && !(value instanceof AnyValue.EmptyValue)
                && !into.names().contains(name)) {
            into.put(name, value);
        }
    }

    /** Adds the value where there is one. */
    static void put(Attributes.Builder into, String name, @Nullable AnyValue value) {
        if (value != null && !(value instanceof AnyValue.EmptyValue)) {
            into.put(name, value);
        }
    }
}
