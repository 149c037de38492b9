package io.agtrace.analyzers.ingest.source;

import io.agtrace.analyzers.ingest.ByteInput;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Bytes that can be read any number of times. */
sealed interface Backing {
    /** The first bytes, at most so many. */
    byte[] beginning(int most) throws IOException;

    InputStream stream(Meter meter);

    /** The bytes as they are, with texts kept by their place. */
    ByteInput plain(String name, Meter meter);

    /**
     * Bytes on the heap.
     *
     * @param padded ends with {@link ByteInput#SLACK} zero bytes behind the first {@code length}
     */
    record InMemory(byte[] padded, int length) implements Backing {
        @Override
        public byte[] beginning(int most) {
            return Arrays.copyOf(padded, Math.min(most, length));
        }

        @Override
        public InputStream stream(Meter meter) {
            meter.add(length);
            return new ByteArrayInputStream(padded, 0, length);
        }

        @Override
        public ByteInput plain(String name, Meter meter) {
            meter.add(length);
            return ByteInput.wrapping(name, padded, length);
        }
    }

    /** A file. */
    record OnDisk(FileStorage file) implements Backing {
        @Override
        public byte[] beginning(int most) throws IOException {
            return file.read(0, (int) Math.min(most, file.size()));
        }

        @Override
        public InputStream stream(Meter meter) {
            return file.stream(meter);
        }

        @Override
        public ByteInput plain(String name, Meter meter) {
            return ByteInput.of(name, file.stream(meter), file);
        }
    }
}
