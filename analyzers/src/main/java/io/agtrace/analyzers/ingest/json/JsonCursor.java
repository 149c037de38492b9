package io.agtrace.analyzers.ingest.json;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.MalformedInput;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.JsonStrings;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Predicate;

/**
 * Pulls JSON (RFC 8259) from a {@link ByteInput}, byte by byte, without tokens or trees. The caller
 * drives it by the shape it expects:
 *
 * <pre>{@code
 * cursor.beginObject();
 * for (String key; (key = cursor.nextKey()) != null; ) {
 *     switch (key) {
 *         case "name" -> name = cursor.string();
 *         default -> cursor.skipValue();
 *     }
 * }
 * }</pre>
 *
 * <p>Accepted beyond the standard, because exporters write it: {@code NaN}, {@code Infinity} and a
 * comma before a closing bracket. A raw line break inside a string is an error, so that a line that
 * was cut off does not swallow the next.
 *
 * <p>Every method throws {@link MalformedInput} where the input is not what was asked for.
 */
public final class JsonCursor {
    /** Reason of the error where the input ends too early. */
    public static final String CUT_OFF = "the input ends inside a record";

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long NEWLINES = ONES * '\n';
    private static final int INTERNED = 48;
    private static final int DECODED = 128;
    private static final int KEY_REACH = 128;

    private final ByteInput in;
    private final Symbols symbols = new Symbols();
    private byte[] buffer;
    private int position;
    private int limit;
    // Set behind an opening bracket: no comma is due before the next key or item.
    private boolean first;

    // What scanString() found out about the string it passed.
    private boolean escaped;
    private boolean nonAscii;
    private long stringStart;
    private boolean invalidUtf8;

    public JsonCursor(ByteInput in) {
        this.in = in;
        this.buffer = in.buffer();
        this.limit = in.limit();
        if (limit >= 3
                && (buffer[0] & 0xff) == 0xef
                && (buffer[1] & 0xff) == 0xbb
                && (buffer[2] & 0xff) == 0xbf) {
            position = 3;
        }
    }

    /** Absolute offset of the next byte. */
    public long offset() {
        return in.base() + position;
    }

    /** Whether a string with invalid UTF-8 was read since this was asked last. */
    public boolean tookInvalidUtf8() {
        boolean took = invalidUtf8;
        invalidUtf8 = false;
        return took;
    }

    public MalformedInput error(String reason) {
        return new MalformedInput(offset(), reason);
    }

    private boolean more(int keepFrom) throws IOException {
        long before = in.base();
        boolean any = in.refill(keepFrom);
        buffer = in.buffer();
        limit = in.limit();
        position -= (int) (in.base() - before);
        return any;
    }

    /** The next byte that is no white space, without taking it; -1 at the end of the input. */
    public int peek() throws IOException {
        while (true) {
            byte b = buffer[position];
            if (b > ' ') {
                return b;
            }
            if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
                position++;
            } else if (position < limit) {
                return b & 0xff;
            } else if (!more(position)) {
                return -1;
            }
        }
    }

    private int peekInside() throws IOException {
        int b = peek();
        if (b < 0) {
            throw error(CUT_OFF);
        }
        return b;
    }

    /** Takes the byte that {@link #peek} showed. */
    public void take() {
        position++;
    }

    /** The next byte, white space included, without taking it; -1 at the end of the input. */
    public int peekRaw() throws IOException {
        return position < limit || more(position) ? buffer[position] & 0xff : -1;
    }

    /**
     * How many blanks stand between the beginning of the line and the next byte; -1 where something
     * else does, or where the line's beginning is no longer known.
     */
    public int indent() {
        for (int at = position - 1; at >= 0; at--) {
            if (buffer[at] == '\n') {
                return position - 1 - at;
            }
            if (buffer[at] != ' ' && buffer[at] != '\t') {
                return -1;
            }
        }
        return in.base() == 0 ? position : -1;
    }

    /** Whether a value starts here that is an object. */
    public boolean atObject() throws IOException {
        return peek() == '{';
    }

    public boolean atArray() throws IOException {
        return peek() == '[';
    }

    public boolean atString() throws IOException {
        return peek() == '"';
    }

    /** Takes {@code null} if it stands here. */
    public boolean takeNull() throws IOException {
        if (peek() != 'n') {
            return false;
        }
        String word = literal();
        if (!word.equals("null")) {
            throw error("expected a value, found " + word);
        }
        return true;
    }

    public void beginObject() throws IOException {
        expect('{', "an object");
        first = true;
    }

    public void beginArray() throws IOException {
        expect('[', "an array");
        first = true;
    }

    private void expect(char open, String what) throws IOException {
        int b = peekInside();
        if (b != open) {
            throw error("expected " + what + ", found " + shown(b));
        }
        position++;
    }

    private static String shown(int b) {
        return b > ' ' && b < 0x7f ? "'" + (char) b + "'" : "byte " + (b & 0xff);
    }

    /** The next key of the object, or null behind its end. */
    public @Nullable String nextKey() throws IOException {
        if (!step('}')) {
            return null;
        }
        int b = peekInside();
        if (b != '"') {
            throw error("expected a key, found " + shown(b));
        }
        String key = symbol();
        b = peekInside();
        if (b != ':') {
            throw error("expected ':' behind a key, found " + shown(b));
        }
        position++;
        return key;
    }

    /** Whether the array has another item, which then stands next; false behind its end. */
    public boolean nextItem() throws IOException {
        return step(']');
    }

    private boolean step(char close) throws IOException {
        int b = peekInside();
        if (first) {
            first = false;
        } else if (b == ',') {
            position++;
            b = peekInside();
        } else if (b != close) {
            throw error("expected ',' or '" + close + "', found " + shown(b));
        }
        if (b == close) {
            position++;
            return false;
        }
        return true;
    }

    // ---- strings -------------------------------------------------------------------------------

    /**
     * Passes the string that stands next, keeping its bytes in the window.
     *
     * @param keep whether to keep a long string's bytes; where not, only its place is known
     * @return index of its first byte, or -1 where it left the window
     */
    private int scanString(boolean keep) throws IOException {
        expect('"', "a string");
        return scanInside(keep);
    }

    /** The same behind the opening quote. */
    private int scanInside(boolean keep) throws IOException {
        stringStart = offset();
        escaped = false;
        long high = 0;
        int p = position;
        while (true) {
            while (p + 8 <= limit) {
                long word = (long) LONGS.get(buffer, p);
                long quote = word ^ QUOTES;
                long backslash = word ^ BACKSLASHES;
                long newline = word ^ NEWLINES;
                long hit =
                        ((quote - ONES & ~quote)
                                        | (backslash - ONES & ~backslash)
                                        | (newline - ONES & ~newline))
                                & HIGHS;
                if (hit != 0) {
                    int ahead = Long.numberOfTrailingZeros(hit) >>> 3;
                    // Of a partly passed word, only the bytes before the hit say anything.
                    high |= word & HIGHS & (1L << (ahead << 3)) - 1;
                    p += ahead;
                    break;
                }
                high |= word & HIGHS;
                p += 8;
            }
            if (p >= limit) {
                p = pastWindow(p, keep);
                continue;
            }
            byte b = buffer[p];
            if (b == '"') {
                break;
            }
            if (b == '\\') {
                escaped = true;
                if (p + 1 >= limit) {
                    p = pastWindow(p, keep);
                }
                // An escaped line break is one that cut the line off behind a backslash.
                if (buffer[p + 1] != '\n') {
                    high |= buffer[p + 1] & 0x80;
                    p++;
                }
                p++;
            } else if (b == '\n') {
                position = p;
                throw error("a string is not closed on its line");
            } else {
                high |= b & 0x80;
                p++;
            }
        }
        nonAscii = high != 0;
        position = p + 1;
        long start = stringStart - in.base();
        return start < 0 ? -1 : (int) start;
    }

    /** Reads more bytes behind index {@code p}; the new index of the same byte. */
    private int pastWindow(int p, boolean keep) throws IOException {
        long start = stringStart - in.base();
        int keepFrom = keep ? (int) start : p;
        long at = in.base() + p;
        position = p;
        if (!more(keepFrom)) {
            throw error(CUT_OFF);
        }
        return (int) (at - in.base());
    }

    private int stringEnd() {
        return position - 1;
    }

    /** The string that stands next, as a name: the same text is the same object. */
    public String symbol() throws IOException {
        int from = scanString(true);
        int to = stringEnd();
        if (escaped || nonAscii || to - from > INTERNED) {
            return decode(from, to);
        }
        return symbols.get(buffer, from, to);
    }

    private String decode(int from, int to) {
        if (nonAscii && !invalidUtf8) {
            invalidUtf8 = !Utf8.isValid(buffer, from, to);
        }
        return escaped
                ? JsonStrings.unescape(buffer, from, to)
                : new String(
                        buffer,
                        from,
                        to - from,
                        nonAscii ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    /**
     * The value that stands next as a string: a string's text, a number or truth value as it is
     * spelled, {@code null} as the empty string.
     */
    public String string() throws IOException {
        int b = peekInside();
        if (b == '"') {
            return symbol();
        }
        if (b == '{' || b == '[') {
            throw error("expected a string, found " + shown(b));
        }
        String literal = literal();
        return literal.equals("null") ? "" : literal;
    }

    /** The string that stands next as a text; a long one keeps its place, not its content. */
    public Text text() throws IOException {
        Text.Storage storage = in.storage();
        int from = scanString(storage == null);
        int to = stringEnd();
        if (from >= 0) {
            int length = to - from;
            if (length <= DECODED) {
                return Text.of(
                        length <= INTERNED && !escaped && !nonAscii
                                ? symbols.get(buffer, from, to)
                                : decode(from, to));
            }
            if (nonAscii && !invalidUtf8) {
                invalidUtf8 = !Utf8.isValid(buffer, from, to);
            }
        } else if (storage != null && nonAscii && !invalidUtf8) {
            invalidUtf8 = !Utf8.isValid(storage, stringStart, offset() - 1);
        }
        long length = offset() - 1 - stringStart;
        if (length > Integer.MAX_VALUE - 64) {
            throw error("a single value is larger than 2 GiB");
        }
        if (storage != null) {
            return Text.stored(storage, stringStart, (int) length, escaped);
        }
        byte[] copy = Arrays.copyOfRange(buffer, from, to);
        return Text.stored(new ByteInput.HeapStorage(copy), 0, copy.length, escaped);
    }

    // ---- numbers and literals ------------------------------------------------------------------

    /** The number, truth value or null that stands next, as it is spelled. */
    public String literal() throws IOException {
        peekInside();
        int from = literalBytes();
        return symbols.get(buffer, from, position);
    }

    private int literalBytes() throws IOException {
        int from = position;
        while (true) {
            if (position >= limit) {
                int length = position - from;
                boolean any = more(from);
                from = position - length;
                if (!any) {
                    break;
                }
            }
            byte b = buffer[position];
            if (!isLiteral(b)) {
                break;
            }
            position++;
        }
        if (from == position) {
            throw error("expected a value, found " + shown(buffer[position]));
        }
        return from;
    }

    private static boolean isLiteral(byte b) {
        return b >= '0' && b <= '9'
                || b >= 'a' && b <= 'z'
                || b >= 'A' && b <= 'Z'
                || b == '-'
                || b == '+'
                || b == '.'
                || b == '_';
    }

    /**
     * The value that stands next as a whole number: a number (a fraction is cut off) or a string of
     * one.
     *
     * @return {@code absent} where it is null, an empty string or no number
     */
    public long wholeNumber(long absent) throws IOException {
        int b = peekInside();
        boolean quoted = b == '"';
        if (quoted) {
            int from = scanString(true);
            return Numbers.whole(buffer, from, stringEnd(), absent);
        }
        if (b == '{' || b == '[') {
            skipValue();
            return absent;
        }
        int from = literalBytes();
        return Numbers.whole(buffer, from, position, absent);
    }

    /** The number, truth value or null that stands next. */
    public AnyValue scalar() throws IOException {
        peekInside();
        int from = literalBytes();
        byte b = buffer[from];
        if (b == 't' || b == 'f' || b == 'n') {
            String word = symbols.get(buffer, from, position);
            switch (word) {
                case "true" -> {
                    return AnyValue.of(true);
                }
                case "false" -> {
                    return AnyValue.of(false);
                }
                case "null" -> {
                    return AnyValue.EMPTY;
                }
                default -> {}
            }
        }
        AnyValue number = Numbers.of(buffer, from, position);
        if (number == null) {
            position = from;
            throw error("expected a value, found " + shown(b));
        }
        return number;
    }

    // ---- whole values --------------------------------------------------------------------------

    /** Passes the value that stands next, however deep it is. */
    public void skipValue() throws IOException {
        int b = peekInside();
        if (b == '"') {
            passString(null);
        } else if (b != '{' && b != '[') {
            literalBytes();
        } else {
            passContainer(null);
        }
    }

    /** Passes the value that stands next and gives it as it is spelled, without white space. */
    public String rawJson() throws IOException {
        StringBuilder out = new StringBuilder();
        int b = peekInside();
        if (b == '"') {
            passString(out);
        } else if (b != '{' && b != '[') {
            passLiteral(out);
        } else {
            passContainer(out);
        }
        return out.toString();
    }

    /**
     * Passes an object or array without recursion; a bit a level tells which of the two it is.
     * Commas and colons are checked, so that a line that was cut off cannot swallow all that
     * follows.
     */
    private void passContainer(@Nullable StringBuilder out) throws IOException {
        BitSet objects = new BitSet();
        int depth = 0;
        boolean inObject = false;
        // Of a comma, a key and the end, which may stand next.
        boolean commaDue = false;
        boolean keyDue = false;
        boolean endAllowed = false;
        do {
            int b = peekInside();
            switch (b) {
                case '"' -> {
                    if (commaDue) {
                        throw unexpected(b);
                    }
                    passString(out);
                    commaDue = !keyDue;
                    if (keyDue) {
                        if (peekInside() != ':') {
                            throw unexpected(peekInside());
                        }
                        takeTo(out, ':');
                        keyDue = false;
                    }
                    endAllowed = commaDue;
                }
                case ',' -> {
                    if (!commaDue) {
                        throw unexpected(b);
                    }
                    takeTo(out, b);
                    commaDue = false;
                    keyDue = inObject;
                }
                case '{', '[' -> {
                    if (commaDue || keyDue) {
                        throw unexpected(b);
                    }
                    takeTo(out, b);
                    inObject = b == '{';
                    objects.set(depth++, inObject);
                    keyDue = inObject;
                    endAllowed = true;
                }
                case '}', ']' -> {
                    if (!endAllowed || inObject != (b == '}')) {
                        throw unexpected(b);
                    }
                    takeTo(out, b);
                    depth--;
                    inObject = depth > 0 && objects.get(depth - 1);
                    commaDue = true;
                    keyDue = false;
                }
                default -> {
                    if (commaDue || keyDue) {
                        throw unexpected(b);
                    }
                    passLiteral(out);
                    commaDue = true;
                    endAllowed = true;
                }
            }
        } while (depth > 0);
        first = false;
    }

    private MalformedInput unexpected(int b) {
        return error("unexpected " + shown(b));
    }

    private void takeTo(@Nullable StringBuilder out, int b) {
        position++;
        if (out != null) {
            out.append((char) b);
        }
    }

    private void passString(@Nullable StringBuilder out) throws IOException {
        position++;
        int from = scanInside(out != null);
        if (out != null) {
            String inside = new String(buffer, from, stringEnd() - from, StandardCharsets.UTF_8);
            out.append('"').append(inside).append('"');
        }
    }

    private void passLiteral(@Nullable StringBuilder out) throws IOException {
        int from = literalBytes();
        if (out != null) {
            out.append(new String(buffer, from, position - from, StandardCharsets.US_ASCII));
        }
    }

    /** What {@link #findRecord} found. */
    public enum Found {
        /** An object whose first key is one of a record's. */
        SPAN,
        /** An object whose first key is one of a container's. */
        CONTAINER,
        /** A line that starts with a bracket. */
        LINE,
        /** The end of the input. */
        NOTHING
    }

    /**
     * Goes on behind damage to the next place that can be read: an object whose first key says what
     * it is, or the beginning of a line that starts with a bracket.
     */
    public Found findRecord(Predicate<String> startsRecord, Predicate<String> startsContainer)
            throws IOException {
        first = false;
        while (true) {
            if (position >= limit && !more(position)) {
                return Found.NOTHING;
            }
            byte b = buffer[position];
            if (b == '{') {
                String key = firstKey();
                if (startsRecord.test(key)) {
                    return Found.SPAN;
                }
                if (startsContainer.test(key)) {
                    return Found.CONTAINER;
                }
            }
            position++;
            if (b == '\n') {
                if (position >= limit && !more(position)) {
                    return Found.NOTHING;
                }
                if (buffer[position] == '{' || buffer[position] == '[') {
                    return Found.LINE;
                }
            }
        }
    }

    /**
     * The first key of the object that opens here, as far as it is short and plain; takes nothing.
     */
    private String firstKey() throws IOException {
        boolean any = true;
        while (any && limit - position < KEY_REACH) {
            any = more(position);
        }
        int end = Math.min(limit, position + KEY_REACH);
        int p = position + 1;
        while (p < end && buffer[p] <= ' ') {
            p++;
        }
        if (p >= end || buffer[p] != '"') {
            return "";
        }
        int from = ++p;
        while (p < end && buffer[p] != '"' && buffer[p] != '\\') {
            p++;
        }
        return p < end && buffer[p] == '"' ? symbols.get(buffer, from, p) : "";
    }

    /** The value that stands next as a tree; strings inside may keep their place only. */
    public AnyValue value() throws IOException {
        int b = peekInside();
        if (b == '"') {
            return text();
        }
        return b == '{' || b == '[' ? new JsonTree(this).read() : scalar();
    }
}
