package io.agtrace.analyzers.workflow;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Ids of the messages that the spans of one trace sent and received. The text of an id is dropped
 * once the trace has both ends of the message. At most {@link #LIMIT} are held, those with the
 * smallest hash, so that the choice does not depend on the order of the spans.
 */
final class MessageIds {
    static final int SENT = 1;
    static final int RECEIVED = 2;
    static final int BOTH = SENT | RECEIVED;
    static final int LIMIT = 1024;

    private long[] hashes = new long[2];
    private byte[] ends = new byte[2];
    private @Nullable String[] texts = new @Nullable String[2];
    private int size;

    int size() {
        return size;
    }

    int ends(int index) {
        return ends[index];
    }

    /** The id, or null where both ends were seen. */
    @Nullable String text(int index) {
        return texts[index];
    }

    void add(String id, int end) {
        long hash = hash(id);
        int found = Arrays.binarySearch(hashes, 0, size, hash);
        if (found >= 0) {
            ends[found] |= (byte) end;
            if (ends[found] == BOTH) {
                texts[found] = null;
            }
            return;
        }
        int at = -found - 1;
        if (size == LIMIT) {
            if (at == LIMIT) {
                return;
            }
            size--;
        }
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
            texts = Arrays.copyOf(texts, size * 2);
        }
        System.arraycopy(hashes, at, hashes, at + 1, size - at);
        System.arraycopy(ends, at, ends, at + 1, size - at);
        System.arraycopy(texts, at, texts, at + 1, size - at);
        hashes[at] = hash;
        ends[at] = (byte) end;
        texts[at] = id;
        size++;
    }

    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash ^ hash >>> 29;
    }
}
