package io.agtrace.analyzers.ingest.units;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The items of the list that one JSON document is, such as {@code {"resourceSpans":[item, item]}}
 * or {@code [item, item]}, where what stands around them is no more than names. A unit is what lies
 * between two items' ends; its content is the item.
 *
 * <p>Follows brackets and strings only.
 *
 * @param level so many brackets are open around an item
 */
public record Items(int level) implements Units {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    @Override
    public int lastEnd(byte[] bytes, int from, int to) {
        int last = from;
        while (true) {
            int end = walk(bytes, last, to, true);
            if (end < 0) {
                return last;
            }
            last = end;
        }
    }

    @Override
    public int start(byte[] bytes, int from, int at, int to) {
        int start = from;
        while (true) {
            int end = end(bytes, start, to);
            if (end > at || end == to) {
                return start;
            }
            start = end;
        }
    }

    @Override
    public int end(byte[] bytes, int start, int to) {
        int end = walk(bytes, start, to, true);
        return end < 0 ? to : end;
    }

    @Override
    public int content(byte[] bytes, int start, int end) {
        int item = walk(bytes, start, end, false);
        return item < 0 ? end : item;
    }

    /** Index behind the next item, or that of its first byte; -1 where it is not reached. */
    private int walk(byte[] bytes, int from, int to, boolean behind) {
        int at = from;
        while (at < to && bytes[at] <= ' ') {
            at++;
        }
        // Behind an item the list goes on or ends, which nothing else begins with.
        boolean inside = at < to && (bytes[at] == ',' || bytes[at] == ']');
        int depth = inside ? level : 0;
        while (at < to) {
            byte b = bytes[at++];
            if (b == '"') {
                at = behindString(bytes, at, to);
            } else if (b == '{' || b == '[') {
                if (depth == level && b == '{' && !behind) {
                    return at - 1;
                }
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
                if (depth == level && b == '}' && behind) {
                    return at;
                }
            }
        }
        return -1;
    }

    /** Whether brackets are closed where they were open. */
    static boolean isWhole(byte[] bytes, int from, int to) {
        int depth = 0;
        int at = from;
        while (at < to) {
            byte b = bytes[at++];
            if (b == '"') {
                at = behindString(bytes, at, to);
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
            }
        }
        return depth == 0 && at == to;
    }

    private static int behindString(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (at + 8 <= to) {
                long word = (long) LONGS.get(bytes, at);
                long quote = word ^ ONES * '"';
                long backslash = word ^ ONES * '\\';
                long hit = ((quote - ONES & ~quote) | (backslash - ONES & ~backslash)) & HIGHS;
                if (hit == 0) {
                    at += 8;
                    continue;
                }
                at += Long.numberOfTrailingZeros(hit) >>> 3;
            }
            if (bytes[at] == '"') {
                return at + 1;
            }
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return to + 1;
    }
}
