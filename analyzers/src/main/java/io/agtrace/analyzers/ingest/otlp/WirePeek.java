package io.agtrace.analyzers.ingest.otlp;

/**
 * Looks at bytes as protobuf fields without trusting them and without reading any further than they
 * go. Lengths may point behind the known bytes: the rest is not there yet.
 */
final class WirePeek {
    private static final long CUT = Long.MIN_VALUE;

    private final byte[] bytes;
    private final int to;
    int at;

    /** The field's number and wire type, as protobuf packs them. */
    int tag;

    /** How many bytes of the field stand behind its header; 0 for a varint, which is passed. */
    long length;

    /** Set where the bytes can't be what they were taken for. */
    boolean broken;

    WirePeek(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.to = to;
    }

    /**
     * Reads the next field's header.
     *
     * @param end index where the message ends, maybe behind the known bytes
     * @return false at the end of the message or of the known bytes, and where they are broken
     */
    boolean next(long end) {
        if (broken || at >= end || at >= to) {
            return false;
        }
        long number = varint();
        if (number == CUT) {
            return false;
        }
        if (number < 8 || number >>> 32 != 0) {
            broken = true;
            return false;
        }
        tag = (int) number;
        switch (tag & 7) {
            case 0 -> {
                if (varint() == CUT) {
                    return false;
                }
                length = 0;
            }
            case 1 -> length = 8;
            case 2 -> {
                length = varint();
                if (length == CUT) {
                    return false;
                }
            }
            case 5 -> length = 4;
            default -> broken = true;
        }
        broken |= length < 0 || length > end - at;
        return !broken;
    }

    /** Passes the field whose header was read; false where it goes behind the known bytes. */
    boolean skip() {
        if (length > to - at) {
            at = to;
            return false;
        }
        at += (int) length;
        return true;
    }

    /** A varint; {@link #CUT} where the known bytes end in it, other negatives where too large. */
    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= to) {
                return CUT;
            }
            byte b = bytes[at++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value == CUT ? -1 : value;
            }
        }
        broken = true;
        return CUT;
    }

    byte byteAt(int index) {
        return bytes[index];
    }

    boolean knows(long index) {
        return index <= to;
    }
}
