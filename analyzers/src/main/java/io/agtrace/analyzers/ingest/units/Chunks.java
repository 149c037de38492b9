package io.agtrace.analyzers.ingest.units;

import io.agtrace.analyzers.ingest.ByteInput;

import java.io.IOException;
import java.util.Arrays;

/** Gives an input out in pieces of whole units, to several threads. */
public final class Chunks {
    private static final int USUAL = 1 << 22;

    private final ByteInput in;
    private final Units units;
    private final int most;
    private byte[] carried = new byte[0];
    private int carriedLength;
    private long offset;
    private boolean ended;

    /** Whole units. */
    public static final class Chunk {
        public byte[] bytes = new byte[USUAL + ByteInput.SLACK];
        public int length;

        /** Of the first byte in the input. */
        public long offset;
    }

    /** Thrown where a unit is too large to be held. */
    public static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge() {
            super("a unit of the input is too large");
        }
    }

    /**
     * @param most a unit may have so many bytes
     */
    public Chunks(ByteInput in, Units units, int most) {
        this.in = in;
        this.units = units;
        this.most = most;
    }

    /**
     * Fills the chunk with what comes next.
     *
     * @return false at the end of the input
     * @throws TooLarge where a unit does not end
     */
    public synchronized boolean next(Chunk into) throws IOException {
        if (ended && carriedLength == 0) {
            return false;
        }
        // How much is read depends on the input only, not on how large the chunk has become.
        int room = Math.max(USUAL, carriedLength);
        byte[] bytes = withRoom(carried, room);
        int length = carriedLength;
        int end = 0;
        while (end == 0) {
            if (length == room) {
                if (length >= most) {
                    carried = bytes;
                    carriedLength = length;
                    throw new TooLarge();
                }
                room = 2 * length;
                bytes = withRoom(bytes, room);
            }
            length = fill(bytes, length, room);
            end = ended ? length : units.lastEnd(bytes, 0, length);
            if (ended && length == 0) {
                carriedLength = 0;
                return false;
            }
        }
        // What follows the last whole unit begins the next chunk, in the bytes of this one.
        carriedLength = length - end;
        carried = into.bytes.length < carriedLength ? new byte[carriedLength] : into.bytes;
        System.arraycopy(bytes, end, carried, 0, carriedLength);
        Arrays.fill(bytes, end, end + ByteInput.SLACK, (byte) 0);
        into.bytes = bytes;
        into.length = end;
        into.offset = offset;
        offset += end;
        return true;
    }

    /** Whether there may be more to come. */
    public synchronized boolean goOn() {
        return !ended || carriedLength > 0;
    }

    /** Offset of the first byte that was not given out yet. */
    public synchronized long offset() {
        return offset;
    }

    /**
     * Gives out the bytes behind the last chunk, whether or not they are units.
     *
     * @return how many, or -1 at the end of the input
     */
    public synchronized int rest(byte[] into, int from, int length) throws IOException {
        if (carriedLength > 0) {
            int count = Math.min(length, carriedLength);
            System.arraycopy(carried, 0, into, from, count);
            System.arraycopy(carried, count, carried, 0, carriedLength - count);
            carriedLength -= count;
            return count;
        }
        return ended ? -1 : in.take(into, from, length);
    }

    private static byte[] withRoom(byte[] bytes, int length) {
        return bytes.length < length + ByteInput.SLACK
                ? Arrays.copyOf(bytes, length + ByteInput.SLACK)
                : bytes;
    }

    private int fill(byte[] bytes, int from, int room) throws IOException {
        int length = from;
        while (length < room && !ended) {
            int count = in.take(bytes, length, room - length);
            ended = count < 0;
            length += Math.max(0, count);
        }
        return length;
    }
}
