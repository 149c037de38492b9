package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.MalformedInput;
import io.agtrace.analyzers.ingest.json.JsonCursor;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Origin;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Walks JSON of any arrangement - one document, an array, a line each, objects one behind the
 * other, with or without other text between them - and hands over one small tree per object. Which
 * keys hold further records is the {@link Handler}'s to say; everything else in an object is part
 * of its tree.
 *
 * <p>After damage the walk looks for the beginning of the next record and goes on there, as if it
 * stood at the top: records are known by what they hold, not by where they stand.
 */
final class Records {
    /** So many containers may be inside one another; a nested span counts as two. */
    private static final int DEEPEST = 400_000;

    private final JsonCursor cursor;
    private final String source;
    private final IngestReport report;
    private final Handler handler;
    private final Deque<Frame> stack = new ArrayDeque<>();

    private Records(ByteInput in, IngestReport report, Handler handler) {
        this.cursor = new JsonCursor(in);
        this.source = in.name();
        this.report = report;
        this.handler = handler;
    }

    /** What a format does with the objects of its input. */
    interface Handler {
        /**
         * Whether the object or array under this key is walked for records, not kept as a value.
         *
         * @param depth how many objects enclose the key, its own one included
         */
        boolean holdsRecords(String key, int depth);

        /** Takes one object, at its closing bracket. */
        void record(Item record) throws IOException;
    }

    /** A container that is still open. */
    private static final class Frame {
        final boolean object;
        final String under;
        final long offset;
        final int indent;
        final int depth;
        boolean holder;
        boolean any;
        final List<String> keys = new ArrayList<>(0);
        final List<AnyValue> values = new ArrayList<>(0);

        Frame(boolean object, String under, long offset, int indent, int depth) {
            this.object = object;
            this.under = under;
            this.offset = offset;
            this.indent = indent;
            this.depth = depth;
        }

        Attributes fields() {
            Attributes.Builder all = new Attributes.Builder();
            for (int i = 0; i < keys.size(); i++) {
                all.put(keys.get(i), values.get(i));
            }
            return all.build();
        }
    }

    /** Walks the whole input. Damage is reported and skipped. */
    static void walk(ByteInput in, IngestReport report, Handler handler) throws IOException {
        new Records(in, report, handler).all();
    }

    private void all() throws IOException {
        while (true) {
            int b = cursor.peekRaw();
            if (b < 0) {
                return;
            }
            if (b != '{' && b != '[') {
                cursor.take();
                continue;
            }
            try {
                value();
            } catch (MalformedInput e) {
                damaged(e);
            }
            stack.clear();
        }
    }

    /** Walks the object or array that stands next. */
    private void value() throws IOException {
        open("", 0);
        for (Frame top; (top = stack.peek()) != null; ) {
            if (top.object) {
                String key = cursor.nextKey();
                if (key == null) {
                    close(top);
                    continue;
                }
                top.any = true;
                if ((cursor.atObject() || cursor.atArray())
                        && handler.holdsRecords(key, top.depth)) {
                    open(key, top.depth);
                } else {
                    top.keys.add(key);
                    top.values.add(cursor.value());
                }
            } else if (!cursor.nextItem()) {
                stack.pop();
            } else {
                top.any = true;
                if (cursor.atObject() || cursor.atArray()) {
                    open(top.under, top.depth);
                } else {
                    cursor.skipValue();
                }
            }
        }
    }

    private void open(String under, int depth) throws IOException {
        boolean object = cursor.atObject();
        if (stack.size() >= DEEPEST) {
            throw cursor.error("more than " + DEEPEST + " lists and objects inside one another");
        }
        stack.push(
                new Frame(
                        object,
                        under,
                        cursor.offset(),
                        cursor.indent(),
                        object ? depth + 1 : depth));
        if (object) {
            cursor.beginObject();
        } else {
            cursor.beginArray();
        }
    }

    private void close(Frame frame) throws IOException {
        stack.pop();
        for (Frame outer : stack) {
            outer.holder = true;
            if (outer.object) {
                break;
            }
        }
        if (cursor.tookInvalidUtf8()) {
            report.repaired(source, frame.offset, "invalid UTF-8 was replaced");
        }
        long length = cursor.offset() - frame.offset;
        handler.record(
                new Item(
                        frame.under,
                        frame.fields(),
                        new Origin(source, frame.offset, (int) Math.min(length, Integer.MAX_VALUE)),
                        frame.holder,
                        frame.depth - 1,
                        this::outer));
    }

    private @Nullable AnyValue outer(String key) {
        for (Frame frame : stack) {
            for (int i = frame.keys.size() - 1; i >= 0; i--) {
                if (frame.keys.get(i).equals(key)) {
                    return frame.values.get(i);
                }
            }
        }
        return null;
    }

    // ---- damage --------------------------------------------------------------------------------

    private void damaged(MalformedInput e) throws IOException {
        Frame inner = stack.peek();
        if (inner == null) {
            return;
        }
        if (inner.object && inner.any) {
            report.lost(source, inner.offset, e.reason());
        } else if (started()) {
            if (e.reason().equals(JsonCursor.CUT_OFF)) {
                report.lost(source, inner.offset, e.reason());
            } else {
                report.repaired(source, e.offset(), e.reason());
            }
        }
        // Otherwise it was a bracket in some text.
        seek(inner);
    }

    private boolean started() {
        for (Frame frame : stack) {
            if (frame.any && frame.object || frame.any && frame.indent == 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Goes to where the next record seems to begin: where the damaged one began on a line of its
     * own, at a bracket that is not indented deeper; else also at one that follows a record's end.
     * The JSON in the strings of traces has its quotes escaped, so that a bracket there is found
     * out at once, and the search goes on behind it.
     */
    private void seek(Frame damaged) throws IOException {
        boolean blankLine = cursor.indent() >= 0;
        int blanks = Math.max(cursor.indent(), 0);
        boolean behindRecord = false;
        int deepest = Math.max(damaged.indent, 0);
        if (cursor.peekRaw() == '{' && cursor.offset() > damaged.offset) {
            return;
        }
        for (int b; (b = cursor.peekRaw()) >= 0; cursor.take()) {
            switch (b) {
                case '\n' -> {
                    blankLine = true;
                    blanks = 0;
                }
                case ' ', '\t', '\r' -> blanks++;
                case '{' -> {
                    if (blankLine && blanks <= deepest || behindRecord && damaged.indent < 0) {
                        return;
                    }
                    blankLine = false;
                    behindRecord = false;
                }
                case '[' -> {
                    if (blankLine && blanks == 0) {
                        return;
                    }
                    blankLine = false;
                    behindRecord = false;
                }
                case '}' -> {
                    blankLine = false;
                    behindRecord = true;
                }
                case ',' -> blankLine = false;
                default -> {
                    blankLine = false;
                    behindRecord = false;
                }
            }
        }
    }
}
