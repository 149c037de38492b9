package io.agtrace.cli;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** Small JSON documents with indentation, in ASCII: nothing in them can control a terminal. */
final class PrettyJson {
    private final StringBuilder out = new StringBuilder();

    private PrettyJson() {}

    /** The document, of maps, lists, texts, numbers, truth values and nulls. */
    static String of(Object document) {
        PrettyJson json = new PrettyJson();
        json.value(document, "\n");
        return json.out.append('\n').toString();
    }

    private void value(@Nullable Object value, String indent) {
        switch (value) {
            case Map<?, ?> map -> {
                String inner = indent + "  ";
                String before = "{" + inner;
                for (var field : map.entrySet()) {
                    out.append(before);
                    text(String.valueOf(field.getKey()));
                    out.append(": ");
                    value(field.getValue(), inner);
                    before = "," + inner;
                }
                out.append(map.isEmpty() ? "{}" : indent + "}");
            }
            case List<?> list -> list(list, indent);
            case String text -> text(text);
            case null -> out.append("null");
            default -> out.append(value);
        }
    }

    /** Plain values stand in one line, what has fields on lines of its own. */
    private void list(List<?> list, String indent) {
        boolean plain = list.stream().noneMatch(Map.class::isInstance);
        String inner = indent + "  ";
        String before = plain ? "[" : "[" + inner;
        for (Object item : list) {
            out.append(before);
            value(item, inner);
            before = plain ? ", " : "," + inner;
        }
        out.append(list.isEmpty() ? "[]" : plain ? "]" : indent + "]");
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || c > 0x7e) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
