package io.agtrace.render.json;

import io.agtrace.analyzers.diagnosis.cohort.Side;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;

/** Rates and quartiles of a set of runs, in the JSON of whatever compares sets. */
final class SideJson {
    private static final MathContext DIGITS = new MathContext(6);

    private SideJson() {}

    /**
     * One set's side of a comparison.
     *
     * @param measure whether it holds quartiles; else a rate with its bounds
     */
    static void write(JsonOut out, String name, Side side, boolean measure) throws IOException {
        out.json.writeObjectFieldStart(name);
        out.json.writeNumberField("runs", side.runs());
        if (measure) {
            number(out, "lower_quartile", side.low());
            number(out, "median", side.middle());
            number(out, "upper_quartile", side.high());
        } else {
            out.json.writeNumberField("hits", side.hits());
            number(out, "rate", side.middle());
            number(out, "low", side.low());
            number(out, "high", side.high());
        }
        out.json.writeEndObject();
    }

    /** A number of six digits. */
    static void number(JsonOut out, String name, double value) throws IOException {
        out.json.writeFieldName(name);
        BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros();
        out.json.writeNumber(rounded.signum() == 0 ? "0" : rounded.toString());
    }
}
