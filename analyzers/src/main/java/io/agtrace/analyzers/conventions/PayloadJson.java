package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.ingest.json.JsonTree;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

/** Opens JSON that stands in a text, also where its end was cut off. */
final class PayloadJson {
    private static final int DEEPEST = AnyValue.MAX_DEPTH;

    private PayloadJson() {}

    /** The value that the text is or begins; null where it is no JSON object, list or string. */
    static @Nullable AnyValue opened(String text) {
        String json = text.strip();
        if (json.length() < 2) {
            return null;
        }
        char first = json.charAt(0);
        if (first == '"') {
            boolean one = json.indexOf('"', 1) == json.length() - 1 || json.indexOf('\\') >= 0;
            return one && json.endsWith("\"") ? JsonTree.parse(json) : null;
        }
        char second = json.substring(1).stripLeading().concat(" ").charAt(0);
        boolean begins =
                first == '{' && (second == '"' || second == '}')
                        || first == '[' && "{[\"]-0123456789tfn".indexOf(second) >= 0;
        if (!begins) {
            return null;
        }
        AnyValue whole = JsonTree.parse(json);
        return whole != null ? whole : ofCut(json);
    }

    /** What is left of JSON whose end is missing. */
    private static @Nullable AnyValue ofCut(String json) {
        int end = json.length();
        while (end > 0 && (json.charAt(end - 1) == '\u2026' || json.charAt(end - 1) == '.')) {
            end--;
        }
        StringBuilder open = new StringBuilder();
        String openAtComma = "";
        int comma = -1;
        boolean quoted = false;
        for (int i = 0; i < end; i++) {
            char c = json.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
                continue;
            }
            switch (c) {
                case '"' -> quoted = true;
                case '{' -> open.append('}');
                case '[' -> open.append(']');
                case '}', ']' -> open.setLength(Math.max(0, open.length() - 1));
                case ',' -> {
                    comma = i;
                    openAtComma = open.length() > DEEPEST ? "" : open.toString();
                }
                default -> {}
            }
            if (open.isEmpty() || open.length() > DEEPEST) {
                return null;
            }
        }
        String start = json.substring(0, quoted ? withoutHalfEscape(json, end) : end);
        AnyValue value = JsonTree.parse(start + (quoted ? "\"" : "") + open.reverse());
        if (value != null || comma < 0) {
            return value;
        }
        String closing = new StringBuilder(openAtComma).reverse().toString();
        return JsonTree.parse(json.substring(0, comma) + closing);
    }

    /** Where the text ends without an escape sequence that its end cut in two. */
    private static int withoutHalfEscape(String json, int end) {
        int slash = json.lastIndexOf('\\', end - 1);
        int before = slash;
        while (before > 0 && json.charAt(before - 1) == '\\') {
            before--;
        }
        boolean begins = slash >= 0 && (slash - before) % 2 == 0;
        boolean half =
                begins && (slash == end - 1 || slash >= end - 5 && json.charAt(slash + 1) == 'u');
        return half ? slash : end;
    }
}
