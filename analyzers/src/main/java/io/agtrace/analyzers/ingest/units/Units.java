package io.agtrace.analyzers.ingest.units;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Where the units of an input begin and end. A unit is a piece that the input's reader reads by
 * itself as it does within the whole: a line, a message, an item of the list that a document is.
 *
 * <p>A mistake about that is found out when a unit in which something was found is read: it then
 * holds damage or nothing.
 */
public interface Units {
    /**
     * The end of the last whole unit.
     *
     * @param bytes hold units from {@code from} on, which is the beginning of one
     * @return index behind it; {@code from} where not even one unit ends before {@code to}
     */
    int lastEnd(byte[] bytes, int from, int to);

    /**
     * The beginning of the unit that holds a place.
     *
     * @param from the beginning of a unit before it
     */
    int start(byte[] bytes, int from, int at, int to);

    /** Index behind the unit that begins at {@code start}; {@code to} where it goes on there. */
    int end(byte[] bytes, int start, int to);

    /** Whether bytes that hold whole units look as if they did. */
    default boolean mayBe(byte[] bytes, int length) {
        return true;
    }

    /** Where in a unit its content begins: behind its length. */
    default int content(byte[] bytes, int start, int end) {
        return start;
    }

    /** JSON documents, one a line. */
    record Lines() implements Units {
        private static final VarHandle LONGS =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
        private static final long ONES = 0x0101010101010101L;
        private static final long HIGHS = 0x8080808080808080L;

        private static boolean hasLineEnd(long word) {
            long line = word ^ ONES * '\n';
            return (line - ONES & ~line & HIGHS) != 0;
        }

        @Override
        public int lastEnd(byte[] bytes, int from, int to) {
            int at = to;
            while (at - from >= 8 && !hasLineEnd((long) LONGS.get(bytes, at - 8))) {
                at -= 8;
            }
            while (at > from && bytes[at - 1] != '\n') {
                at--;
            }
            return at;
        }

        @Override
        public int start(byte[] bytes, int from, int at, int to) {
            return lastEnd(bytes, from, at);
        }

        @Override
        public int end(byte[] bytes, int start, int to) {
            int at = start;
            while (at < to && bytes[at] != '\n') {
                at++;
            }
            return Math.min(to, at + 1);
        }

        @Override
        public boolean mayBe(byte[] bytes, int length) {
            int last = length - 1;
            while (last > 0 && bytes[last] <= ' ') {
                last--;
            }
            return last <= 0 || bytes[0] == '{' && bytes[last] == '}';
        }
    }

    /** All of an input, for formats of which no other units are known. */
    record Whole() implements Units {
        @Override
        public int lastEnd(byte[] bytes, int from, int to) {
            return from;
        }

        @Override
        public int start(byte[] bytes, int from, int at, int to) {
            return from;
        }

        @Override
        public int end(byte[] bytes, int start, int to) {
            return to;
        }
    }

    /** Units that begin with their length, so that one hops from each to the next. */
    abstract class Hopping implements Units {
        /** Length of the unit that begins at {@code at}; -1 where that is not known or too long. */
        public abstract long length(byte[] bytes, int at, int to);

        @Override
        public int lastEnd(byte[] bytes, int from, int to) {
            int at = from;
            while (at < to) {
                long length = length(bytes, at, to);
                if (length <= 0 || length > to - at) {
                    break;
                }
                at += (int) length;
            }
            return at;
        }

        @Override
        public int start(byte[] bytes, int from, int at, int to) {
            int start = from;
            while (true) {
                int end = end(bytes, start, to);
                if (end > at || end == start) {
                    return start;
                }
                start = end;
            }
        }

        @Override
        public int end(byte[] bytes, int start, int to) {
            long length = length(bytes, start, to);
            return length <= 0 || length > to - start ? to : start + (int) length;
        }

        /** Index behind the varint at {@code at}, or -1. */
        static int behindVarint(byte[] bytes, int at, int to) {
            for (int i = at; i < Math.min(to, at + 10); i++) {
                if (bytes[i] >= 0) {
                    return i + 1;
                }
            }
            return -1;
        }

        static long varint(byte[] bytes, int from, int to) {
            long value = 0;
            for (int i = to - 1; i >= from; i--) {
                value = value << 7 | bytes[i] & 0x7f;
            }
            return value;
        }
    }

    /** Protobuf messages, each behind its length in four bytes, the highest first. */
    final class Framed extends Hopping {
        private static final int HEADER = 4;

        @Override
        public long length(byte[] bytes, int at, int to) {
            if (at + HEADER > to) {
                return -1;
            }
            long length = 0;
            for (int i = at; i < at + HEADER; i++) {
                length = length << 8 | bytes[i] & 0xff;
            }
            return HEADER + length;
        }

        @Override
        public int content(byte[] bytes, int start, int end) {
            return Math.min(end, start + HEADER);
        }
    }

    /** Protobuf messages, each behind its length as a varint. */
    final class Delimited extends Hopping {
        @Override
        public long length(byte[] bytes, int at, int to) {
            int behind = behindVarint(bytes, at, to);
            return behind < 0 ? -1 : behind - at + varint(bytes, at, behind);
        }

        @Override
        public int content(byte[] bytes, int start, int end) {
            int behind = behindVarint(bytes, start, end);
            return behind < 0 ? start : behind;
        }
    }

    /** The fields of one protobuf message: each of them is one again. */
    final class Fields extends Hopping {
        private static final int LENGTH_DELIMITED = 2;

        @Override
        public long length(byte[] bytes, int at, int to) {
            int behindTag = behindVarint(bytes, at, to);
            if (behindTag < 0 || (bytes[at] & 7) != LENGTH_DELIMITED) {
                return -1;
            }
            int behind = behindVarint(bytes, behindTag, to);
            return behind < 0 ? -1 : behind - at + varint(bytes, behindTag, behind);
        }
    }
}
