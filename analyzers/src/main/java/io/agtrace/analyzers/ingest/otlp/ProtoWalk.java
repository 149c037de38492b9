package io.agtrace.analyzers.ingest.otlp;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.MalformedInput;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.ingest.json.JsonCursor;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.span.Scope;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks through the levels of OTLP messages (export, resource, scope) without having them in the
 * window, and gives the spans and log records in them to the sink. Only these are in the window as
 * a whole.
 */
final class ProtoWalk {
    /** The end of a message that ends with the input. */
    static final long OPEN = Long.MAX_VALUE;

    static final int FIELD_1 = 1 << 3 | 2;
    static final int FIELD_2 = 2 << 3 | 2;

    /** InstrumentationLibrarySpans, before they were called ScopeSpans. */
    static final int OLD_SCOPES = 1000 << 3 | 2;

    private static final String TOO_LONG = "a field that is longer than what it stands in";

    /** A header is a tag of at most 5 and a length of at most 10 bytes. */
    private static final int HEADER = 20;

    /** No span is that large; a greater length is damage, and would be held in memory. */
    private static final int LARGEST_LEAF = 1 << 28;

    /** So many bytes of an unknown field are passed on the word of its length alone. */
    private static final int UNKNOWN_PASSED = 1 << 16;

    /** So many bytes are looked at where a message is doubtful. */
    private static final int LOOKED_AT = 1 << 12;

    /** So many records wait at most for a resource or scope that stands behind them. */
    private static final int HELD_BACK = 1 << 16;

    private final ByteInput in;
    private final WireWindow window;
    private final SpanSink sink;
    private final IngestReport report;
    private final OtlpProtobufRecords records;

    // The header that next() read.
    private long fieldAt;
    private int tag;
    private long length;

    private @Nullable Resource resource;
    private @Nullable Scope scope;
    private ProtoLeaf kind = ProtoLeaf.UNKNOWN;
    private final List<Held> held = new ArrayList<>();
    private long metrics;
    private long given;

    /** A record that waits for its resource, its scope or both. */
    private record Held(
            Span.@Nullable Builder span, @Nullable LogRecord log, @Nullable Scope scope) {}

    ProtoWalk(ByteInput in, WireWindow window, SpanSink sink, IngestReport report) {
        this.in = in;
        this.window = window;
        this.sink = sink;
        this.report = report;
        this.records = new OtlpProtobufRecords(in, report);
    }

    /** How many metrics were passed. */
    long metrics() {
        return metrics;
    }

    /** How many spans and log records were given to the sink. */
    long given() {
        return given;
    }

    /** Notes that no frame starts at an offset. */
    MalformedInput noFrame(long at) {
        fieldAt = at;
        return damaged("bytes that are no frame");
    }

    /** Where reading may be tried again after a {@link MalformedInput}. */
    long damagedAt() {
        return fieldAt;
    }

    private MalformedInput damaged(String reason) {
        return new MalformedInput(fieldAt, reason);
    }

    /** Reads the header of the next field of a message that ends at an absolute offset. */
    private boolean next(long end) throws IOException {
        fieldAt = window.offset();
        if (fieldAt >= end) {
            return false;
        }
        if (window.ensure(HEADER) == 0) {
            if (end == OPEN) {
                return false;
            }
            throw damaged(JsonCursor.CUT_OFF);
        }
        long number = varint();
        if (number < 8 || number > 0xffffffffL) {
            throw damaged("a field without a number");
        }
        tag = (int) number;
        switch (tag & 7) {
            case 0 -> {
                varint();
                length = 0;
            }
            case 1 -> length = 8;
            case 2 -> length = varint();
            case 5 -> length = 4;
            default -> throw damaged("a wire type that OTLP does not use");
        }
        if (length < 0 || length > end - window.offset()) {
            throw damaged(TOO_LONG);
        }
        return true;
    }

    private long varint() throws MalformedInput {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (window.position >= window.limit) {
                throw damaged(JsonCursor.CUT_OFF);
            }
            byte b = window.buffer[window.position++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw damaged("a number that does not end");
    }

    private void skip() throws IOException {
        if (!window.skip(length)) {
            throw damaged(JsonCursor.CUT_OFF);
        }
    }

    /** Reads an export message: a list of resources with what they recorded. */
    void message(long end) throws IOException {
        while (next(end)) {
            if (tag == FIELD_1) {
                resource(window.offset() + length);
            } else {
                unknown(end);
            }
        }
    }

    /** Passes unknown fields of an export message, if they do not look like damage. */
    private void unknown(long end) throws IOException {
        int header = (int) (window.offset() - fieldAt);
        int wanted = (int) Math.min(length + LOOKED_AT, UNKNOWN_PASSED);
        boolean inputEnds = window.ensure(wanted) < wanted;
        long endIndex = end == OPEN ? OPEN : end - window.base();
        WirePeek peek = new WirePeek(window.buffer, window.position - header, window.limit);
        // Only a known field or the end shows that the unknown ones were some.
        while (peek.at != endIndex && !(end == OPEN && inputEnds && peek.at == window.limit)) {
            int at = peek.at;
            if (!peek.next(endIndex)) {
                throw damaged("bytes that are no OTLP message");
            }
            if (peek.tag == FIELD_1 && ProtoFraming.evidence(window.buffer, at, window.limit) > 0) {
                break;
            }
            // No export has fields 2 and 3, but everything inside it does.
            if (peek.tag < 4 << 3 || !peek.skip()) {
                throw damaged("bytes that are no OTLP message");
            }
        }
        window.position += (int) length;
    }

    /** Reads a resource's spans, log records or metrics, which end at an absolute offset. */
    void resource(long end) throws IOException {
        resource = null;
        scope = null;
        kind = ProtoLeaf.UNKNOWN;
        boolean first = true;
        try {
            while (next(end)) {
                if (tag == FIELD_1) {
                    if (!first) {
                        checkNoExport();
                    }
                    int size = whole();
                    resource = records.resource(window.position, window.position + size);
                    window.position += size;
                } else if (tag == FIELD_2 || tag == OLD_SCOPES) {
                    scope(window.offset() + length);
                } else {
                    skip();
                }
                first = false;
            }
        } finally {
            release();
        }
    }

    /**
     * Where a length is too large, what comes behind is taken for a part of this message: what
     * should be a resource or scope is an export then.
     */
    private void checkNoExport() throws IOException {
        int back = (int) (window.offset() - fieldAt);
        window.ensure((int) Math.min(length, LOOKED_AT));
        int from = window.position - back;
        if (ProtoFraming.evidence(window.buffer, from, window.limit) > 0) {
            throw damaged("a length that reaches into the next message");
        }
    }

    /** Brings the field's content into the window. */
    private int whole() throws IOException {
        if (length > LARGEST_LEAF) {
            throw damaged("a single record of more than 256 MiB");
        }
        if (window.ensure((int) length) < length) {
            throw damaged(JsonCursor.CUT_OFF);
        }
        return (int) length;
    }

    private void scope(long end) throws IOException {
        scope = null;
        boolean first = true;
        while (next(end)) {
            if (tag == FIELD_1) {
                if (!first) {
                    checkNoExport();
                }
                int size = whole();
                scope = records.scope(window.position, window.position + size);
                window.position += size;
            } else if (tag == FIELD_2) {
                leaf(end);
            } else {
                skip();
            }
            first = false;
        }
        for (int i = held.size() - 1; i >= 0 && held.get(i).scope == null; i--) {
            Held record = held.get(i);
            held.set(i, new Held(record.span, record.log, scope == null ? Scope.EMPTY : scope));
        }
        scope = null;
        if (resource != null) {
            release();
        }
    }

    private void leaf(long end) throws IOException {
        if (kind == ProtoLeaf.METRIC) {
            metrics++;
            skip();
            return;
        }
        long at = fieldAt;
        int size = whole();
        int from = window.position;
        int to = from + size;
        if (kind == ProtoLeaf.UNKNOWN) {
            kind = ProtoLeaf.of(window.buffer, from, to, to);
        }
        try {
            switch (kind) {
                case METRIC -> metrics++;
                case LOG -> take(null, records.log(from, to));
                case SPAN, UNKNOWN -> take(records.span(from, to), null);
            }
            window.position = to;
        } catch (MalformedInput e) {
            // Where the message around it goes on sensibly, only this record is damaged.
            window.position = to;
            if (!goesOn(end)) {
                fieldAt = at + 1;
                throw e;
            }
            report.lost(in.name(), e.offset(), e.reason());
        }
    }

    /** Whether a message's end or another field of a scope's stands here. */
    private boolean goesOn(long end) throws IOException {
        if (window.offset() == end) {
            return true;
        }
        window.ensure(HEADER);
        WirePeek peek = new WirePeek(window.buffer, window.position, window.limit);
        return peek.next(end == OPEN ? OPEN : end - window.base())
                && (peek.tag == FIELD_1 || peek.tag == FIELD_2 || peek.tag == (3 << 3 | 2));
    }

    /** Reads the span in the next bytes as one of the resource and scope that were read last. */
    void salvage(int size, @Nullable Resource from, @Nullable Scope by) throws IOException {
        fieldAt = window.offset();
        if (window.ensure(size) < size) {
            throw damaged(JsonCursor.CUT_OFF);
        }
        Span.Builder span = records.span(window.position, window.position + size);
        window.position += size;
        emit(new Held(span, null, null), from, by);
    }

    /** The resource that was read last, also where it is damaged behind. */
    @Nullable Resource lastResource() {
        return resource;
    }

    @Nullable Scope lastScope() {
        return scope;
    }

    // ---- records that wait ---------------------------------------------------------------------

    private void take(Span.@Nullable Builder span, @Nullable LogRecord log) {
        Held record = new Held(span, log, scope);
        if (resource != null && scope != null) {
            emit(record, resource, scope);
            return;
        }
        if (held.size() >= HELD_BACK) {
            release();
        }
        held.add(record);
    }

    private void release() {
        for (Held record : held) {
            emit(record, resource, record.scope);
        }
        held.clear();
    }

    private void emit(Held record, @Nullable Resource from, @Nullable Scope by) {
        Resource its = from == null ? Resource.EMPTY : from;
        Scope scopeOf = by == null ? Scope.EMPTY : by;
        given++;
        if (record.span != null) {
            sink.span(record.span.resource(its).scope(scopeOf).build());
        }
        LogRecord log = record.log;
        if (log != null) {
            sink.log(
                    new LogRecord(
                            log.traceId(),
                            log.spanId(),
                            log.timeNanos(),
                            log.eventName(),
                            log.severity(),
                            log.body(),
                            log.attributes(),
                            its,
                            scopeOf,
                            log.origin()));
        }
    }
}
