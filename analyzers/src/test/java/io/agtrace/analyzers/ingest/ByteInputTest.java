package io.agtrace.analyzers.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;

class ByteInputTest {
    private static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Gives few bytes at a time, and now and then none. */
    private static InputStream slow(byte[] bytes, Random random, int largest) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                int some = random.nextInt(largest + 1);
                return some == 0 && available() > 0
                        ? 0
                        : super.read(into, from, Math.min(length, Math.max(1, some)));
            }
        };
    }

    @Test
    void theWindowSlidesWithoutLosingOrMovingBytes() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            byte[] all = bytes(random.nextInt(900_000), seed);
            int largest = 1 << random.nextInt(7, 20);
            try (ByteInput in = ByteInput.of("test", slow(all, random, largest), null)) {
                long at = 0;
                while (true) {
                    int have = in.limit() - (int) (at - in.base());
                    int keep = random.nextInt(have + 1);
                    if (random.nextInt(4) == 0) {
                        keep = 0;
                    }
                    at += keep;
                    boolean more = in.refill((int) (at - in.base()));
                    int from = (int) (at - in.base());
                    assertThat(
                                    Arrays.equals(
                                            in.buffer(),
                                            from,
                                            in.limit(),
                                            all,
                                            (int) at,
                                            (int) (in.base() + in.limit())))
                            .isTrue();
                    for (int i = 0; i < ByteInput.SLACK; i++) {
                        assertThat(in.buffer()[in.limit() + i]).isZero();
                    }
                    if (!more) {
                        break;
                    }
                }
                assertThat(in.base() + in.limit()).isEqualTo(all.length);
                assertThat(in.refill(0)).isFalse();
                assertThat(in.brokenOff()).isNull();
            }
        }
    }

    @Test
    void theHeadIsTheBeginningHoweverSlowlyItComes() throws IOException {
        byte[] all = bytes(200_000, 1);
        try (ByteInput in = ByteInput.of("test", slow(all, new Random(1), 1000), null)) {
            Head head = in.head(Head.SIZE);
            assertThat(head.bytes()).isEqualTo(Arrays.copyOf(all, Head.SIZE));
            assertThat(head.whole()).isFalse();
            assertThat(in.base()).isZero();
        }
        for (int length : new int[] {0, 1, 100, Head.SIZE - 1}) {
            byte[] few = bytes(length, 2);
            for (ByteInput in :
                    new ByteInput[] {
                        ByteInput.of("test", few),
                        ByteInput.of("test", slow(few, new Random(1), 50), null)
                    }) {
                Head head = in.head(Head.SIZE);
                assertThat(head.bytes()).isEqualTo(few);
                assertThat(head.whole()).isTrue();
            }
        }
    }

    @Test
    void aStreamThatBreaksOffEndsWithItsReason() throws IOException {
        InputStream broken =
                new InputStream() {
                    private int left = 5;

                    @Override
                    public int read() throws IOException {
                        if (left-- > 0) {
                            return 'x';
                        }
                        throw new EOFException("cut");
                    }

                    @Override
                    public int read(byte[] into, int from, int length) throws IOException {
                        into[from] = (byte) read();
                        return 1;
                    }
                };
        try (ByteInput in = ByteInput.of("test", broken, null)) {
            assertThat(in.head(Head.SIZE).bytes()).hasSize(5);
            assertThat(in.brokenOff()).isEqualTo("cut");
            assertThat(in.refill(0)).isFalse();
        }
    }

    @Test
    void aFailingSourceIsNoEnd() {
        InputStream failing =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("disk");
                    }

                    @Override
                    public int read(byte[] into, int from, int length) throws IOException {
                        throw new IOException("disk");
                    }
                };
        assertThatThrownBy(() -> ByteInput.of("test", failing, null).refill(0))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(MalformedInput.class)
                .hasMessage("disk");
    }

    @Test
    void aValueLargerThanTheHeapAllowsIsAnError() {
        InputStream endless =
                new InputStream() {
                    @Override
                    public int read() {
                        return 'x';
                    }

                    @Override
                    public int read(byte[] into, int from, int length) {
                        return length;
                    }
                };
        ByteInput in = ByteInput.of("test", endless, null);
        assertThatThrownBy(
                        () -> {
                            while (in.refill(0)) {
                                assertThat(in.base()).isZero();
                            }
                        })
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("MiB");
    }

    @Test
    void storageGivesTheSameBytesAgain() throws IOException {
        byte[] all = bytes(1000, 3);
        ByteInput in = ByteInput.of("test", all);
        var storage = in.storage();
        assertThat(storage).isNotNull();
        if (storage != null) {
            assertThat(storage.read(10, 20)).isEqualTo(Arrays.copyOfRange(all, 10, 30));
        }
    }
}
