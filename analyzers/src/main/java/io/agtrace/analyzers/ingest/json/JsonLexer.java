package io.agtrace.analyzers.ingest.json;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.MalformedInput;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.JsonStrings;
import io.agtrace.analyzers.span.Text;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The smallest parts of JSON from the bytes of a {@link ByteInput}: white space, strings, numbers
 * and literals. {@link JsonCursor} puts them together.
 */
abstract sealed class JsonLexer permits JsonCursor {
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
    private static final int SHORT = 1 << 14;
    private static final int FEW = 1 << 6;
    private static final int MANY = 1 << 11;
    private static final int DECODED = 128;
    private static final int MOST_DIGITS = 19;

    /** The value of each hexadecimal digit, of any case; -1 for other bytes. */
    private static final byte[] HEX = new byte[256];

    static {
        Arrays.fill(HEX, (byte) -1);
        for (int i = 0; i < 16; i++) {
            HEX[Character.forDigit(i, 16)] = (byte) i;
            HEX[Character.toUpperCase(Character.forDigit(i, 16))] = (byte) i;
        }
    }

    final ByteInput in;
    final Symbols symbols;
    final Symbols names;
    byte[] buffer;
    int position;
    int limit;

    // What scanString() found out about the string it passed.
    private boolean escaped;
    private boolean nonAscii;
    private long stringStart;
    private boolean invalidUtf8;

    private long hexHigh;
    private long hexLow;

    JsonLexer(ByteInput in) {
        this.in = in;
        // A payload is opened for a few names; to make room for thousands would cost more.
        int slots = in.limit() < SHORT ? FEW : MANY;
        this.symbols = new Symbols(slots, false);
        this.names = new Symbols(slots, true);
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

    final boolean more(int keepFrom) throws IOException {
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

    final int peekInside() throws IOException {
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

    final void expect(char open, String what) throws IOException {
        int b = peekInside();
        if (b != open) {
            throw error("expected " + what + ", found " + shown(b));
        }
        position++;
    }

    static String shown(int b) {
        return b > ' ' && b < 0x7f ? "'" + (char) b + "'" : "byte " + (b & 0xff);
    }

    // ---- strings -------------------------------------------------------------------------------

    /**
     * Passes the string that stands next, keeping its bytes in the window.
     *
     * @param keep whether to keep a long string's bytes; where not, only its place is known
     * @return index of its first byte, or -1 where it left the window
     */
    final int scanString(boolean keep) throws IOException {
        expect('"', "a string");
        return scanInside(keep);
    }

    /** The same behind the opening quote. */
    final int scanInside(boolean keep) throws IOException {
        stringStart = offset();
        escaped = false;
        long high = 0;
        int p = position;
        while (true) {
            byte[] bytes = buffer;
            int lastWord = limit - 8;
            while (p <= lastWord) {
                long word = (long) LONGS.get(bytes, p);
                long quote = word ^ QUOTES;
                long backslash = word ^ BACKSLASHES;
                long newline = word ^ NEWLINES;
                long hit =
                        ((quote - ONES & ~quote)
                                        | (backslash - ONES & ~backslash)
                                        | (newline - ONES & ~newline))
                                & HIGHS;
                if (hit != 0) {
                    long first = hit & -hit;
                    // Of a partly passed word, only the bytes before the hit say anything.
                    high |= word & first - 1;
                    p += index(first);
                    break;
                }
                high |= word;
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
        nonAscii = (high & HIGHS) != 0;
        position = p + 1;
        long start = stringStart - in.base();
        return start < 0 ? -1 : (int) start;
    }

    /**
     * The number of the byte whose highest bit is the one that is set. Many times as fast as to
     * count zeros, as long as the code is not compiled by the optimising compiler.
     */
    static int index(long highBit) {
        return (int) ((highBit >>> 7) * 0x0001020304050607L >>> 56);
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

    final int stringEnd() {
        return position - 1;
    }

    /** The string that stands next, as a name: the same text is the same object. */
    public String symbol() throws IOException {
        if (buffer[position] == '"') {
            String plain = symbols.quoted(buffer, position + 1);
            if (plain != null) {
                position = symbols.end() + 1;
                return plain;
            }
        }
        return slowSymbol();
    }

    /** Like {@link #string}, for what names something: few names recur many times. */
    public String name() throws IOException {
        if (buffer[position] == '"') {
            String plain = names.quoted(buffer, position + 1);
            if (plain != null) {
                position = names.end() + 1;
                return plain;
            }
        }
        return string();
    }

    private String slowSymbol() throws IOException {
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
        if (buffer[position] == '"') {
            Text plain = symbols.quotedText(buffer, position + 1);
            if (plain != null) {
                position = symbols.end() + 1;
                return plain;
            }
        }
        Text.Storage storage = in.storage();
        int from = scanString(storage == null);
        int to = stringEnd();
        if (from >= 0) {
            int length = to - from;
            if (length <= DECODED) {
                return length <= INTERNED && !escaped && !nonAscii
                        ? symbols.text(buffer, from, to)
                        : Text.of(decode(from, to));
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

    /**
     * Takes the whole number that stands next in quotes, as OTLP spells 64-bit numbers, where it is
     * spelled with digits only.
     *
     * @return -1, and nothing taken, where it is not, or where no long can hold it
     */
    public long takeQuotedDigits() {
        byte[] bytes = buffer;
        int at = position;
        if (bytes[at] != '"') {
            return -1;
        }
        int most = at + MOST_DIGITS;
        long value = 0;
        for (int digit; (digit = bytes[++at] - '0') >= 0 && digit <= 9 && at <= most; ) {
            value = value * 10 + digit;
        }
        // Nineteen digits that are too many for a long set its sign.
        if (bytes[at] != '"' || at == position + 1 || value < 0) {
            return -1;
        }
        position = at + 1;
        return value;
    }

    /**
     * Takes the hexadecimal number that stands next in quotes where it has so many digits, which
     * {@link #hexHigh} and {@link #hexLow} then give.
     *
     * @param digits at most 32
     * @return false, and nothing taken, where there is anything else
     */
    public boolean takeQuotedHex(int digits) {
        byte[] bytes = buffer;
        int from = position + 1;
        int to = from + digits;
        if (to >= limit || bytes[position] != '"' || bytes[to] != '"') {
            return false;
        }
        long high = 0;
        long low = 0;
        int wrong = 0;
        for (int at = from; at < to; at++) {
            int digit = HEX[bytes[at] & 0xff];
            wrong |= digit;
            high = high << 4 | low >>> 60;
            low = low << 4 | digit;
        }
        if (wrong < 0) {
            return false;
        }
        hexHigh = high;
        hexLow = low;
        position = to + 1;
        return true;
    }

    public long hexHigh() {
        return hexHigh;
    }

    public long hexLow() {
        return hexLow;
    }

    /** The number, truth value or null that stands next, as it is spelled. */
    public String literal() throws IOException {
        peekInside();
        int from = literalBytes();
        return symbols.get(buffer, from, position);
    }

    final int literalBytes() throws IOException {
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
}
