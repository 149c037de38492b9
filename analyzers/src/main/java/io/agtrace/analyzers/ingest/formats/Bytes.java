package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.ByteInput;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An input byte by byte, or line by line, for the exports that are text. */
final class Bytes {
    private final ByteInput in;
    private int position;

    Bytes(ByteInput in) {
        this.in = in;
    }

    /** Absolute offset of the next byte. */
    long offset() {
        return in.base() + position;
    }

    /** The next byte without taking it; -1 at the end of the input. */
    int peek() throws IOException {
        if (position >= in.limit() && !more(position)) {
            return -1;
        }
        return in.buffer()[position] & 0xff;
    }

    /** Takes the next byte; -1 at the end of the input. */
    int next() throws IOException {
        int b = peek();
        if (b >= 0) {
            position++;
        }
        return b;
    }

    private boolean more(int keepFrom) throws IOException {
        long at = in.base() + position;
        boolean any = in.refill(keepFrom);
        position = (int) (at - in.base());
        return any;
    }

    /** Passes everything up to the beginning of the next line; false at the end of the input. */
    boolean skipLine() throws IOException {
        int b;
        do {
            b = next();
        } while (b >= 0 && b != '\n');
        return peek() >= 0;
    }

    /** The next line without its end; null behind the last one. */
    @org.jspecify.annotations.Nullable
    String line() throws IOException {
        if (peek() < 0) {
            return null;
        }
        int length = 0;
        while (position + length < in.limit() || more(position)) {
            if (in.buffer()[position + length] == '\n') {
                break;
            }
            length++;
        }
        int text = length > 0 && in.buffer()[position + length - 1] == '\r' ? length - 1 : length;
        String line = new String(in.buffer(), position, text, StandardCharsets.UTF_8);
        position = Math.min(position + length + 1, in.limit());
        return line;
    }
}
