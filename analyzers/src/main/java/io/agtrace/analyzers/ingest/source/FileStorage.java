package io.agtrace.analyzers.ingest.source;

import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file whose bytes are read where they are needed. As long as when it was opened: what is
 * appended later is not seen, so that two passes see the same. Thread-safe.
 */
public final class FileStorage implements Text.Storage, Closeable {
    static final String SHORTER = "the file became shorter while it was read";

    /** Bytes read at a time: texts that are looked at one after the other lie near each other. */
    private static final int BLOCK = 1 << 14;

    private static final int BLOCKS = 1 << 6;

    private final FileChannel channel;
    private final long size;

    /** What was read last, each block in the place of its number. */
    private final @Nullable Block[] blocks = new Block[BLOCKS];

    /** Never changed once made, so that threads may share it. */
    private record Block(long number, byte[] bytes) {}

    /** Takes over the channel. */
    FileStorage(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    static FileStorage open(Path path) throws IOException {
        return new FileStorage(FileChannel.open(path, StandardOpenOption.READ));
    }

    /** In bytes. */
    public long size() {
        return size;
    }

    @Override
    public byte[] read(long offset, int length) throws IOException {
        if (length > BLOCK) {
            return fromFile(offset, length);
        }
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            byte[] block = block((offset + done) / BLOCK);
            int from = (int) ((offset + done) % BLOCK);
            int count = Math.min(length - done, block.length - from);
            if (count <= 0) {
                throw new IOException(SHORTER);
            }
            System.arraycopy(block, from, bytes, done, count);
            done += count;
        }
        return bytes;
    }

    private byte[] block(long number) throws IOException {
        int slot = (int) number & BLOCKS - 1;
        Block known = blocks[slot];
        if (known == null || known.number != number) {
            long offset = number * BLOCK;
            int length = Math.clamp(size - offset, 0, BLOCK);
            known = new Block(number, fromFile(offset, length));
            blocks[slot] = known;
        }
        return known.bytes;
    }

    private byte[] fromFile(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        read(offset, bytes, 0, length);
        return bytes;
    }

    /**
     * Reads so many bytes into an array.
     *
     * @throws IOException where the file became shorter
     */
    public void read(long offset, byte[] into, int from, int length) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(into, from, length);
        while (target.hasRemaining()) {
            if (channel.read(target, offset + target.position() - from) < 0) {
                throw new IOException(SHORTER);
            }
        }
    }

    /** The file from its beginning; closing the stream leaves the file open. */
    InputStream stream(Meter meter) {
        return new InputStream() {
            private long at;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                if (at >= size) {
                    return -1;
                }
                int wanted = (int) Math.min(length, size - at);
                int count = channel.read(ByteBuffer.wrap(into, from, wanted), at);
                if (count < 0) {
                    throw new EOFException(SHORTER);
                }
                at += count;
                meter.add(count);
                return count;
            }
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
