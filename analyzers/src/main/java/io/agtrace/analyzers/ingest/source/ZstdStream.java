package io.agtrace.analyzers.ingest.source;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.xxhash.XxHash64JavaHasher;
import io.airlift.compress.v3.zstd.ZstdInputStream;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Unpacks zstd (RFC 8878), any number of frames. Gives all that can be unpacked, and only then an
 * {@link EOFException} that says what was wrong; behind a damaged frame it goes on with the next.
 */
final class ZstdStream extends InputStream {
    private static final String DAMAGED = "the compressed data is damaged";

    private final InputStream source;
    private final ZstdFrames frames;
    private ZstdInputStream unpacked;
    private final XxHash64JavaHasher checksum = new XxHash64JavaHasher(0);
    private boolean inFrame;
    private @Nullable String problem;

    ZstdStream(InputStream source) {
        this.source = source;
        this.frames = new ZstdFrames(source);
        this.unpacked = new ZstdInputStream(frames);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (inFrame || frames.nextFrame()) {
            inFrame = true;
            int count = unpack(into, from, length);
            if (count > 0) {
                checksum.update(into, from, count);
                return count;
            }
            inFrame = false;
            endFrame();
        }
        String wrong = problem != null ? problem : frames.problem();
        if (wrong != null) {
            throw new EOFException(wrong);
        }
        return -1;
    }

    private void endFrame() {
        if (frames.hasChecksum() && (int) checksum.digest() != frames.checksum()) {
            problem = DAMAGED + ": its checksum is wrong";
        }
        checksum.reset();
    }

    private int unpack(byte[] into, int from, int length) throws IOException {
        try {
            return unpacked.read(into, from, length);
        } catch (IndexOutOfBoundsException
                | IllegalArgumentException
                | IllegalStateException
                | MalformedInputException e) {
            problem = DAMAGED;
        } catch (IOException e) {
            if (!frames.ended()) {
                throw e; // the source's own
            }
            problem = DAMAGED;
        }
        frames.giveUpFrame();
        unpacked = new ZstdInputStream(frames);
        return -1;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
