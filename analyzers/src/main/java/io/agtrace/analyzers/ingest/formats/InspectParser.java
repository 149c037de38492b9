package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.MalformedInput;
import io.agtrace.analyzers.ingest.json.JsonCursor;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads one object as Node's {@code util.inspect} prints it: unquoted keys, strings in any of three
 * quotes and in pieces joined with {@code +}, class names before brackets, {@code [Object]} where
 * the printer stopped, {@code ... 3 more items}. What the printer left out stays out.
 */
final class InspectParser {
    private static final int LONGEST_WORD = 1 << 16;

    private final Bytes in;
    private final Deque<Open> stack = new ArrayDeque<>();

    InspectParser(Bytes in) {
        this.in = in;
    }

    /** A container that is still open. */
    private static final class Open {
        final char close;
        final Attributes.@Nullable Builder fields;
        final List<AnyValue> items = new ArrayList<>();
        @Nullable String key;
        @Nullable AnyValue unnamed;

        Open(char close, boolean object) {
            this.close = close;
            this.fields = object ? new Attributes.Builder() : null;
        }

        void add(AnyValue value) {
            String name = key;
            key = null;
            if (fields == null) {
                // An array may have properties, too; they are no items.
                if (name == null) {
                    items.add(value);
                }
            } else if (name != null) {
                fields.put(name, value);
            } else {
                settle();
                unnamed = value;
            }
        }

        /** What had no name and was no key either: a value of a set. */
        private void settle() {
            if (fields != null && unnamed != null) {
                fields.put(Integer.toString(fields.size()), unnamed);
            }
            unnamed = null;
        }

        AnyValue built() {
            settle();
            return fields != null
                    ? new AnyValue.KvlistValue(fields.build())
                    : new AnyValue.ArrayValue(items);
        }
    }

    /**
     * The object whose opening bracket stands next.
     *
     * @throws MalformedInput where it is none
     */
    Attributes object() throws IOException {
        stack.clear();
        in.next();
        stack.push(new Open('}', true));
        while (true) {
            Open top = stack.getFirst();
            int b = blank();
            if (b < 0) {
                throw error(JsonCursor.CUT_OFF);
            } else if (b == top.close) {
                in.next();
                stack.pop();
                AnyValue value = top.built();
                if (stack.isEmpty()) {
                    return Fields.asMap(value);
                }
                stack.getFirst().add(value);
            } else if (b == ',') {
                in.next();
            } else if (b == '}' || b == ']') {
                throw error("unexpected '" + (char) b + "'");
            } else if (b == '{') {
                in.next();
                open('}', true);
            } else if (b == '[') {
                bracket(top);
            } else if (b == '\'' || b == '"' || b == '`') {
                string(top);
            } else if (b == '<') {
                until('>');
            } else if (b == '=') {
                arrow(top);
            } else {
                word(top);
            }
        }
    }

    private MalformedInput error(String reason) {
        return new MalformedInput(in.offset(), reason);
    }

    private void open(char close, boolean object) throws IOException {
        if (stack.size() >= AnyValue.MAX_DEPTH) {
            throw error("more than " + AnyValue.MAX_DEPTH + " objects inside one another");
        }
        stack.push(new Open(close, object));
    }

    /** Passes white space and colour codes; the next byte without taking it. */
    private int blank() throws IOException {
        while (true) {
            int b = in.peek();
            if (b == 0x1b) {
                do {
                    in.next();
                    b = in.peek();
                } while (b >= 0 && b != 'm' && b != '\n');
                in.next();
            } else if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
                in.next();
            } else {
                return b;
            }
        }
    }

    /** A list, or a word in brackets: {@code [Object]}, {@code [Function: f]}, a symbol key. */
    private void bracket(Open top) throws IOException {
        in.next();
        int b = in.peek();
        boolean letter = b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z';
        if (!letter) {
            open(']', false);
            return;
        }
        String word = until(']');
        int next = blank();
        if (next == ':' && top.fields != null && top.key == null) {
            in.next();
            top.key = word;
        } else if (next != '{' && next != '[') {
            top.add(Text.of("[" + word + "]"));
        }
        // Otherwise it said of what class the object behind it is.
    }

    private String until(char close) throws IOException {
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        int b;
        while ((b = in.next()) != close) {
            if (b < 0) {
                throw error(JsonCursor.CUT_OFF);
            }
            if (b == '\n' || word.size() > LONGEST_WORD) {
                throw error("expected '" + close + "'");
            }
            word.write(b);
        }
        return word.toString(StandardCharsets.UTF_8);
    }

    /** {@code =>} between the key and the value of a map. */
    private void arrow(Open top) throws IOException {
        in.next();
        AnyValue key = top.unnamed;
        if (in.next() != '>' || key == null) {
            throw error("unexpected '='");
        }
        top.key = key.toString();
        top.unnamed = null;
    }

    private void string(Open top) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (true) {
            piece(text);
            int b = blank();
            if (b == ':' && top.fields != null && top.key == null) {
                in.next();
                top.key = text.toString(StandardCharsets.UTF_8);
                return;
            }
            if (b != '+') {
                break;
            }
            in.next();
            b = blank();
            if (b != '\'' && b != '"' && b != '`') {
                throw error("expected a string behind '+'");
            }
        }
        if (in.peek() == '.') {
            moreCharacters();
        }
        top.add(Text.of(text.toString(StandardCharsets.UTF_8)));
    }

    /** {@code ... 12 more characters} behind a string that the printer cut. */
    private void moreCharacters() throws IOException {
        for (int b = in.peek(); b >= 0 && b != ',' && b != '\n' && b != '}' && b != ']'; ) {
            in.next();
            b = in.peek();
        }
    }

    private void piece(ByteArrayOutputStream text) throws IOException {
        int quote = in.next();
        while (true) {
            int b = in.next();
            if (b < 0) {
                throw error(JsonCursor.CUT_OFF);
            }
            if (b == quote) {
                return;
            }
            if (b == '\n') {
                throw error("a string is not closed on its line");
            }
            if (b == '\\') {
                escape(text);
            } else {
                text.write(b);
            }
        }
    }

    private void escape(ByteArrayOutputStream text) throws IOException {
        int b = in.next();
        switch (b) {
            case 'n' -> text.write('\n');
            case 't' -> text.write('\t');
            case 'r' -> text.write('\r');
            case 'b' -> text.write('\b');
            case 'f' -> text.write('\f');
            case 'v' -> text.write(0x0b);
            case 'x' -> code(text, 2);
            case 'u' -> code(text, 4);
            default -> {
                if (b >= 0) {
                    text.write(b);
                }
            }
        }
    }

    private void code(ByteArrayOutputStream text, int digits) throws IOException {
        int code = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(in.peek(), 16);
            if (digit < 0) {
                throw error("expected a hexadecimal digit");
            }
            in.next();
            code = code * 16 + digit;
        }
        // Printed so only where it stands alone, half a pair: no text can hold it.
        boolean surrogate = Character.isSurrogate((char) code);
        text.writeBytes(
                (surrogate ? "\ufffd" : Character.toString(code)).getBytes(StandardCharsets.UTF_8));
    }

    /** A key, a number, a named value, a class name, or {@code ... 3 more items}. */
    private void word(Open top) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int b = in.peek();
        while (b >= 0 && b != ',' && b != '\n' && b != '}' && b != ']' && b != '{' && b != '[') {
            if (b == ':' && top.fields != null && top.key == null) {
                break;
            }
            if (b == '=' && top.fields != null && top.key == null) {
                break;
            }
            if (bytes.size() > LONGEST_WORD) {
                throw error("a word is too long");
            }
            bytes.write(b);
            in.next();
            b = in.peek();
        }
        String word = bytes.toString(StandardCharsets.UTF_8).strip();
        if (b == ':' && top.fields != null && top.key == null) {
            if (word.isEmpty()) {
                throw error("expected a key");
            }
            in.next();
            top.key = word;
        } else if (b != '{' && b != '[' && !word.startsWith("...") && !word.isEmpty()) {
            top.add(named(word));
        }
        // Otherwise a class name, or a note of what the printer left out.
    }

    private static AnyValue named(String word) {
        switch (word) {
            case "true" -> {
                return AnyValue.of(true);
            }
            case "false" -> {
                return AnyValue.of(false);
            }
            case "undefined", "null" -> {
                return AnyValue.EMPTY;
            }
            default -> {}
        }
        String digits = word.endsWith("n") ? word.substring(0, word.length() - 1) : word;
        AnyValue number = io.agtrace.analyzers.ingest.json.JsonTree.parse(digits);
        return number instanceof AnyValue.IntValue || number instanceof AnyValue.DoubleValue
                ? number
                : Text.of(word);
    }
}
