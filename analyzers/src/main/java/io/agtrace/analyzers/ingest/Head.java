package io.agtrace.analyzers.ingest;

import io.agtrace.analyzers.ingest.json.JsonShape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The beginning of an input, from which its format is told. All readers are asked in turn, so that
 * its outlines are made once for them. For one thread at a time.
 */
public final class Head {
    /** How many bytes are looked at. */
    public static final int SIZE = 1 << 16;

    private static final int CANDIDATES = 24;

    private final String name;
    private final byte[] bytes;
    private final boolean whole;
    private @Nullable JsonShape shape;
    private @Nullable List<JsonShape> shapes;

    /**
     * @param name the input's name; only for messages, formats are told by content alone
     * @param bytes at most the first 64 KiB; not to be changed
     * @param whole whether this is all there is
     */
    public Head(String name, byte[] bytes, boolean whole) {
        this.name = name;
        this.bytes = bytes;
        this.whole = whole;
    }

    public String name() {
        return name;
    }

    /** Not to be changed by whoever gets them. */
    public byte[] bytes() {
        return bytes;
    }

    public boolean whole() {
        return whole;
    }

    /** The outline of an input that starts with an object or an array; empty for any other. */
    public JsonShape shape() {
        if (shape == null) {
            shape = JsonShape.of(this);
        }
        return shape;
    }

    /**
     * The outline of the input's first JSON value and, where text lines stand around the JSON, of
     * the first objects that start on a line of their own.
     */
    public List<JsonShape> shapes() {
        if (shapes == null) {
            List<JsonShape> all = new ArrayList<>();
            int from = textStart();
            while (from >= 0 && all.size() < CANDIDATES) {
                all.add(from == 0 ? shape() : JsonShape.of(from(from)));
                from = nextObject(from + 1);
            }
            shapes = List.copyOf(all);
        }
        return shapes;
    }

    private Head from(int start) {
        return new Head(name, Arrays.copyOfRange(bytes, start, bytes.length), whole);
    }

    private int nextObject(int from) {
        for (int i = Math.max(from, 1); i < bytes.length; i++) {
            if (bytes[i] == '{' && bytes[i - 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** The first byte that is no white space and no byte order mark, or -1. */
    public int firstByte() {
        int at = textStart();
        return at < bytes.length ? bytes[at] : -1;
    }

    /** Index of the first byte that is no white space and no byte order mark. */
    public int textStart() {
        int at = 0;
        if (bytes.length >= 3
                && (bytes[0] & 0xff) == 0xef
                && (bytes[1] & 0xff) == 0xbb
                && (bytes[2] & 0xff) == 0xbf) {
            at = 3;
        }
        while (at < bytes.length
                && (bytes[at] == ' '
                        || bytes[at] == '\n'
                        || bytes[at] == '\r'
                        || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }
}
