package io.agtrace.analyzers.ingest.source;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A stream whose first bytes were looked at, and are given again. */
final class PeekedStream extends InputStream {
    private final InputStream rest;
    private final byte[] head;
    private final int length;
    private int at;
    private @Nullable EOFException brokenOff;

    PeekedStream(InputStream stream, int most) throws IOException {
        rest = stream;
        head = new byte[most];
        int got = 0;
        try {
            while (got < most) {
                int count = stream.read(head, got, most - got);
                if (count < 0) {
                    break;
                }
                got += count;
            }
        } catch (EOFException e) {
            brokenOff = e; // due behind the bytes before it
        }
        length = got;
    }

    byte[] head() {
        return Arrays.copyOf(head, length);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int wanted) throws IOException {
        if (at < length) {
            int count = Math.min(wanted, length - at);
            System.arraycopy(head, at, into, from, count);
            at += count;
            return count;
        }
        if (brokenOff != null) {
            throw brokenOff;
        }
        return rest.read(into, from, wanted);
    }

    @Override
    public void close() throws IOException {
        rest.close();
    }
}
