package io.agtrace.analyzers.ingest.otlp;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.MalformedInput;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.ingest.json.JsonCursor;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.span.Scope;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * OTLP protobuf: {@code TracesData} or {@code ExportTraceServiceRequest}, which are the same bytes,
 * alone, one directly behind the other, or each behind its length (4 bytes, as the Collector's file
 * exporter writes them, also with each message compressed by zstd; or a varint). Messages of logs
 * stand in for traces anywhere; those of metrics are passed over.
 *
 * <p>Behind damage, reading goes on at the next place that looks like a frame, a resource's spans
 * or a span.
 */
public final class OtlpProtobufReader implements SpanReader {
    private final @Nullable ProtoFraming known;

    /** Tells from the beginning of an input how messages stand in it. */
    public OtlpProtobufReader() {
        known = null;
    }

    /** Reads what is known to stand so, pieces of it too. */
    public OtlpProtobufReader(ProtoFraming framing) {
        known = framing;
    }

    @Override
    public Format format() {
        return Format.OTLP_PROTOBUF;
    }

    @Override
    public boolean recognises(Head head) {
        return ProtoFraming.of(head.bytes()) != ProtoFraming.NONE;
    }

    @Override
    public void read(ByteInput in, SpanSink sink, IngestReport report) throws IOException {
        ProtoFraming framing = known == null ? ProtoFraming.of(in.head(Head.SIZE).bytes()) : known;
        if (framing == ProtoFraming.ZSTD) {
            WireFrames frames = new WireFrames(in, report);
            ByteInput content = ByteInput.of(in.name(), frames, null);
            if (frames.holdJson()) {
                new OtlpJsonReader().read(content, sink, report);
            } else {
                new Run(content, ProtoFraming.BARE, sink, report).messages();
            }
        } else {
            new Run(in, framing, sink, report).messages();
        }
    }

    /** One pass over one input. */
    private static final class Run {
        /** So much is looked at to tell whether a message may start somewhere. */
        private static final int LOOKED_AT = 1 << 12;

        /** A field's header, two ids, and their headers. */
        private static final int SPAN_START = 36;

        private static final int LONGEST_VARINT = 10;

        private final ByteInput in;
        private final ProtoFraming framing;
        private final IngestReport report;
        private final WireWindow window;
        private final ProtoWalk walk;
        private boolean cutReported;

        Run(ByteInput in, ProtoFraming framing, SpanSink sink, IngestReport report) {
            this.in = in;
            this.framing = framing == ProtoFraming.NONE ? ProtoFraming.BARE : framing;
            this.report = report;
            this.window = new WireWindow(in);
            this.walk = new ProtoWalk(in, window, sink, report);
        }

        void messages() throws IOException {
            boolean more = true;
            long least = 0;
            while (more) {
                try {
                    switch (framing) {
                        case FIXED, VARINT -> frames();
                        case BARE, ZSTD, NONE -> walk.message(ProtoWalk.OPEN);
                    }
                    more = false;
                } catch (MalformedInput e) {
                    lost(e);
                    // Never twice from the same place, whatever the bytes are.
                    least = Math.max(walk.damagedAt(), least);
                    more = salvage(least);
                    least++;
                }
            }
            if (walk.metrics() > 0) {
                String passed = walk.metrics() + " metrics passed over";
                report.note(in.name(), walk.given() > 0 ? passed : "metrics only: " + passed);
            }
        }

        /** Reports damage; that the input ends too early only once, however often it is met. */
        private void lost(MalformedInput e) {
            boolean cut = e.reason().equals(JsonCursor.CUT_OFF);
            if (cut && cutReported) {
                return;
            }
            cutReported |= cut;
            report.lost(in.name(), e.offset(), e.reason());
        }

        // ---- frames ----------------------------------------------------------------------------

        private void frames() throws IOException {
            while (true) {
                int have = window.ensure(LONGEST_VARINT);
                if (have == 0) {
                    return;
                }
                long at = window.offset();
                int header = header(window.position);
                long length = header > 0 ? length(window.position) : -1;
                if (header > 0 && length == 0) {
                    empty();
                    continue;
                }
                if (!mayStart(header, length)) {
                    throw walk.noFrame(at);
                }
                window.position += header;
                walk.message(at + header + length);
            }
        }

        private boolean mayStart(int header, long length) throws IOException {
            if (header < 0 || length < 0) {
                return false;
            }
            window.ensure(LOOKED_AT);
            return ProtoFraming.fits(window.buffer, window.position, header, length, window.limit);
        }

        /** Passes frames without content, which are of no use: one place is named for a row. */
        private void empty() throws IOException {
            report.lost(in.name(), window.offset(), "a frame of length 0");
            int header = framing == ProtoFraming.FIXED ? 4 : 1;
            while (window.ensure(LONGEST_VARINT) >= header
                    && header(window.position) == header
                    && length(window.position) == 0) {
                window.position += header;
            }
        }

        /** How many bytes the length of a frame takes; -1 where there is none. */
        private int header(int at) {
            if (framing == ProtoFraming.FIXED) {
                return at + 4 <= window.limit ? 4 : -1;
            }
            for (int i = at; i < Math.min(window.limit, at + LONGEST_VARINT); i++) {
                if (window.buffer[i] >= 0) {
                    return i + 1 - at;
                }
            }
            return -1;
        }

        private long length(int at) {
            if (framing == ProtoFraming.FIXED) {
                return ProtoFraming.fixed(window.buffer, at) & 0xffffffffL;
            }
            return varint(at);
        }

        private long varint(int at) {
            long value = 0;
            for (int i = at; i < at + LONGEST_VARINT; i++) {
                value |= (long) (window.buffer[i] & 0x7f) << 7 * (i - at);
                if (window.buffer[i] >= 0) {
                    break;
                }
            }
            return value;
        }

        // ---- behind damage ---------------------------------------------------------------------

        /**
         * Looks for whatever can still be read.
         *
         * @return whether messages or frames go on here; false at the end of the input
         */
        private boolean salvage(long from) throws IOException {
            Resource resource = walk.lastResource();
            Scope scope = walk.lastScope();
            window.seek(from);
            while (window.ensure(SPAN_START) > 0) {
                byte b = window.buffer[window.position];
                long at = window.offset();
                try {
                    if (atFrame()) {
                        return true;
                    }
                    if (b == ProtoWalk.FIELD_1 && evidence(window.position) > 0) {
                        if (framing == ProtoFraming.BARE) {
                            return true;
                        }
                        int header = 1 + varintLength(window.position + 1);
                        long end = window.offset() + header + varint(window.position + 1);
                        window.position += header;
                        try {
                            walk.resource(end);
                        } finally {
                            resource = walk.lastResource();
                            scope = null;
                        }
                    } else if (b == ProtoWalk.FIELD_2 && atSpan()) {
                        int header = 1 + varintLength(window.position + 1);
                        long size = varint(window.position + 1);
                        window.position += header;
                        walk.salvage((int) size, resource, scope);
                    } else {
                        window.position++;
                    }
                } catch (MalformedInput e) {
                    lost(e);
                    window.seek(Math.max(walk.damagedAt(), at + 1));
                }
            }
            return false;
        }

        private int evidence(int at) throws IOException {
            int ahead = at - window.position;
            window.ensure(LOOKED_AT + ahead);
            return ProtoFraming.evidence(window.buffer, window.position + ahead, window.limit);
        }

        private int varintLength(int at) {
            int i = at;
            while (i < at + LONGEST_VARINT && window.buffer[i] < 0) {
                i++;
            }
            return i + 1 - at;
        }

        /** Whether a frame starts here: its length fits what looks like a message behind it. */
        private boolean atFrame() throws IOException {
            if (framing == ProtoFraming.BARE) {
                return false;
            }
            int header = header(window.position);
            if (header < 0
                    || window.position + header >= window.limit
                    || window.buffer[window.position + header] != ProtoWalk.FIELD_1) {
                return false;
            }
            return mayStart(header, length(window.position))
                    && evidence(window.position + header) > 0;
        }

        /** Whether a span starts here, with ids of the usual lengths in the usual order. */
        private boolean atSpan() {
            int at = window.position + 1;
            int ids = at + varintLength(at);
            if (ids + SPAN_START - 8 > window.limit) {
                return false;
            }
            byte[] b = window.buffer;
            long size = varint(at);
            return b[ids] == ProtoWalk.FIELD_1
                    && b[ids + 1] == 16
                    && b[ids + 18] == ProtoWalk.FIELD_2
                    && b[ids + 19] == 8
                    && size >= 28
                    && size < 1 << 28;
        }
    }
}
