package io.agtrace.analyzers.ingest.units;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Tells from the beginning of a JSON input of what units it is made. */
public final class UnitsOfJson {
    /** Longer lines are looked for items in. */
    private static final int LONGEST_LINE = 1 << 23;

    /** Lists of which nothing is said beside them that their items need. */
    private static final Pattern LIST =
            Pattern.compile(
                    "\\s*\\{\\s*\"(?:resourceSpans|resource_spans|batches|data)\"\\s*:\\s*\\[.*",
                    Pattern.DOTALL);

    private static final int LOOKED_AT = 256;

    private UnitsOfJson() {}

    /** The units of an input that was not read yet; its window is filled. */
    public static Units of(ByteInput in, Format format) throws IOException {
        if (format != Format.OTLP_JSON && format != Format.JAEGER_JSON) {
            return new Units.Whole();
        }
        if (isLines(in)) {
            return new Units.Lines();
        }
        String start =
                new String(in.buffer(), 0, Math.min(in.limit(), LOOKED_AT), StandardCharsets.UTF_8);
        if (LIST.matcher(start).matches()) {
            return new Items(2);
        }
        return start.stripLeading().startsWith("[") ? new Items(1) : new Units.Whole();
    }

    /** Whether the first line is a document, and another one follows. */
    private static boolean isLines(ByteInput in) throws IOException {
        int at = 0;
        while (true) {
            while (at < in.limit() && in.buffer()[at] != '\n') {
                at++;
            }
            if (at < in.limit() || at >= LONGEST_LINE || !in.refill(0)) {
                break;
            }
        }
        boolean another = at + 1 < in.limit() || in.refill(0) && at + 1 < in.limit();
        return another
                && in.buffer()[0] == '{'
                && in.buffer()[at + 1] == '{'
                && Items.isWhole(in.buffer(), 0, at);
    }
}
