package io.agtrace.analyzers.ingest.source;

import io.agtrace.analyzers.ingest.ByteInput;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Standard input or a named pipe, which give their bytes only once: they are kept, in memory as
 * long as they are few, else in a temporary file that nobody else may read.
 */
final class StreamEntry implements InputEntry, Closeable {
    private static final int BLOCK = 1 << 18;

    /** Opens the stream, once. */
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }

    private final String name;
    private final Opener opener;
    private final int inMemory;
    private @Nullable Backing kept;
    private @Nullable IOException failure;

    /**
     * @param inMemory up to so many bytes are kept in memory
     */
    StreamEntry(String name, Opener opener, int inMemory) {
        this.name = name;
        this.opener = opener;
        this.inMemory = inMemory;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return -1;
    }

    @Override
    public Members open(Meter meter) throws IOException {
        return Unpacking.of(name, kept(), meter);
    }

    private synchronized Backing kept() throws IOException {
        if (failure != null) {
            throw failure;
        }
        Backing all = kept;
        if (all == null) {
            try (InputStream in = opener.open()) {
                all = keep(in);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
            kept = all;
        }
        return all;
    }

    private Backing keep(InputStream in) throws IOException {
        byte[] bytes = new byte[BLOCK];
        int length = 0;
        while (true) {
            int room = Math.min(bytes.length, inMemory) - length;
            if (room <= 0) {
                if (length >= inMemory) {
                    return onDisk(bytes, length, in);
                }
                bytes = Arrays.copyOf(bytes, (int) Math.min(2L * bytes.length, inMemory));
                continue;
            }
            int count = in.read(bytes, length, room);
            if (count < 0) {
                return new Backing.InMemory(Arrays.copyOf(bytes, length + ByteInput.SLACK), length);
            }
            length += count;
        }
    }

    private static Backing onDisk(byte[] first, int length, InputStream rest) throws IOException {
        // createTempFile gives the owner alone access, where the file system knows owners.
        Path path = Files.createTempFile("agtrace", ".input");
        FileChannel channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
        try {
            try {
                // Without its name the file vanishes with the process, however that ends.
                Files.delete(path);
            } catch (FileSystemException e) {
                path.toFile().deleteOnExit(); // a system that keeps the names of open files
            }
            write(channel, first, length);
            byte[] block = new byte[BLOCK];
            for (int count; (count = rest.read(block)) >= 0; ) {
                write(channel, block, count);
            }
            return new Backing.OnDisk(new FileStorage(channel));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void write(FileChannel channel, byte[] bytes, int length) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(bytes, 0, length);
        while (from.hasRemaining()) {
            channel.write(from);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (kept instanceof Backing.OnDisk(FileStorage file)) {
            file.close();
        }
        kept = null;
        failure = new IOException("the input was closed");
    }
}
