package io.agtrace.analyzers.span;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A text value. Short texts are held as strings; a long one is held as the place of its bytes, and
 * decoded each time someone asks, so that a run of many gigabytes can be walked in little memory.
 */
public final class Text implements AnyValue {
    private static final Text NO_TEXT = new Text("", null, 0, 0, false);

    private final @Nullable String content;
    private final @Nullable Storage storage;
    private final long offset;
    private final int length;
    private final boolean escaped;

    private Text(
            @Nullable String content,
            @Nullable Storage storage,
            long offset,
            int length,
            boolean escaped) {
        this.content = content;
        this.storage = storage;
        this.offset = offset;
        this.length = length;
        this.escaped = escaped;
    }

    /** Bytes that can be read again at any time, from any thread. */
    public interface Storage {
        /**
         * The bytes from {@code offset} on.
         *
         * @throws IOException where they can no longer be read, as when a file was changed
         */
        byte[] read(long offset, int length) throws IOException;

        /**
         * Whether a word stands in the bytes from {@code offset} on.
         *
         * @throws IOException as {@link #read}
         */
        default boolean contains(long offset, int length, AsciiWord word) throws IOException {
            return word.isIn(read(offset, length), 0, length);
        }
    }

    public static Text of(String text) {
        return text.isEmpty() ? NO_TEXT : new Text(text, null, 0, 0, false);
    }

    /**
     * The text whose UTF-8 bytes stand in {@code storage}.
     *
     * @param length in bytes
     * @param escaped whether the bytes are the inside of a JSON string literal with escapes in it
     */
    public static Text stored(Storage storage, long offset, int length, boolean escaped) {
        return new Text(null, storage, offset, length, escaped);
    }

    /** About how long the text is, in bytes of its recorded form; needs no decoding. */
    public int recordedLength() {
        return content == null ? length : content.length();
    }

    /** Whether the text is at hand, so that to ask for it costs nothing. */
    public boolean isHeld() {
        return content != null;
    }

    public boolean isBlank() {
        return content == null ? length == 0 : content.isBlank();
    }

    /**
     * The text. Invalid UTF-8 becomes U+FFFD.
     *
     * @throws UncheckedIOException where the file it stands in can no longer be read
     */
    @Override
    public String toString() {
        if (content != null) {
            return content;
        }
        byte[] bytes = bytes(length);
        return escaped
                ? JsonStrings.unescape(bytes, 0, bytes.length)
                : new String(bytes, StandardCharsets.UTF_8);
    }

    /** The beginning of the text, at most {@code characters} UTF-16 units of it. */
    public String prefix(int characters) {
        if (content != null) {
            return content.length() <= characters ? content : content.substring(0, characters);
        }
        // An escape is at most six bytes for one unit, a UTF-8 sequence at most three for one.
        int wanted = (int) Math.min(length, 6L * characters + 12);
        byte[] bytes = bytes(wanted);
        String start =
                escaped
                        ? JsonStrings.unescape(bytes, 0, bytes.length)
                        : new String(bytes, StandardCharsets.UTF_8);
        return start.length() <= characters ? start : start.substring(0, characters);
    }

    /**
     * Whether the word stands in the text as it was recorded: in a JSON string, letters of it that
     * were written as escapes are not seen. Needs no decoding.
     *
     * @throws UncheckedIOException where the file it stands in can no longer be read
     */
    public boolean records(AsciiWord word) {
        if (content != null || storage == null) {
            return content != null && content.contains(word.toString());
        }
        try {
            return storage.contains(offset, length, word);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * The text as it was recorded, each byte as one letter: what is not ASCII is several letters,
     * and escapes of JSON stand as they are. To look for words in; needs no decoding.
     *
     * @throws UncheckedIOException where the file it stands in can no longer be read
     */
    public String recorded() {
        return content != null ? content : new String(bytes(length), StandardCharsets.ISO_8859_1);
    }

    private byte[] bytes(int wanted) {
        if (storage == null) {
            return new byte[0];
        }
        try {
            return storage.read(offset, wanted);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException("a text can no longer be read from its file", e);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Text theirs && toString().equals(theirs.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }
}
