package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.json.JsonShape;

import java.util.Set;
import java.util.function.Predicate;

/**
 * One object in the outline of an input's first JSON value: the value itself, an item of an array
 * in it, or what stands under a key. Formats are told by the keys of such an object, wherever the
 * exporter put it.
 */
record Outline(JsonShape shape, String prefix) {
    private static final int DEEPEST = 4;

    private static final Set<String> CONTENT =
            Set.of(
                    "attributes",
                    "span_attributes",
                    "SpanAttributes",
                    "resource_attributes",
                    "metadata",
                    "input",
                    "inputs",
                    "output",
                    "outputs");

    /** Whether all these keys, or paths below this object, are there. */
    boolean has(String... paths) {
        for (String path : paths) {
            if (!shape.has(prefix + path)) {
                return false;
            }
        }
        return true;
    }

    boolean hasAny(String... paths) {
        for (String path : paths) {
            if (shape.has(prefix + path)) {
                return true;
            }
        }
        return false;
    }

    /** The text under a key; the empty string where there is none. */
    String text(String path) {
        String value = shape.value(prefix + path);
        return value == null ? "" : value;
    }

    /** Whether a path that starts below this object does so with these letters. */
    boolean hasBelow(String start) {
        for (String path : shape.paths()) {
            if (path.startsWith(prefix + start)) {
                return true;
            }
        }
        return false;
    }

    boolean isTop() {
        return prefix.isEmpty() || prefix.equals("[].");
    }

    /**
     * Whether the test holds for an object of the input's first JSON value, or, where text lines
     * stand around the JSON, of one of the first objects that start on a line of their own.
     */
    static boolean any(Head head, Predicate<Outline> test) {
        for (JsonShape shape : head.shapes()) {
            if (inFirstValue(shape, test)) {
                return true;
            }
        }
        return false;
    }

    static boolean inFirstValue(JsonShape shape, Predicate<Outline> test) {
        for (String path : shape.paths()) {
            if (path.endsWith("{}") && isPlace(path)) {
                String place = path.substring(0, path.length() - 2);
                if (test.test(new Outline(shape, place.isEmpty() ? "" : place + "."))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether records may stand there: not within what a record itself carries. */
    private static boolean isPlace(String path) {
        String[] keys = path.substring(0, path.length() - 2).split("\\.", -1);
        for (String key : keys) {
            if (CONTENT.contains(key.replace("[]", ""))) {
                return false;
            }
        }
        return keys.length <= DEEPEST;
    }
}
