package io.agtrace.analyzers.ingest.otlp;

import io.agtrace.analyzers.ingest.ByteInput;

import java.io.IOException;

/**
 * A position in an input of protobuf messages. The {@value #BACK} bytes before the position stay in
 * the window, so that a field's header can be looked at again.
 */
final class WireWindow {
    /** So many bytes before the position can be gone back to. */
    static final int BACK = 64;

    private final ByteInput in;
    byte[] buffer;
    int position;
    int limit;

    WireWindow(ByteInput in) {
        this.in = in;
        this.buffer = in.buffer();
        this.limit = in.limit();
    }

    /** Absolute offset of the next byte. */
    long offset() {
        return in.base() + position;
    }

    /** Absolute offset of {@code buffer[0]}. */
    long base() {
        return in.base();
    }

    /**
     * Reads on until so many bytes stand behind the position, or the input ends.
     *
     * @return how many there are, maybe more than asked for
     */
    int ensure(int bytes) throws IOException {
        while (limit - position < bytes && more()) {
            // each round reads some more
        }
        return limit - position;
    }

    private boolean more() throws IOException {
        long before = in.base();
        boolean any = in.refill(Math.max(0, position - BACK));
        buffer = in.buffer();
        limit = in.limit();
        position -= (int) (in.base() - before);
        return any;
    }

    /** Goes to an absolute offset, at most {@value #BACK} bytes back or anywhere in the window. */
    void seek(long offset) {
        position = Math.clamp(offset - in.base(), 0, limit);
    }

    /**
     * Passes so many bytes.
     *
     * @return false where the input ends before
     */
    boolean skip(long bytes) throws IOException {
        long left = bytes;
        while (left > limit - position) {
            left -= limit - position;
            position = limit;
            if (!more()) {
                return false;
            }
        }
        position += (int) left;
        return true;
    }
}
