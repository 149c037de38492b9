package io.agtrace.analyzers.ingest.source;

import io.agtrace.analyzers.ingest.IngestReport;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads tar: ustar, pax (POSIX.1-2001) with long names and large sizes, GNU long names. Links,
 * devices and sparse files are passed over. Behind a damaged header it looks for the next sound
 * one.
 */
final class TarArchive implements Archive {
    private static final int LONGEST_NAME = 1 << 16;
    private static final String CUT_OFF = "the archive ends early";

    private final InputStream in;
    private final byte[] block = new byte[TarHeader.SIZE];
    private long left;
    private int padding;
    // Empty blocks mark the end, but another archive may follow.
    private boolean ended;

    TarArchive(InputStream in) {
        this.in = in;
    }

    @Override
    public @Nullable Member next(String name, IngestReport report) throws IOException {
        String longName = null;
        long longSize = -1;
        while (nextBlock()) {
            TarHeader header = TarHeader.of(block);
            if (header == null) {
                ended = isZero();
                if (!ended) {
                    report.lost(name, -1, "a header of the tar archive is damaged");
                    if (!resync()) {
                        return null;
                    }
                    header = TarHeader.of(block);
                }
                if (header == null) {
                    continue;
                }
            }
            ended = false;
            long size = header.size();
            switch (header.type()) {
                case 'L' -> longName = ended(content(size));
                case 'x' -> {
                    String records = content(size);
                    String path = pax(records, "path");
                    longName = path.isEmpty() ? longName : path;
                    longSize = number(pax(records, "size"));
                }
                case '0' -> {
                    open(longSize >= 0 ? longSize : size);
                    return new Member(longName != null ? longName : header.name(), new Content());
                }
                default -> {
                    if (header.type() == 'S') {
                        report.lost(name, -1, "a sparse file in the tar archive was left out");
                    }
                    open(longSize >= 0 ? longSize : size);
                    if (header.type() != 'K' && header.type() != 'g') {
                        longName = null;
                        longSize = -1;
                    }
                }
            }
        }
        return null;
    }

    private void open(long size) {
        left = size;
        padding = (int) (-size & TarHeader.SIZE - 1);
    }

    /** Reads the block behind what is open; false at the end of the archive. */
    private boolean nextBlock() throws IOException {
        pass(left);
        left = 0;
        pass(padding);
        padding = 0;
        int count = in.readNBytes(block, 0, block.length);
        if (count < block.length && (count > 0 || !ended)) {
            throw new EOFException(CUT_OFF);
        }
        return count > 0;
    }

    private void pass(long count) throws IOException {
        byte[] unused = new byte[(int) Math.min(count, 1 << 16)];
        for (long rest = count; rest > 0; ) {
            int some = in.read(unused, 0, (int) Math.min(rest, unused.length));
            if (some < 0) {
                throw new EOFException(CUT_OFF);
            }
            rest -= some;
        }
    }

    private boolean isZero() {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean resync() throws IOException {
        while (nextBlock()) {
            if (TarHeader.isHeader(block)) {
                return true;
            }
        }
        return false;
    }

    /** The content of a header that only describes the next one. */
    private String content(long size) throws IOException {
        open(size);
        int count = (int) Math.min(size, LONGEST_NAME);
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException(CUT_OFF);
        }
        left = size - count;
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String ended(String text) {
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** The value of a key among records of the form {@code "25 path=…\n"}; empty where absent. */
    private static String pax(String records, String key) {
        byte[] bytes = records.getBytes(StandardCharsets.UTF_8);
        String found = "";
        int at = 0;
        while (at < bytes.length) {
            int space = at;
            while (space < bytes.length && bytes[space] != ' ') {
                space++;
            }
            long length = number(new String(bytes, at, space - at, StandardCharsets.UTF_8));
            if (length <= space - at + 1 || at + length > bytes.length) {
                break;
            }
            int end = (int) (at + length);
            String record = new String(bytes, space + 1, end - space - 2, StandardCharsets.UTF_8);
            if (record.startsWith(key + "=")) {
                found = record.substring(key.length() + 1);
            }
            at = end;
        }
        return found;
    }

    private static long number(String digits) {
        try {
            return digits.isEmpty() ? -1 : Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The content of the file that is open. */
    private final class Content extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(into, from, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException(CUT_OFF);
            }
            left -= count;
            return count;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
