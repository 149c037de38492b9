package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.ingest.json.JsonTree;
import io.agtrace.analyzers.span.AnyValue;

import java.util.function.BiConsumer;

/**
 * The members of one JSON object that stands as text in an attribute. Only the top level is read,
 * and only the values that are asked for are built: metadata texts stand on every span of some
 * families, and all but a few of their keys mean nothing here.
 */
final class FlatJson {
    private static final int SHORT_NUMBER = 18;

    private final String text;
    private int at;

    FlatJson(String text) {
        this.text = text;
    }

    /** A member's value, built when it is asked for. */
    interface Member {
        AnyValue value();

        static Member of(AnyValue value) {
            return () -> value;
        }
    }

    /** Gives each member in turn; stops without complaint where the text is not a JSON object. */
    void forEach(BiConsumer<String, Member> visitor) {
        skipBlanks();
        if (!take('{')) {
            return;
        }
        while (true) {
            skipBlanks();
            int keyStart = at;
            if (!skipString()) {
                return;
            }
            int keyEnd = at;
            skipBlanks();
            if (!take(':')) {
                return;
            }
            skipBlanks();
            int valueStart = at;
            if (!skipValue()) {
                return;
            }
            int valueEnd = at;
            visitor.accept(string(keyStart, keyEnd), () -> built(valueStart, valueEnd));
            skipBlanks();
            if (!take(',')) {
                return;
            }
        }
    }

    private String string(int start, int end) {
        String inside = text.substring(start + 1, end - 1);
        return inside.indexOf('\\') < 0 ? inside : parsed(start, end).toString();
    }

    private AnyValue built(int start, int end) {
        return switch (text.charAt(start)) {
            case '"' -> AnyValue.of(string(start, end));
            // A list or map stays the JSON it is; most readers only look whether it is there.
            case '[', '{' -> AnyValue.of(text.substring(start, end));
            case 't' -> AnyValue.of(true);
            case 'f' -> AnyValue.of(false);
            default -> parsed(start, end);
        };
    }

    private AnyValue parsed(int start, int end) {
        if (end - start <= SHORT_NUMBER && isDigits(start, end)) {
            return AnyValue.of(Long.parseLong(text, start, end, 10));
        }
        AnyValue value = JsonTree.parse(text.substring(start, end));
        return value == null ? AnyValue.EMPTY : value;
    }

    private boolean isDigits(int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return start < end;
    }

    private boolean take(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
    }

    private boolean skipString() {
        if (!take('"')) {
            return false;
        }
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return true;
            }
            if (c == '\\') {
                at++;
            }
        }
        return false;
    }

    private boolean skipValue() {
        if (at >= text.length()) {
            return false;
        }
        char first = text.charAt(at);
        if (first == '"') {
            return skipString();
        }
        if (first == '{' || first == '[') {
            return skipContainer();
        }
        int start = at;
        while (at < text.length() && ",}] \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at > start;
    }

    /** Brackets are counted, not matched: a value that is no JSON is found out when it is built. */
    private boolean skipContainer() {
        long depth = 0;
        while (at < text.length()) {
            switch (text.charAt(at)) {
                case '"' -> {
                    if (!skipString()) {
                        return false;
                    }
                    continue;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
            at++;
            if (depth == 0) {
                return true;
            }
        }
        return false;
    }
}
