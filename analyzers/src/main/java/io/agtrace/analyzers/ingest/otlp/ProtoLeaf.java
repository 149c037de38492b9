package io.agtrace.analyzers.ingest.otlp;

/**
 * What the innermost messages of an OTLP export are. Traces, logs, metrics and profiles are nested
 * alike under the same field numbers, so only the fields of the innermost message tell them apart
 * (opentelemetry-proto 1.x: {@code Span}, {@code LogRecord}, {@code Metric}).
 */
enum ProtoLeaf {
    SPAN,
    LOG,
    METRIC,
    /** Too few fields to tell. */
    UNKNOWN;

    private static final int TRACE_ID_LENGTH = 16;
    private static final int SPAN_ID_LENGTH = 8;

    /** The kind of the message in the bytes, which may be cut off at {@code to}. */
    static ProtoLeaf of(byte[] bytes, int from, int to, long end) {
        WirePeek peek = new WirePeek(bytes, from, to);
        long first = -1;
        long second = -1;
        long ninth = -1;
        boolean name = false;
        boolean lists = false;
        boolean plain = false;
        boolean data = false;
        while (peek.next(end)) {
            int at = peek.at;
            switch (peek.tag) {
                case 7 << 3 | 1,
                        8 << 3 | 1,
                        6 << 3,
                        10 << 3,
                        12 << 3,
                        13 << 3 | 2,
                        14 << 3,
                        15 << 3 | 2,
                        16 << 3 | 5 -> {
                    return SPAN;
                }
                case 1 << 3 | 1, 11 << 3 | 1, 2 << 3, 7 << 3, 8 << 3 | 5 -> {
                    return LOG;
                }
                case 7 << 3 | 2 -> {
                    return METRIC;
                }
                case 1 << 3 | 2 -> {
                    first = peek.length;
                    plain = isPlain(peek, at);
                }
                case 2 << 3 | 2 -> second = peek.length;
                case 5 << 3 | 2 -> {
                    // A gauge's data points; what else stands here is a span's name or a log's
                    // body.
                    data = peek.length > 1 && peek.knows(at + 1) && peek.byteAt(at) == 0x0a;
                    name = true;
                }
                case 6 << 3 | 2 -> lists = true;
                case 9 << 3 | 2 -> ninth = peek.length;
                case 10 << 3 | 2 -> {
                    return ninth == TRACE_ID_LENGTH && peek.length == SPAN_ID_LENGTH ? LOG : METRIC;
                }
                default -> {}
            }
            if (!peek.skip()) {
                break;
            }
        }
        if (peek.broken) {
            return UNKNOWN;
        }
        if (first == TRACE_ID_LENGTH && second == SPAN_ID_LENGTH && !(plain && data)) {
            return SPAN;
        }
        if (plain && (data || ninth >= 0 && !name)) {
            return METRIC;
        }
        if (first >= 0) {
            return name || second == SPAN_ID_LENGTH ? SPAN : UNKNOWN;
        }
        return lists ? LOG : name ? SPAN : UNKNOWN;
    }

    /** Whether the field is text as names of metrics are. */
    private static boolean isPlain(WirePeek peek, int at) {
        if (peek.length == 0 || peek.length > 255 || !peek.knows(at + peek.length)) {
            return false;
        }
        for (int i = at; i < at + peek.length; i++) {
            if (peek.byteAt(i) <= ' ' || peek.byteAt(i) == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
