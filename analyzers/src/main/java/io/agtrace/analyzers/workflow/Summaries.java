package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.RunKey;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Workflows out of traces that were joined. */
final class Summaries {
    private final List<Named> named;

    /**
     * A workflow and the ids that its spans carry.
     *
     * @param place how many traces were seen before its first one
     */
    record Named(WorkflowSummary workflow, List<RunKey> keys, int place) {}

    private Summaries(List<Named> named) {
        this.named = named;
    }

    List<WorkflowSummary> workflows() {
        return named.stream().map(Named::workflow).toList();
    }

    /** In the order in which they begin in the input. */
    List<WorkflowSummary> inputOrder() {
        return named.stream()
                .sorted(Comparator.comparingInt(Named::place))
                .map(Named::workflow)
                .toList();
    }

    List<Named> named() {
        return named;
    }

    static Summaries of(Stitcher stitched) {
        TraceRow[] rows = stitched.rows;
        int[] members = new int[rows.length];
        for (int group : stitched.first) {
            members[group]++;
        }
        TraceRow[][] groups = new TraceRow[rows.length][];
        int[] filled = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int group = stitched.first[i];
            if (groups[group] == null) {
                groups[group] = new TraceRow[members[group]];
            }
            groups[group][filled[group]++] = rows[i];
        }
        List<Named> all = new ArrayList<>();
        for (int group = 0; group < rows.length; group++) {
            if (groups[group] != null) {
                all.add(summary(stitched, group, groups[group]));
            }
        }
        all.sort(Summaries::compareStarts);
        return new Summaries(all);
    }

    /** Without a start last. */
    private static int compareStarts(Named a, Named b) {
        long startOfA =
                a.workflow.startNanos() == Span.NO_TIME ? Long.MAX_VALUE : a.workflow.startNanos();
        long startOfB =
                b.workflow.startNanos() == Span.NO_TIME ? Long.MAX_VALUE : b.workflow.startNanos();
        if (startOfA != startOfB) {
            return Long.compare(startOfA, startOfB);
        }
        int byId = a.workflow.id().compareTo(b.workflow.id());
        return byId != 0
                ? byId
                : a.workflow.traceIds().getFirst().compareTo(b.workflow.traceIds().getFirst());
    }

    /** One workflow of all traces, joined or not. */
    static WorkflowSummary one(Stitcher stitched) {
        Arrays.fill(stitched.first, 0);
        List<TraceJoin> joins = new ArrayList<>();
        stitched.joins.values().forEach(joins::addAll);
        joins.sort(
                Comparator.comparing(TraceJoin::kind)
                        .thenComparing(TraceJoin::from)
                        .thenComparing(TraceJoin::to));
        stitched.joins.put(0, joins);
        return summary(stitched, 0, stitched.rows).workflow;
    }

    private static Named summary(Stitcher stitched, int group, TraceRow[] rows) {
        long start = Long.MAX_VALUE;
        long end = Span.NO_TIME;
        long spans = 0;
        long errors = 0;
        long modelCalls = 0;
        long toolCalls = 0;
        long input = 0;
        long output = 0;
        long cost = -1;
        int place = Integer.MAX_VALUE;
        Id[] ids = new Id[rows.length];
        for (int i = 0; i < rows.length; i++) {
            TraceRow row = rows[i];
            ids[i] = row.id;
            place = Math.min(place, row.place);
            start = Math.min(start, row.start);
            end = Math.max(end, row.end);
            spans += row.spans;
            errors += row.errors;
            modelCalls += row.modelCalls;
            toolCalls += row.toolCalls;
            input += row.inputTokens();
            output += row.outputTokens();
            if (row.costNanos() >= 0) {
                cost = Math.max(0, cost) + row.costNanos();
            }
        }
        List<RunKey> keys = keys(rows);
        RunKey idKey = idKey(stitched, group, keys);
        WorkflowSummary workflow =
                new WorkflowSummary(
                        idKey == null ? rows[0].id.toString() : idKey.value(),
                        name(rows),
                        List.of(ids),
                        start == Long.MAX_VALUE ? Span.NO_TIME : start,
                        end,
                        spans,
                        union(rows, row -> row.services),
                        union(rows, row -> row.agents),
                        union(rows, row -> row.models),
                        modelCalls,
                        toolCalls,
                        errors,
                        input,
                        output,
                        cost < 0 ? -1 : cost / 1e9,
                        Outcomes.of(rows, errors),
                        stitched.joins.getOrDefault(group, List.of()));
        return new Named(workflow, keys, place);
    }

    private static List<RunKey> keys(TraceRow[] rows) {
        if (rows.length == 1) {
            // Not copied: there may be very many of these.
            return Arrays.asList(rows[0].keys);
        }
        Set<RunKey> all = new TreeSet<>(TraceRow::compareKeys);
        for (TraceRow row : rows) {
            all.addAll(Arrays.asList(row.keys));
        }
        return List.copyOf(all);
    }

    /**
     * The strongest kind of id of which the workflow has exactly one and shares it with no other
     * workflow: one with several names none of them the whole, one that others carry too would not
     * tell them apart.
     */
    private static @Nullable RunKey idKey(Stitcher stitched, int group, List<RunKey> keys) {
        for (int i = 0; i < keys.size(); i++) {
            RunKey key = keys.get(i);
            boolean alone =
                    (i == 0 || keys.get(i - 1).kind() != key.kind())
                            && (i + 1 == keys.size() || keys.get(i + 1).kind() != key.kind());
            if (alone
                    && key.kind() != RunKey.Kind.BAGGAGE
                    && onlyIn(stitched, group, key.value())) {
                return key;
            }
        }
        return null;
    }

    private static boolean onlyIn(Stitcher stitched, int group, String value) {
        for (int trace : stitched.byKey.getOrDefault(value, new int[0])) {
            if (stitched.first[trace] != group) {
                return false;
            }
        }
        return true;
    }

    private static String name(TraceRow[] rows) {
        for (TraceRow row : rows) {
            if (!row.workflowName.isEmpty()) {
                return row.workflowName;
            }
        }
        for (TraceRow row : rows) {
            if (row.hasRoot) {
                return row.rootName;
            }
        }
        return rows[0].rootName;
    }

    private static List<String> union(TraceRow[] rows, Function<TraceRow, Names.Set> names) {
        if (rows.length == 1) {
            return names.apply(rows[0]).list();
        }
        Set<String> all = new HashSet<>();
        for (TraceRow row : rows) {
            all.addAll(names.apply(row).list());
        }
        return all.stream().sorted().toList();
    }
}
