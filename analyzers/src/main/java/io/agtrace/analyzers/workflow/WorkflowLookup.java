package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.RunKey;
import io.agtrace.analyzers.span.Id;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Finds a workflow by what a user calls it. Tried in turn, the first that finds something decides:
 * the workflow's id or one of its trace ids; any workflow, run, task, conversation or session id or
 * baggage value that its spans carry; its name; the beginning, at least {@value #SHORTEST_PREFIX}
 * characters, of one of its ids.
 */
public final class WorkflowLookup {
    /** The shortest beginning of an id that is looked for. */
    public static final int SHORTEST_PREFIX = 4;

    private static final int MOST_NEAREST = 3;
    private static final int LONGEST_COMPARED = 64;

    private final List<Summaries.Named> workflows;

    WorkflowLookup(List<Summaries.Named> workflows) {
        this.workflows = workflows;
    }

    /** What a search came to. */
    public sealed interface Result {
        /** Exactly one. */
        record One(WorkflowSummary workflow) implements Result {}

        /** Several, in order of their start. */
        record Ambiguous(List<WorkflowSummary> candidates) implements Result {}

        /** None; the nearest names come first and are at most three. */
        record None(List<Near> nearest) implements Result {}
    }

    /** A name much like the one that was looked for, and the workflow it belongs to. */
    public record Near(String name, WorkflowSummary workflow) {}

    /** Finds by any name. */
    public Result find(String wanted) {
        String text = wanted.strip();
        if (text.isEmpty()) {
            return new Result.None(List.of());
        }
        Id id = Id.trace(text);
        List<WorkflowSummary> found = matching(each -> isId(each.workflow(), text, id));
        if (found.isEmpty()) {
            found =
                    matching(
                            each -> each.keys().stream().anyMatch(key -> key.value().equals(text)));
        }
        if (found.isEmpty()) {
            found = matching(each -> each.workflow().name().equals(text));
        }
        if (found.isEmpty() && text.length() >= SHORTEST_PREFIX) {
            String lower = text.toLowerCase(Locale.ROOT);
            found = matching(each -> begins(each, lower));
        }
        return result(found, text, true);
    }

    /** Finds by a trace id, or the beginning of one. */
    public Result findTrace(String wanted) {
        String text = wanted.strip();
        Id id = Id.trace(text);
        if (id == null) {
            return new Result.None(List.of());
        }
        List<WorkflowSummary> found = matching(each -> each.workflow().traceIds().contains(id));
        if (found.isEmpty() && text.length() >= SHORTEST_PREFIX) {
            String lower = text.toLowerCase(Locale.ROOT);
            found = matching(each -> traceBegins(each.workflow(), lower));
        }
        return result(found, text, false);
    }

    private List<WorkflowSummary> matching(Predicate<Summaries.Named> test) {
        List<WorkflowSummary> found = new ArrayList<>();
        for (Summaries.Named each : workflows) {
            if (test.test(each)) {
                found.add(each.workflow());
            }
        }
        return found;
    }

    private static boolean isId(WorkflowSummary workflow, String text, @Nullable Id id) {
        return workflow.id().equals(text) || id != null && workflow.traceIds().contains(id);
    }

    private static boolean begins(Summaries.Named each, String lower) {
        if (beginsWith(each.workflow().id(), lower) || traceBegins(each.workflow(), lower)) {
            return true;
        }
        for (RunKey key : each.keys()) {
            if (beginsWith(key.value(), lower)) {
                return true;
            }
        }
        return false;
    }

    private static boolean traceBegins(WorkflowSummary workflow, String lower) {
        for (Id trace : workflow.traceIds()) {
            if (beginsWith(trace.toString(), lower)) {
                return true;
            }
        }
        return false;
    }

    private static boolean beginsWith(String text, String lower) {
        return text.regionMatches(true, 0, lower, 0, lower.length());
    }

    private Result result(List<WorkflowSummary> found, String text, boolean anyName) {
        return switch (found.size()) {
            case 0 -> new Result.None(nearest(text, anyName));
            case 1 -> new Result.One(found.getFirst());
            default -> new Result.Ambiguous(List.copyOf(found));
        };
    }

    private record Candidate(int distance, String name, WorkflowSummary workflow) {}

    private List<Near> nearest(String wanted, boolean anyName) {
        String lower = wanted.toLowerCase(Locale.ROOT);
        List<Candidate> best = new ArrayList<>();
        for (Summaries.Named each : workflows) {
            WorkflowSummary workflow = each.workflow();
            Candidate own = null;
            for (Id trace : workflow.traceIds()) {
                own = nearer(own, lower, trace.toString(), workflow);
            }
            if (anyName) {
                own = nearer(own, lower, workflow.id(), workflow);
                own = nearer(own, lower, workflow.name(), workflow);
                for (RunKey key : each.keys()) {
                    own = nearer(own, lower, key.value(), workflow);
                }
            }
            if (own != null) {
                best.add(own);
                best.sort(Comparator.comparingInt(Candidate::distance));
                if (best.size() > MOST_NEAREST) {
                    best.removeLast();
                }
            }
        }
        return best.stream().map(each -> new Near(each.name, each.workflow)).toList();
    }

    private static @Nullable Candidate nearer(
            @Nullable Candidate best, String lower, String name, WorkflowSummary workflow) {
        int limit = Math.max(2, lower.length() / 3);
        int distance = distance(lower, name.toLowerCase(Locale.ROOT), limit);
        // A name that goes on where the wanted one ends is near, however long it is.
        if (distance > limit
                && lower.length() >= 2
                && commonPrefix(lower, name) >= Math.max(2, lower.length() - 2)) {
            distance = limit;
        }
        return distance > limit || best != null && best.distance <= distance
                ? best
                : new Candidate(distance, name, workflow);
    }

    private static int commonPrefix(String lower, String name) {
        int length = 0;
        while (length < Math.min(lower.length(), name.length())
                && lower.charAt(length) == Character.toLowerCase(name.charAt(length))) {
            length++;
        }
        return length;
    }

    /** Levenshtein's distance, or a number above the limit. */
    private static int distance(String a, String b, int limit) {
        if (a.length() > LONGEST_COMPARED
                || b.length() > LONGEST_COMPARED
                || Math.abs(a.length() - b.length()) > limit) {
            return limit + 1;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                int same = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(same, 1 + Math.min(row[j], row[j - 1]));
                least = Math.min(least, row[j]);
            }
            if (least > limit) {
                return limit + 1;
            }
        }
        return row[b.length()];
    }
}
