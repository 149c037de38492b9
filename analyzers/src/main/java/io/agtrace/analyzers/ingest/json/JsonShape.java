package io.agtrace.analyzers.ingest.json;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Head;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The outline of the first JSON value of an input, from which its format is told: which keys stand
 * where. A path joins keys with dots and writes {@code []} for "the first item": {@code
 * data[].spans[].traceID}. Only {@value #DEPTH} levels and the first item of each array are looked
 * at, and only what stands in the head; an input cut off there gives what came before.
 */
public final class JsonShape {
    private static final int DEPTH = 6;
    private static final int MAX_KEYS = 4096;

    private final Map<String, String> paths = new LinkedHashMap<>();

    private JsonShape() {}

    /** The outline of an input that starts with an object or an array; empty for any other. */
    public static JsonShape of(Head head) {
        JsonShape shape = new JsonShape();
        int first = head.firstByte();
        if (first == '{' || first == '[') {
            try {
                JsonCursor cursor = new JsonCursor(ByteInput.of(head.name(), head.bytes()));
                shape.walk(cursor, "", 0);
            } catch (IOException e) {
                // A head is cut off somewhere, and damage further on is the reader's business: what
                // was seen up to here is the answer.
                return shape;
            }
        }
        return shape;
    }

    /** Recursion is bounded by {@link #DEPTH}. */
    private void walk(JsonCursor cursor, String path, int depth) throws IOException {
        if (cursor.atObject() && depth < DEPTH && paths.size() < MAX_KEYS) {
            paths.putIfAbsent(path + "{}", "");
            cursor.beginObject();
            String prefix = path.isEmpty() ? "" : path + ".";
            for (String key; (key = cursor.nextKey()) != null; ) {
                String child = prefix + key;
                if (cursor.atString()) {
                    paths.putIfAbsent(child, "");
                    paths.put(child, cursor.text().prefix(64));
                } else {
                    paths.putIfAbsent(child, "");
                    walk(cursor, child, depth + 1);
                }
            }
        } else if (cursor.atArray() && depth < DEPTH && paths.size() < MAX_KEYS) {
            String child = path + "[]";
            paths.putIfAbsent(child, "");
            cursor.beginArray();
            boolean first = true;
            while (cursor.nextItem()) {
                if (first) {
                    walk(cursor, child, depth + 1);
                    first = false;
                } else {
                    cursor.skipValue();
                }
            }
        } else if (cursor.atObject() || cursor.atArray() || cursor.atString()) {
            cursor.skipValue();
        } else {
            paths.put(path, cursor.literal());
        }
    }

    /**
     * Whether a key (or, with a trailing {@code []} or {@code {}}, an array or object) is there.
     */
    public boolean has(String path) {
        return paths.containsKey(path);
    }

    /** Whether all of them are there. */
    public boolean hasAll(String... all) {
        for (String path : all) {
            if (!has(path)) {
                return false;
            }
        }
        return true;
    }

    /** Whether one of them is there. */
    public boolean hasAny(String... any) {
        for (String path : any) {
            if (has(path)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether one of the paths stands at the top or below at most {@code levels} keys or items.
     *
     * @param ends paths such as {@code resourceSpans[]}
     */
    public boolean anyEndsWith(int levels, String... ends) {
        for (String path : paths.keySet()) {
            for (String end : ends) {
                int above = path.length() - end.length();
                if (above < 0 || !path.endsWith(end)) {
                    continue;
                }
                if (above == 0) {
                    return true;
                }
                long dots = path.substring(0, above).chars().filter(c -> c == '.').count();
                if (path.charAt(above - 1) == '.' && dots <= levels) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The text at a path (its first 64 characters) or the spelling of a number or truth value; null
     * where the path is absent, the empty string where an object or array stands there.
     */
    public @Nullable String value(String path) {
        return paths.get(path);
    }

    /** All paths, in the order in which they stand in the input. */
    public Set<String> paths() {
        return Collections.unmodifiableSet(paths.keySet());
    }

    /** Whether nothing JSON was found. */
    public boolean isEmpty() {
        return paths.isEmpty();
    }
}
