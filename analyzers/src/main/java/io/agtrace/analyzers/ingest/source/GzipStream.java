package io.agtrace.analyzers.ingest.source;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (RFC 1952), any number of members. Gives all that can be unpacked, and only then an
 * {@link EOFException} that says what was wrong. The JDK's own stream asks the source whether more
 * is available to find out about further members, which pipes and archives cannot tell.
 */
final class GzipStream extends InputStream {
    private static final int CHECKED_HEADER = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream source;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] packed = new byte[1 << 16];
    private int at;
    private int end;
    private boolean inMember;
    private boolean anyMember;
    private @Nullable String problem;

    GzipStream(InputStream source) {
        this.source = source;
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
        while (true) {
            if (problem != null) {
                throw new EOFException(problem);
            }
            if (!inMember && !nextMember()) {
                return -1;
            }
            int count = inflate(into, from, length);
            if (count > 0) {
                checksum.update(into, from, count);
                return count;
            }
        }
    }

    /** Unpacks some bytes; 0 where the member has ended or a problem was found. */
    private int inflate(byte[] into, int from, int length) throws IOException {
        long before = inflater.getBytesWritten();
        try {
            while (true) {
                int count = inflater.inflate(into, from, length);
                if (count > 0) {
                    return count;
                }
                if (inflater.finished()) {
                    at = end - inflater.getRemaining();
                    endMember();
                    return 0;
                }
                if (inflater.needsDictionary()) {
                    problem = "the compressed data needs a dictionary";
                    return 0;
                }
                if (!fill()) {
                    problem = "the compressed data ends early";
                    return 0;
                }
                inflater.setInput(packed, at, end - at);
            }
        } catch (DataFormatException e) {
            problem = "the compressed data is damaged; nothing behind that place can be read";
            return (int) (inflater.getBytesWritten() - before);
        }
    }

    private boolean fill() throws IOException {
        int count = source.read(packed, 0, packed.length);
        at = 0;
        end = Math.max(count, 0);
        return count > 0;
    }

    /** The next packed byte, or -1 at the end. */
    private int next() throws IOException {
        return at < end || fill() ? packed[at++] & 0xff : -1;
    }

    private boolean nextMember() throws IOException {
        int first = next();
        while (first == 0 && anyMember) {
            first = next(); // padding, as on tapes
        }
        if (first < 0) {
            return false;
        }
        if (first != 0x1f || next() != 0x8b || next() != 8) {
            throw new EOFException("something that is not gzip follows the compressed data");
        }
        int flags = next();
        pass(6);
        if ((flags & EXTRA) != 0) {
            int low = next();
            pass(low | next() << 8);
        }
        if ((flags & NAME) != 0) {
            passText();
        }
        if ((flags & COMMENT) != 0) {
            passText();
        }
        if ((flags & CHECKED_HEADER) != 0) {
            pass(2);
        }
        inflater.reset();
        inflater.setInput(packed, at, end - at);
        checksum.reset();
        inMember = true;
        anyMember = true;
        return true;
    }

    private void pass(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (next() < 0) {
                throw new EOFException("the compressed data ends early");
            }
        }
    }

    private void passText() throws IOException {
        int b = next();
        while (b > 0) {
            b = next();
        }
    }

    private void endMember() throws IOException {
        inMember = false;
        long sum = 0;
        for (int i = 0; i < 8; i++) {
            long b = next();
            if (b < 0) {
                problem = "the compressed data ends early";
                return;
            }
            if (i < 4) {
                sum |= b << 8 * i;
            }
        }
        if (sum != checksum.getValue()) {
            problem = "the compressed data is damaged: its checksum is wrong";
        }
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        source.close();
    }
}
