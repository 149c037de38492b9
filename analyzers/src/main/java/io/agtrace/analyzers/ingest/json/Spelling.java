package io.agtrace.analyzers.ingest.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes in which most exporters agree, so that to compare them saves taking them apart. */
public final class Spelling {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int length;

    // Eight bytes each; the last ones overlap with those before.
    private final long[] words;
    private final int[] places;

    /** The bytes that count; all of them but in a spelling of less than eight. */
    private final long mask;

    /**
     * @param text ASCII, not empty
     */
    public Spelling(String text) {
        length = text.length();
        byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), Math.max(8, length));
        mask = length < 8 ? (1L << 8 * length) - 1 : -1;
        words = new long[(length + 7) / 8];
        places = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            places[i] = Math.min(8 * i, bytes.length - 8);
            words[i] = (long) LONGS.get(bytes, places[i]);
        }
    }

    int length() {
        return length;
    }

    boolean isAt(byte[] buffer, int from, int limit) {
        if (from + length > limit) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (((long) LONGS.get(buffer, from + places[i]) & mask) != words[i]) {
                return false;
            }
        }
        return true;
    }
}
