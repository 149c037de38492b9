package io.agtrace.analyzers.ingest.json;

import io.agtrace.analyzers.ingest.ByteInput;

import java.io.InputStream;
import java.util.Random;

/** Inputs whose window ends at places of the test's choice. */
final class Chunks {
    private Chunks() {}

    /** Gives at most {@code largest} bytes at a time, at random. */
    static InputStream stream(byte[] bytes, Random random, int largest) {
        return new InputStream() {
            private int at;

            @Override
            public int read() {
                return at < bytes.length ? bytes[at++] & 0xff : -1;
            }

            @Override
            public int read(byte[] into, int from, int length) {
                if (at == bytes.length) {
                    return -1;
                }
                int some = Math.min(length, 1 + random.nextInt(largest));
                int count = Math.min(some, bytes.length - at);
                System.arraycopy(bytes, at, into, from, count);
                at += count;
                return count;
            }
        };
    }

    /** An input whose bytes are gone once read. */
    static ByteInput gone(byte[] bytes, long seed, int largest) {
        return ByteInput.of("test", stream(bytes, new Random(seed), largest), null);
    }

    /** An input whose bytes can be read again. */
    static ByteInput stored(byte[] bytes, long seed, int largest) {
        return ByteInput.of(
                "test",
                stream(bytes, new Random(seed), largest),
                new ByteInput.HeapStorage(bytes.clone()));
    }
}
