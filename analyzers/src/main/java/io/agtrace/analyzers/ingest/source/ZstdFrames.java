package io.agtrace.analyzers.ingest.source;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The zstd frames of a stream (RFC 8878, section 3.1), one at a time and block by block. A frame
 * that was cut off is closed behind its last whole block: the decoder holds back as much as its
 * window of a frame that has not ended, and would give none of that. Skippable frames are left out.
 *
 * <p>Checksums are taken out, since that of a closed frame would be wrong; the reader of this
 * stream checks them.
 */
final class ZstdFrames extends InputStream {
    private static final String CUT_OFF = "the compressed data ends early";
    private static final int MAGIC = 0xfd2fb528;
    private static final int SKIPPABLE = 0x184d2a50;
    private static final int LARGEST_BLOCK = 1 << 17;

    /** As much as the decoder takes. */
    private static final long LARGEST_WINDOW = 8 << 20;

    private static final int CHECKSUM = 4;
    private static final int SINGLE_SEGMENT = 32;

    private static final int[] ID_LENGTHS = {0, 1, 2, 4};

    private final InputStream source;
    private final byte[] piece = new byte[LARGEST_BLOCK + 3];
    private int at;
    private int end;
    private boolean lastBlock = true;
    private boolean checksumDue;
    private boolean hasChecksum;
    private int checksum;
    private @Nullable String problem;

    ZstdFrames(InputStream source) {
        this.source = source;
    }

    /** What was wrong with the frames themselves, or null. */
    @Nullable String problem() {
        return problem;
    }

    /** Goes to the next frame; what is left of this one must have been read. */
    boolean nextFrame() throws IOException {
        while (problem == null) {
            int got = source.readNBytes(piece, 0, 4);
            if (got == 0) {
                return false;
            }
            int magic = got < 4 ? 0 : littleEndian(0);
            if (magic == MAGIC) {
                return frameHeader();
            }
            if ((magic & 0xfffffff0) != SKIPPABLE) {
                problem =
                        got < 4
                                ? CUT_OFF
                                : "something that is not zstd follows the compressed data";
            } else if (source.readNBytes(piece, 0, 4) < 4) {
                problem = CUT_OFF;
            } else {
                long length = littleEndian(0) & 0xffffffffL;
                long left = length;
                while (left > 0) {
                    int some = (int) Math.min(left, piece.length);
                    if (source.readNBytes(piece, 0, some) < some) {
                        problem = CUT_OFF;
                        break;
                    }
                    left -= some;
                }
            }
        }
        return false;
    }

    private int littleEndian(int from) {
        return piece[from] & 0xff
                | (piece[from + 1] & 0xff) << 8
                | (piece[from + 2] & 0xff) << 16
                | piece[from + 3] << 24;
    }

    private boolean frameHeader() throws IOException {
        int descriptor = source.read();
        boolean single = (descriptor & SINGLE_SEGMENT) != 0;
        int idLength = ID_LENGTHS[descriptor & 3];
        int sizeLength = new int[] {single ? 1 : 0, 2, 4, 8}[descriptor >>> 6 & 3];
        int length = (single ? 0 : 1) + idLength + sizeLength;
        if (descriptor < 0 || source.readNBytes(piece, 5, length) < length) {
            problem = CUT_OFF;
            return false;
        }
        piece[4] = (byte) (descriptor & ~CHECKSUM);
        int id = 0;
        for (int i = 0; i < idLength; i++) {
            id |= piece[5 + (single ? 0 : 1) + i];
        }
        if (id != 0) {
            problem = "the compressed data needs a dictionary: decompress it first with zstd -d -D";
            return false;
        }
        if (window(single, length) > LARGEST_WINDOW) {
            problem =
                    "the data was compressed with a window above 8 MiB: decompress it first"
                            + " with zstd -d --long=31";
            return false;
        }
        checksumDue = (descriptor & CHECKSUM) != 0;
        hasChecksum = false;
        at = 0;
        end = 5 + length;
        lastBlock = false;
        return true;
    }

    /** How far back the frame's content may refer: for a single segment, all of it. */
    private long window(boolean single, int length) {
        if (!single) {
            long base = 1L << 10 + (piece[5] >>> 3 & 31);
            return base + (base >>> 3) * (piece[5] & 7);
        }
        long size = 0;
        int sizeLength = length - ID_LENGTHS[piece[4] & 3];
        for (int i = 0; i < sizeLength; i++) {
            size = size << 8 | piece[4 + length - i] & 0xffL;
        }
        return size < 0 ? Long.MAX_VALUE : size;
    }

    /** Whether the frame has been read to its end. */
    boolean ended() {
        return lastBlock && at >= end;
    }

    /** Leaves out what is left of the frame, which cannot be decoded. */
    void giveUpFrame() throws IOException {
        do {
            at = end;
        } while (fill());
        hasChecksum = false;
    }

    /** Gets the next block into the piece; false behind the frame's last one. */
    private boolean fill() throws IOException {
        if (lastBlock) {
            return false;
        }
        int got = source.readNBytes(piece, 0, 3);
        int header = got < 3 ? 0 : littleEndian(0) & 0xffffff;
        int type = header >>> 1 & 3;
        int size = header >>> 3;
        lastBlock = (header & 1) != 0;
        int length = type == 1 ? 1 : size;
        if (got == 3 && (type == 3 || size > LARGEST_BLOCK)) {
            problem = "the compressed data is damaged; nothing behind that place can be read";
        } else if (got < 3 || source.readNBytes(piece, 3, length) < length) {
            problem = CUT_OFF;
        }
        at = 0;
        end = 3 + length;
        if (problem != null) {
            // An empty last block.
            Arrays.fill(piece, 0, 3, (byte) 0);
            piece[0] = 1;
            end = 3;
            lastBlock = true;
        } else if (lastBlock && checksumDue) {
            readChecksum();
        }
        return true;
    }

    private void readChecksum() throws IOException {
        byte[] four = source.readNBytes(4);
        if (four.length < 4) {
            problem = CUT_OFF;
            return;
        }
        checksum = 0;
        for (int i = 3; i >= 0; i--) {
            checksum = checksum << 8 | four[i] & 0xff;
        }
        hasChecksum = true;
    }

    /** Whether the frame has ended, whole, and tells the checksum of its content. */
    boolean hasChecksum() {
        return hasChecksum;
    }

    /** The lower half of the content's XXH64, where there is one. */
    int checksum() {
        return checksum;
    }

    @Override
    public int read() throws IOException {
        return at < end || fill() ? piece[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (at >= end && !fill()) {
            return -1;
        }
        int count = Math.min(length, end - at);
        System.arraycopy(piece, at, into, from, count);
        at += count;
        return count;
    }
}
