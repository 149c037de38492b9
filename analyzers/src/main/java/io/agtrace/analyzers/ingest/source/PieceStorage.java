package io.agtrace.analyzers.ingest.source;

import io.agtrace.analyzers.span.AsciiWord;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Arrays;

/**
 * The bytes of an input, of which a piece is in memory for as long as it is read: what is looked at
 * meanwhile, by the thread that reads the piece, needs no file.
 */
final class PieceStorage implements Text.Storage {
    private final Text.Storage whole;
    private final long base;
    private final int limit;
    private byte @Nullable [] piece;

    /**
     * @param base offset of the piece in the whole
     * @param limit how many bytes of the array are the piece
     */
    PieceStorage(Text.Storage whole, byte[] piece, int limit, long base) {
        this.whole = whole;
        this.piece = piece;
        this.limit = limit;
        this.base = base;
    }

    /** To be called before others get the texts: the piece's bytes are used for something else. */
    void forget() {
        piece = null;
    }

    private boolean holds(long offset, int length) {
        return offset >= base && offset + length <= base + limit;
    }

    @Override
    public byte[] read(long offset, int length) throws IOException {
        byte[] bytes = piece;
        if (bytes == null || !holds(offset, length)) {
            return whole.read(offset, length);
        }
        int from = (int) (offset - base);
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    @Override
    public boolean contains(long offset, int length, AsciiWord word) throws IOException {
        byte[] bytes = piece;
        if (bytes == null || !holds(offset, length)) {
            return whole.contains(offset, length, word);
        }
        int from = (int) (offset - base);
        return word.isIn(bytes, from, from + length);
    }
}
