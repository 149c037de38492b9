package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes events of log records: of the span they name, else of the first root of their trace, else
 * of the first root of all.
 */
final class LogEvents {
    private LogEvents() {}

    private record Joined(SpanEvent event, String content) {}

    /** Replaces the spans that get events. */
    static void join(Span[] spans, List<LogRecord> logs) {
        if (logs.isEmpty() || spans.length == 0) {
            return;
        }
        IdTable table = new IdTable(spans);
        Map<Id, Integer> roots = new HashMap<>();
        int first = 0;
        for (int i = 0; i < spans.length; i++) {
            Integer known = roots.get(spans[i].traceId());
            if (known == null || isBefore(spans[i], spans[known])) {
                roots.put(spans[i].traceId(), i);
            }
            if (isBefore(spans[i], spans[first])) {
                first = i;
            }
        }
        Map<Integer, List<Joined>> joined = new HashMap<>();
        for (LogRecord log : logs) {
            int target = target(log.traceId(), log.spanId(), table, roots, first);
            SpanEvent event = log.toEvent();
            joined.computeIfAbsent(target, _ -> new ArrayList<>())
                    .add(new Joined(event, event.attributes().toString()));
        }
        joined.forEach(
                (target, events) -> {
                    events.sort(
                            Comparator.comparingLong((Joined each) -> each.event.timeNanos())
                                    .thenComparing(each -> each.event.name())
                                    .thenComparing(Joined::content));
                    Set<SpanEvent> all = new LinkedHashSet<>(spans[target].events());
                    events.forEach(each -> all.add(each.event));
                    spans[target] = spans[target].withEvents(Duplicates.inTime(all));
                });
    }

    private static int target(
            @Nullable Id trace,
            @Nullable Id span,
            IdTable table,
            Map<Id, Integer> roots,
            int first) {
        if (trace == null) {
            return first;
        }
        int named = span == null ? Draft.NONE : table.find(trace, span);
        return named >= 0 ? named : roots.getOrDefault(trace, first);
    }

    /** Whether a span is more of a root than another: it says so, or starts earlier. */
    private static boolean isBefore(Span span, Span other) {
        boolean root = span.parentId() == null;
        if (root != (other.parentId() == null)) {
            return root;
        }
        if (span.hasStart() != other.hasStart()) {
            return span.hasStart();
        }
        return span.startNanos() < other.startNanos();
    }
}
