package io.agtrace.analyzers.ingest;

import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A window that slides over an input's bytes. Scanners work directly on {@link #buffer} between
 * their own position and {@link #limit}, and ask for more with {@link #refill}; offsets given to
 * the outside are absolute.
 *
 * <p>The buffer always has {@value #SLACK} readable bytes behind the limit, the first of them 0, so
 * that a scanner may load a whole word at the end and needs one comparison, not two, per byte.
 *
 * <p>Not thread-safe.
 */
public final class ByteInput implements Closeable {
    /** Readable bytes behind the limit. */
    public static final int SLACK = 16;

    private static final int BLOCK = 1 << 18;

    /** A window, its copy while it grows and the text made from it must fit the heap. */
    private static final int LARGEST =
            Math.clamp(Runtime.getRuntime().maxMemory() / 8, 1 << 24, Integer.MAX_VALUE - 64);

    private final String name;
    private final @Nullable InputStream stream;
    private final Text.@Nullable Storage storage;
    private byte[] buffer;
    private int limit;
    private long base;
    private boolean ended;
    private @Nullable String brokenOff;
    private int taken;

    private ByteInput(
            String name,
            @Nullable InputStream stream,
            Text.@Nullable Storage storage,
            byte[] buffer,
            int limit) {
        this.name = name;
        this.stream = stream;
        this.storage = storage;
        this.buffer = buffer;
        this.limit = limit;
        this.ended = stream == null;
    }

    /**
     * An input that is read once, front to back.
     *
     * @param name what damage reports call it
     * @param storage gives the same bytes again at the same offsets, or null where they are gone
     *     once read; long texts are then copied
     */
    public static ByteInput of(String name, InputStream stream, Text.@Nullable Storage storage) {
        return new ByteInput(name, stream, storage, new byte[BLOCK + SLACK], 0);
    }

    /** An input that is wholly in memory; the bytes are copied. */
    public static ByteInput of(String name, byte[] bytes) {
        return wrapping(name, Arrays.copyOf(bytes, bytes.length + SLACK), bytes.length);
    }

    /**
     * An input that is wholly in memory and is not copied: the array belongs to the input from now
     * on and ends with {@value #SLACK} zero bytes behind the first {@code length}.
     */
    public static ByteInput wrapping(String name, byte[] padded, int length) {
        return new ByteInput(name, null, new HeapStorage(padded), padded, length);
    }

    /** Like {@link #of(String, InputStream, Text.Storage)}, for what stands behind an offset. */
    public static ByteInput from(
            String name, InputStream stream, long base, Text.@Nullable Storage storage) {
        ByteInput rest = of(name, stream, storage);
        rest.base = base;
        return rest;
    }

    /**
     * A piece of an input that is in memory. The array belongs to it from now on, as in {@link
     * #wrapping}.
     *
     * @param base offset of the first byte in the whole
     * @param storage gives the bytes of the whole, or null, as in {@link #of(String, InputStream,
     *     Text.Storage)}
     */
    public static ByteInput piece(
            String name, byte[] padded, int length, long base, Text.@Nullable Storage storage) {
        ByteInput piece = new ByteInput(name, null, storage, padded, length);
        piece.base = base;
        return piece;
    }

    /** Bytes on the heap as the storage of texts. */
    public record HeapStorage(byte[] bytes) implements Text.Storage {
        @Override
        public byte[] read(long offset, int length) {
            return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof HeapStorage(byte[] theirs) && Arrays.equals(bytes, theirs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    public String name() {
        return name;
    }

    /** Where long texts can be read again, or null where they must be copied. */
    public Text.@Nullable Storage storage() {
        return storage;
    }

    /** The window's bytes; a {@link #refill} may replace the array. */
    public byte[] buffer() {
        return buffer;
    }

    /** Index behind the last valid byte of {@link #buffer}. */
    public int limit() {
        return limit;
    }

    /**
     * Why the input ended before its time, as when compressed data was cut off; null where it did
     * not, or has not ended yet.
     */
    public @Nullable String brokenOff() {
        return brokenOff;
    }

    /** Absolute offset of {@code buffer()[0]}. */
    public long base() {
        return base;
    }

    /**
     * Drops the bytes before {@code keepFrom} and reads more behind the rest, enlarging the window
     * where too little could be dropped. Bytes keep their absolute offsets; their indices, the
     * buffer, its base and its limit may all have changed, whatever is returned.
     *
     * @return false where the input has ended: nothing was added
     */
    public boolean refill(int keepFrom) throws IOException {
        if (ended || stream == null) {
            return false;
        }
        int kept = limit - keepFrom;
        if (kept + BLOCK > buffer.length - SLACK && kept > (buffer.length - SLACK) / 2) {
            if (buffer.length >= LARGEST) {
                throw new MalformedInput(
                        base + keepFrom,
                        "a single value is larger than the " + (LARGEST >> 20) + " MiB allowed");
            }
            long wanted = Math.max(2L * buffer.length, (long) kept + BLOCK + SLACK);
            byte[] larger = new byte[(int) Math.min(wanted, LARGEST)];
            System.arraycopy(buffer, keepFrom, larger, 0, kept);
            buffer = larger;
        } else {
            System.arraycopy(buffer, keepFrom, buffer, 0, kept);
        }
        base += keepFrom;
        limit = kept;
        int read;
        try {
            do {
                read = stream.read(buffer, limit, buffer.length - SLACK - limit);
            } while (read == 0);
        } catch (EOFException e) {
            // Decompressors say so when their input was cut off; what came before it counts.
            brokenOff = e.getMessage() == null ? "the input ends early" : e.getMessage();
            read = -1;
        }
        if (read < 0) {
            ended = true;
            Arrays.fill(buffer, limit, limit + SLACK, (byte) 0);
            return false;
        }
        limit += read;
        Arrays.fill(buffer, limit, limit + SLACK, (byte) 0);
        return true;
    }

    /** Whether the input has so many bytes; fills the window with them before reading starts. */
    public boolean holds(int bytes) throws IOException {
        while (limit < bytes && !ended) {
            if (!refill(0)) {
                break;
            }
        }
        return limit >= bytes;
    }

    /**
     * Fills the window before reading starts, so that the format can be told from its beginning.
     */
    public Head head(int bytes) throws IOException {
        holds(bytes);
        return new Head(
                name, Arrays.copyOf(buffer, Math.min(limit, bytes)), limit <= bytes && ended);
    }

    /**
     * Hands out the input's bytes, front to back, at most so many at once. To be used from the
     * beginning instead of the window, but that {@link #head} may have been looked at.
     *
     * @return how many, or -1 at the end of the input
     */
    public int take(byte[] into, int from, int length) throws IOException {
        if (taken < limit) {
            int count = Math.min(length, limit - taken);
            System.arraycopy(buffer, taken, into, from, count);
            taken += count;
            return count;
        }
        if (ended || stream == null) {
            return -1;
        }
        try {
            int count = stream.read(into, from, Math.min(length, BLOCK));
            ended = count < 0;
            return count;
        } catch (EOFException e) {
            brokenOff = e.getMessage() == null ? "the input ends early" : e.getMessage();
            ended = true;
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
        }
    }
}
