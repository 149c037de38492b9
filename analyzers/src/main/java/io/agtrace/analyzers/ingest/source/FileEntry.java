package io.agtrace.analyzers.ingest.source;

import io.agtrace.analyzers.ingest.ByteInput;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A regular file: a small one is read wholly, a large one block by block. */
final class FileEntry implements InputEntry, Closeable {
    /** Up to this size a file is read at once. */
    static final int SMALL = 1 << 24;

    private final String name;
    private final Path path;
    private final long size;
    private @Nullable FileStorage storage;

    FileEntry(String name, Path path, long size) {
        this.name = name;
        this.path = path;
        this.size = size;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Members open(Meter meter) throws IOException {
        return Unpacking.of(name, size <= SMALL ? whole() : new Backing.OnDisk(storage()), meter);
    }

    private Backing whole() throws IOException {
        byte[] padded = new byte[(int) size + ByteInput.SLACK];
        try (InputStream in = Files.newInputStream(path)) {
            int length = in.readNBytes(padded, 0, (int) size);
            Arrays.fill(padded, length, padded.length, (byte) 0);
            return new Backing.InMemory(padded, length);
        }
    }

    private synchronized FileStorage storage() throws IOException {
        FileStorage open = storage;
        if (open == null) {
            open = FileStorage.open(path);
            storage = open;
        }
        return open;
    }

    @Override
    public synchronized void close() throws IOException {
        if (storage != null) {
            storage.close();
            storage = null;
        }
    }
}
