package io.agtrace.analyzers.ingest.json;

import io.agtrace.analyzers.span.Text;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Tells whether bytes are well-formed UTF-8 (RFC 3629). */
public final class Utf8 {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int PIECE = 1 << 16;
    private static final long HIGHS = 0x8080808080808080L;

    private Utf8() {}

    /** The same for bytes that are read again from their storage, piece by piece. */
    static boolean isValid(Text.Storage storage, long from, long to) throws IOException {
        long at = from;
        while (at < to) {
            byte[] piece = storage.read(at, (int) Math.min(PIECE, to - at));
            int end = piece.length;
            if (at + end < to) {
                // A sequence that the piece's end cuts is left to the next piece.
                int lead = end - 1;
                while (lead > end - 4 && (piece[lead] & 0xc0) == 0x80) {
                    lead--;
                }
                if (piece[lead] < 0) {
                    end = lead;
                }
            }
            if (!isValid(piece, 0, end)) {
                return false;
            }
            at += end;
        }
        return true;
    }

    /** Index of the first byte that is not ASCII, or {@code to}. */
    public static int asciiUntil(byte[] bytes, int from, int to) {
        int at = from;
        while (at + 8 <= to) {
            long high = (long) LONGS.get(bytes, at) & HIGHS;
            if (high != 0) {
                return at + (Long.numberOfTrailingZeros(high) >>> 3);
            }
            at += 8;
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    public static boolean isValid(byte[] bytes, int from, int to) {
        int at = asciiUntil(bytes, from, to);
        while (at < to) {
            int b = bytes[at++];
            if (b >= 0) {
                continue;
            }
            int more;
            int lowest;
            int code;
            if ((b & 0xe0) == 0xc0) {
                more = 1;
                lowest = 0x80;
                code = b & 0x1f;
            } else if ((b & 0xf0) == 0xe0) {
                more = 2;
                lowest = 0x800;
                code = b & 0x0f;
            } else if ((b & 0xf8) == 0xf0) {
                more = 3;
                lowest = 0x10000;
                code = b & 0x07;
            } else {
                return false;
            }
            for (; more > 0; more--) {
                if (at >= to || (bytes[at] & 0xc0) != 0x80) {
                    return false;
                }
                code = code << 6 | bytes[at++] & 0x3f;
            }
            if (code < lowest || code > 0x10ffff || code >= 0xd800 && code <= 0xdfff) {
                return false;
            }
        }
        return true;
    }
}
