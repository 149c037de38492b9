package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Goes from one value of a payload to the next, in their order; JSON in texts is opened. */
final class LeafWalk {
    /** A value that is still to be looked at, on top of others. */
    private record Open(String key, AnyValue value, @Nullable Open below) {}

    private final Run run;
    private final int most;
    private int found;
    private @Nullable Open top;
    private String key = "";
    private AnyValue value = AnyValue.EMPTY;

    /**
     * @param most so many values are looked at
     */
    LeafWalk(Run run, @Nullable AnyValue payload, int most) {
        this.run = run;
        this.most = most;
        top = payload == null ? null : new Open("", payload, null);
    }

    /** Goes to the next value, if there is one. */
    boolean next() {
        Open next = top;
        while (next != null && found < most) {
            top = next.below;
            AnyValue opened = Leaf.opened(run, next.value);
            if (opened instanceof ArrayValue(List<AnyValue> items)) {
                for (int i = items.size() - 1; i >= 0; i--) {
                    top = new Open(next.key, items.get(i), top);
                }
            } else if (opened instanceof KvlistValue(Attributes fields)) {
                for (int i = fields.size() - 1; i >= 0; i--) {
                    top = new Open(fields.key(i), fields.value(i), top);
                }
            } else if (!(opened instanceof AnyValue.EmptyValue)) {
                found++;
                key = next.key;
                value = opened;
                return true;
            }
            next = top;
        }
        return false;
    }

    /** Name of the field it stands in, or of the one around its list. */
    String key() {
        return key;
    }

    /** The value as text, without white space around it. */
    String text() {
        return value instanceof Text text
                ? run.texts().text(text).strip()
                : value.toString().strip();
    }
}
