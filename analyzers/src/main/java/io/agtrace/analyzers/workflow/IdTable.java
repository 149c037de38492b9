package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;

import java.util.Arrays;

/** Finds spans by trace and span id; open addressing over the numbers of an array of spans. */
final class IdTable {
    private final Span[] spans;
    private final int[] slots;

    /** Of spans with the same ids the first one is found. */
    IdTable(Span[] spans) {
        this.spans = spans;
        slots = new int[Integer.highestOneBit(Math.max(8, spans.length)) * 4];
        Arrays.fill(slots, Draft.NONE);
        for (int i = 0; i < spans.length; i++) {
            int slot = slot(spans[i].traceId(), spans[i].spanId());
            if (slots[slot] < 0) {
                slots[slot] = i;
            }
        }
    }

    int find(Id trace, Id span) {
        return slots[slot(trace, span)];
    }

    private int slot(Id trace, Id span) {
        int mask = slots.length - 1;
        int slot = (int) Fingerprints.of(trace, span) & mask;
        while (slots[slot] >= 0) {
            Span there = spans[slots[slot]];
            if (there.spanId().equals(span) && there.traceId().equals(trace)) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
