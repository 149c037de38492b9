package io.agtrace.analyzers.ingest.otlp;

import java.util.Arrays;

/** How messages stand in a file, and whether bytes look like OTLP messages at all. */
public enum ProtoFraming {
    /** One message, or several one directly behind the other, which means the same. */
    BARE,
    /** Each message behind its length as 4 bytes, big-endian (the Collector's file exporter). */
    FIXED,
    /** Each message behind its length as a varint (protobuf's "delimited" streams). */
    VARINT,
    /** As {@link #FIXED}, each message compressed on its own. */
    ZSTD,
    /** None of them. */
    NONE;

    /** The beginning of a zstd frame (RFC 8878, section 3.1.1). */
    static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

    private static final int FIELD_1 = 1 << 3 | 2;
    private static final int FIELD_2 = 2 << 3 | 2;
    private static final int OLD_SCOPES = 1000 << 3 | 2;
    private static final int ENOUGH = 4;
    private static final int LONGEST_KEY = 256;

    /** The framing of an input that begins with these bytes. */
    public static ProtoFraming of(byte[] head) {
        if (head.length > 8 && Arrays.equals(head, 4, 8, ZSTD_MAGIC, 0, 4) && head[0] >= 0) {
            return ZSTD;
        }
        if (evidence(head, 0, head.length) > 0) {
            return BARE;
        }
        int at = 0;
        while (at + 8 < head.length && fixed(head, at) == 0) {
            at += 4;
        }
        if (at + 4 < head.length
                && fixed(head, at) > 0
                && evidence(head, at + 4, head.length) > 0) {
            return FIXED;
        }
        int behind = behindVarint(head, 0, head.length);
        if (behind > 0 && head[0] != 0 && evidence(head, behind, head.length) > 0) {
            return VARINT;
        }
        return NONE;
    }

    /** The big-endian number of the 4 bytes; negative where no frame is that long. */
    static int fixed(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }

    /** Index behind a varint of at most 5 bytes; -1 where there is none. */
    private static int behindVarint(byte[] bytes, int from, int to) {
        for (int i = from; i < Math.min(to, from + 5); i++) {
            if (bytes[i] >= 0) {
                return i + 1;
            }
        }
        return -1;
    }

    /**
     * Whether a frame may start at {@code from}: its length fits the first message in it.
     *
     * @param header how many bytes the length takes
     * @param length of the frame's content
     */
    static boolean fits(byte[] bytes, int from, int header, long length, int to) {
        if (length <= 0) {
            return false;
        }
        WirePeek peek = new WirePeek(bytes, from + header, to);
        long end = from + header + length;
        boolean any = false;
        while (peek.next(end)) {
            any |= peek.tag == FIELD_1;
            if (!peek.skip()) {
                break;
            }
        }
        return any && !peek.broken && (!peek.knows(end) || peek.at == end);
    }

    /**
     * How many signs there are that OTLP messages stand here: named attributes of resources, spans,
     * log records, metrics. Looks only as far as the bytes make sense.
     */
    static int evidence(byte[] bytes, int from, int to) {
        WirePeek peek = new WirePeek(bytes, from, to);
        int found = 0;
        while (found < ENOUGH && peek.next(Long.MAX_VALUE)) {
            long end = peek.at + peek.length;
            if (peek.tag != FIELD_1) {
                return found;
            }
            found += ofResource(peek, end, bytes, to);
            if (peek.broken || !peek.knows(end)) {
                return found;
            }
            peek.at = (int) end;
        }
        return found;
    }

    private static int ofResource(WirePeek peek, long end, byte[] bytes, int to) {
        int found = 0;
        while (found < ENOUGH && peek.next(end)) {
            long inner = peek.at + peek.length;
            if (peek.tag == FIELD_1) {
                found += attributes(peek, inner);
            } else if (peek.tag == FIELD_2 || peek.tag == OLD_SCOPES) {
                found += leaves(peek, inner, bytes, to);
            }
            if (peek.broken || !peek.knows(inner)) {
                return found;
            }
            peek.at = (int) inner;
        }
        return found;
    }

    private static int attributes(WirePeek peek, long end) {
        int found = 0;
        while (found < ENOUGH && peek.next(end)) {
            long inner = peek.at + peek.length;
            if (peek.tag == FIELD_1 && peek.next(inner) && peek.tag == FIELD_1 && isKey(peek)) {
                found++;
            }
            if (peek.broken || !peek.knows(inner)) {
                return found;
            }
            peek.at = (int) inner;
        }
        return found;
    }

    private static boolean isKey(WirePeek peek) {
        if (peek.length == 0 || peek.length > LONGEST_KEY || !peek.knows(peek.at + peek.length)) {
            return false;
        }
        for (int i = peek.at; i < peek.at + peek.length; i++) {
            if (peek.byteAt(i) < ' ' || peek.byteAt(i) == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static int leaves(WirePeek peek, long end, byte[] bytes, int to) {
        int found = 0;
        while (found < ENOUGH && peek.next(end)) {
            long inner = peek.at + peek.length;
            if (peek.tag == FIELD_2
                    && ProtoLeaf.of(bytes, peek.at, (int) Math.min(inner, to), inner)
                            != ProtoLeaf.UNKNOWN) {
                found++;
            }
            if (peek.broken || !peek.knows(inner)) {
                return found;
            }
            peek.at = (int) inner;
        }
        return found;
    }
}
