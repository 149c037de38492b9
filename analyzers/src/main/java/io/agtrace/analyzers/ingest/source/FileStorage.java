package io.agtrace.analyzers.ingest.source;

import io.agtrace.analyzers.span.Text;

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
final class FileStorage implements Text.Storage, Closeable {
    static final String SHORTER = "the file became shorter while it was read";

    private final FileChannel channel;
    private final long size;

    /** Takes over the channel. */
    FileStorage(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    static FileStorage open(Path path) throws IOException {
        return new FileStorage(FileChannel.open(path, StandardOpenOption.READ));
    }

    long size() {
        return size;
    }

    @Override
    public byte[] read(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        ByteBuffer into = ByteBuffer.wrap(bytes);
        while (into.hasRemaining()) {
            if (channel.read(into, offset + into.position()) < 0) {
                throw new IOException(SHORTER);
            }
        }
        return bytes;
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
