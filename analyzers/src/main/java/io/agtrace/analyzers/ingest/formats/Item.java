package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Origin;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/**
 * One JSON object that may be a span.
 *
 * @param under the key that it, or the list it is in, stands under; empty at the top
 * @param holder whether records of its own were read out of it before; {@link #fields} lacks these
 * @param depth how many objects enclose it
 * @param outer fields of the enclosing objects, innermost first, as far as they stood before it; to
 *     be asked only while the record is being handed over
 */
record Item(
        String under,
        Attributes fields,
        Origin origin,
        boolean holder,
        int depth,
        Function<String, @Nullable AnyValue> outer) {
    /** The same place with other fields. */
    Item with(Attributes other) {
        return new Item(under, other, origin, holder, depth, outer);
    }
}
