package io.agtrace.analyzers.ingest.otlp;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.json.JsonCursor;
import io.airlift.compress.v3.zstd.ZstdInputStream;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The content of a file in which each message was compressed by zstd and stands behind its length:
 * JSON messages each on a line, protobuf messages directly one behind the other, which makes them
 * one message.
 */
final class WireFrames extends InputStream {
    private static final int HEADER = 8;
    private static final int LARGEST = 1 << 28;

    private final ByteInput in;
    private final IngestReport report;
    private final WireWindow window;
    private @Nullable InputStream content;
    private long frameAt;
    private long frameEnd;
    private boolean json;
    private boolean given;
    private boolean shortened;
    private int next = -1;

    WireFrames(ByteInput in, IngestReport report) {
        this.in = in;
        this.report = report;
        this.window = new WireWindow(in);
    }

    /** Whether the messages are JSON, going by the first byte. */
    boolean holdJson() throws IOException {
        next = read();
        json = next == '{' || next == '[';
        return json;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (next >= 0) {
            into[offset] = (byte) next;
            next = -1;
            return 1;
        }
        while (content != null || open()) {
            int read = some(into, offset, length);
            if (read > 0) {
                return read;
            }
            content = null;
            if (json) {
                into[offset] = '\n';
                return 1;
            }
        }
        return -1;
    }

    /** Reads from the frame that is open; goes behind it at its end. */
    private int some(byte[] into, int offset, int length) throws IOException {
        InputStream from = content;
        if (from == null) {
            return -1;
        }
        int read;
        try {
            read = from.read(into, offset, length);
        } catch (IOException | RuntimeException e) {
            // The decoder says by exceptions of many kinds that its input is damaged.
            return damaged(into, offset, length);
        }
        if (read < 0) {
            window.seek(frameEnd);
        } else {
            given = true;
        }
        return read;
    }

    /** Tries a damaged frame again with a smaller length, where another frame starts inside. */
    private int damaged(byte[] into, int offset, int length) throws IOException {
        window.seek(frameAt + HEADER);
        boolean another = find() && window.offset() < frameEnd && frameAt + 4 >= window.base();
        if (!another || given || shortened) {
            report.lost(in.name(), frameAt, "a damaged zstd frame");
            return -1;
        }
        report.lost(in.name(), frameAt, "a frame of wrong length");
        shortened = true;
        frameEnd = window.offset();
        int from = (int) (frameAt + 4 - window.base());
        content =
                new ZstdInputStream(
                        new ByteArrayInputStream(window.buffer, from, window.position - from));
        return some(into, offset, length);
    }

    /** Opens the next frame; false at the end of the input. */
    private boolean open() throws IOException {
        while (true) {
            int have = window.ensure(HEADER);
            frameAt = window.offset();
            if (have == 0) {
                return false;
            }
            if (have < HEADER) {
                report.lost(in.name(), frameAt, JsonCursor.CUT_OFF);
                return false;
            }
            int length = ProtoFraming.fixed(window.buffer, window.position);
            if (length <= 4 || length > LARGEST || !atMagic(window.position + 4)) {
                report.lost(in.name(), frameAt, "bytes that are no frame");
                window.position++;
                if (!find()) {
                    return false;
                }
                continue;
            }
            have = Math.min(window.ensure(length + 4) - 4, length);
            frameEnd = frameAt + 4 + have;
            given = false;
            shortened = false;
            content =
                    new ZstdInputStream(
                            new ByteArrayInputStream(window.buffer, window.position + 4, have));
            return true;
        }
    }

    private boolean atMagic(int at) {
        for (int i = 0; i < 4; i++) {
            if (window.buffer[at + i] != ProtoFraming.ZSTD_MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    /** Goes on to the next 4 bytes that zstd's mark stands behind. */
    private boolean find() throws IOException {
        while (window.ensure(HEADER) >= HEADER) {
            if (atMagic(window.position + 4)) {
                return true;
            }
            window.position++;
        }
        window.position = window.limit;
        return false;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
