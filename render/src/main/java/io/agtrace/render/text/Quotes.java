package io.agtrace.render.text;

import io.agtrace.analyzers.conventions.PayloadWords;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

/** Words from traces, in the way that people quote them. */
public final class Quotes {
    private Quotes() {}

    /** The words of a payload on one line, without quotation marks; empty for no words. */
    public static String words(@Nullable AnyValue payload, int columns) {
        return PayloadWords.of(payload, 2 * columns).text();
    }

    /**
     * The words of a payload on one line, in quotation marks where they stand so in the trace;
     * empty for no words.
     */
    public static String quote(@Nullable AnyValue payload, int columns) {
        PayloadWords words = PayloadWords.of(payload, 2 * columns);
        boolean marks = words.verbatim() && !words.text().isBlank();
        return marks ? '"' + words.text() + '"' : words.text();
    }
}
