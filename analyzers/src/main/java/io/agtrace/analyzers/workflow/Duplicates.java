package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.span.SpanLink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes one span of all records with the same trace and span id: the one that has an end and the
 * most attributes, events and links, with everything that only the others have. Partial exports of
 * running spans and batches that were sent twice are the usual causes.
 */
final class Duplicates {
    /**
     * Distinct spans, in an order that follows from their ids alone.
     *
     * @param records how many records each was made of
     * @param copies the records of those that were made of several
     */
    record Merged(Span[] spans, int[] records, List<Span> copies) {}

    private Duplicates() {}

    private record Copy(Span span, int content) {}

    static Merged merge(List<Span> read) {
        long[] fingerprints = new long[read.size()];
        for (int i = 0; i < fingerprints.length; i++) {
            Span span = read.get(i);
            fingerprints[i] = Fingerprints.of(span.traceId(), span.spanId());
        }
        int[] order =
                IntSort.range(
                        fingerprints.length,
                        (a, b) -> {
                            int byPrint = Long.compare(fingerprints[a], fingerprints[b]);
                            return byPrint != 0 ? byPrint : compareIds(read.get(a), read.get(b));
                        });
        Span[] sorted = new Span[order.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = read.get(order[i]);
        }
        int distinct = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || !same(sorted[i - 1], sorted[i])) {
                distinct++;
            }
        }
        Span[] spans = new Span[distinct];
        int[] records = new int[distinct];
        List<Span> copies = new ArrayList<>();
        int at = 0;
        for (int from = 0; from < sorted.length; ) {
            int to = from + 1;
            while (to < sorted.length && same(sorted[from], sorted[to])) {
                to++;
            }
            spans[at] = sorted[from];
            if (to > from + 1) {
                List<Span> its = Arrays.asList(sorted).subList(from, to);
                copies.addAll(its);
                spans[at] = one(its);
            }
            records[at++] = to - from;
            from = to;
        }
        return new Merged(spans, records, copies);
    }

    private static int compareIds(Span a, Span b) {
        int bySpan = a.spanId().compareTo(b.spanId());
        return bySpan != 0 ? bySpan : a.traceId().compareTo(b.traceId());
    }

    private static boolean same(Span a, Span b) {
        return a.spanId().equals(b.spanId()) && a.traceId().equals(b.traceId());
    }

    // The whole content decides in the end, so that the order of the input does not.
    private static final Comparator<Copy> BEST =
            Comparator.comparing((Copy each) -> !each.span.hasEnd())
                    .thenComparingInt(each -> -each.span.attributes().size())
                    .thenComparingInt(each -> -each.span.events().size())
                    .thenComparingInt(each -> -each.span.links().size())
                    .thenComparingLong(each -> -each.span.endNanos())
                    .thenComparingLong(each -> each.span.startNanos())
                    .thenComparing(each -> each.span.parentId() == null)
                    .thenComparing(each -> String.valueOf(each.span.parentId()))
                    .thenComparing(each -> each.span.name())
                    .thenComparing(each -> each.span.status().code())
                    .thenComparingInt(Copy::content);

    private static Span one(List<Span> records) {
        List<Copy> copies = new ArrayList<>();
        for (Span each : records) {
            int content =
                    31 * each.attributes().hashCode()
                            + 7 * each.events().hashCode()
                            + each.links().hashCode();
            copies.add(new Copy(each, content));
        }
        copies.sort(BEST);
        Span best = copies.getFirst().span;
        Span.Builder builder = best.toBuilder();
        long start = best.startNanos();
        Set<SpanEvent> events = new LinkedHashSet<>();
        Set<SpanLink> links = new LinkedHashSet<>();
        Attributes.Builder attributes = new Attributes.Builder().putAll(best.attributes());
        Set<String> names = new LinkedHashSet<>(attributes.names());
        boolean nameless = best.name().isEmpty();
        boolean failed = best.status().isError();
        for (Copy copy : copies) {
            Span each = copy.span;
            events.addAll(each.events());
            links.addAll(each.links());
            for (int i = 0; i < each.attributes().size(); i++) {
                if (names.add(each.attributes().key(i))) {
                    attributes.put(each.attributes().key(i), each.attributes().value(i));
                }
            }
            if (start == Span.NO_TIME && each.hasStart()) {
                start = each.startNanos();
            }
            if (nameless && !each.name().isEmpty()) {
                builder.name(each.name());
                nameless = false;
            }
            if (!failed && each.status().isError()) {
                builder.status(each.status());
                failed = true;
            }
        }
        return builder.times(start, best.endNanos())
                .attributes(attributes.build())
                .events(inTime(events))
                .links(List.copyOf(links))
                .build();
    }

    /** Events in order of time, those without a time where they are. */
    static List<SpanEvent> inTime(Set<SpanEvent> events) {
        List<SpanEvent> sorted = new ArrayList<>(events);
        boolean untimed = sorted.stream().anyMatch(each -> each.timeNanos() == Span.NO_TIME);
        if (!untimed) {
            sorted.sort(Comparator.comparingLong(SpanEvent::timeNanos));
        }
        return sorted;
    }
}
