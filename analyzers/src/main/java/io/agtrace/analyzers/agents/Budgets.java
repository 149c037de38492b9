package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.Lengths;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanConcepts;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.span.Text;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds limits on time: stated in attributes, events, arguments and names, or inferred from error
 * texts and from calls that failed after a round number of seconds.
 */
final class Budgets {
    private static final Set<String> UNITS =
            Set.of("ms", "s", "sec", "secs", "seconds", "millis", "milliseconds", "minutes", "min");

    /** Lengths that people set as limits, in seconds. */
    private static final double[] ROUND = {
        0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 45, 50, 60, 75, 90,
        100, 120, 150, 180, 200, 240, 250, 300, 360, 420, 450, 480, 500, 600, 900, 1200, 1800, 2700,
        3600, 5400, 7200, 10_800, 14_400, 21_600, 28_800, 43_200, 86_400
    };

    private static final long MOST_LATE = 100_000_000;
    private static final int LONGEST_ARGUMENTS = 1 << 14;

    private final SpanTree tree;
    private final Reading reading;
    private final List<Budget> budgets = new ArrayList<>();

    private Budgets(Reading reading) {
        this.tree = reading.tree();
        this.reading = reading;
    }

    /** The budgets in tree order. */
    static List<Budget> of(Reading reading) {
        Budgets found = new Budgets(reading);
        for (int node = 0; node < found.tree.size(); node++) {
            found.node(node);
        }
        return found.withoutEchoes();
    }

    private void node(int node) {
        int before = budgets.size();
        Span span = tree.span(node);
        if (reading.anyNameSays(node, ReadingNames.LIMIT | ReadingNames.STATED_LIMIT)) {
            attributes(node, span.attributes(), "");
        }
        if (reading.anyNameSays(node, ReadingNames.STATED_BAG)) {
            metadata(node, span.attributes());
        }
        for (SpanEvent event : span.events()) {
            attributes(node, event.attributes(), "event " + event.name() + ": ");
        }
        arguments(node);
        long named = BudgetsText.named(span.name());
        if (named > 0) {
            add(
                    node,
                    before,
                    "timeout",
                    named,
                    false,
                    new Evidence(node, "span name", span.name()));
        }
        if (tree.facts(node).failed()) {
            failed(node, before);
        }
    }

    private void attributes(int node, Attributes attributes, String prefix) {
        int before = budgets.size();
        boolean stated = false;
        for (int i = 0; i < attributes.size(); i++) {
            String key = attributes.key(i);
            stated |= reading.names().says(key, ReadingNames.STATED_LIMIT);
            if (!reading.names().says(key, ReadingNames.LIMIT)) {
                continue;
            }
            AnyValue value = attributes.value(i);
            long nanos = isDeadline(key, value) ? untilDeadline(node, value) : length(key, value);
            if (nanos > 0) {
                Evidence evidence = new Evidence(node, prefix + key, ChoiceValues.quote(value));
                add(node, before, key, nanos, false, evidence);
            }
        }
        if (stated) {
            own(node, attributes, before, prefix);
        }
    }

    /** Limits among the fields of a JSON text with metadata. */
    private void metadata(int node, Attributes attributes) {
        for (int i = 0; i < attributes.size(); i++) {
            if (!reading.names().says(attributes.key(i), ReadingNames.STATED_BAG)) {
                continue;
            }
            AnyValue value = attributes.value(i);
            int parent = tree.parent(node);
            if (parent >= 0
                    && isSame(value, tree.span(parent).attributes().get(attributes.key(i)))) {
                // Many frameworks copy the run's metadata to all its spans.
                continue;
            }
            boolean mentions =
                    !(value instanceof Text text)
                            || text.recordedLength() <= LONGEST_ARGUMENTS
                                    && BudgetsText.mentionsLimit(reading.text(value));
            if (mentions) {
                attributes(node, reading.fields(value), attributes.key(i) + ".");
            }
        }
    }

    /** Whether both values are equal; texts are decoded once for all who look at them. */
    private boolean isSame(AnyValue value, @Nullable AnyValue other) {
        return value instanceof Text one && other instanceof Text two
                ? reading.text(one).equals(reading.text(two))
                : value.equals(other);
    }

    /** Limits under names that the user mapped. */
    private void own(int node, Attributes attributes, int before, String prefix) {
        Span bearer =
                new Span.Builder(tree.span(node).traceId(), tree.span(node).spanId())
                        .attributes(attributes)
                        .build();
        SpanConcepts concepts = reading.concepts(bearer);
        SpanConcepts.Stated stated =
                concepts.has(Concept.TIMEOUT) ? concepts.get(Concept.TIMEOUT) : null;
        if (stated != null && !reading.names().says(stated.source(), ReadingNames.LIMIT)) {
            long nanos = Lengths.nanos(stated.source(), stated.value());
            if (nanos > 0) {
                Evidence evidence = new Evidence(node, prefix + stated.source(), stated.text());
                add(node, before, stated.source(), nanos, false, evidence);
            }
        }
    }

    /** A call's own arguments may set its limit. */
    private void arguments(int node) {
        if (reading.kind(node) != OperationKind.TOOL_CALL) {
            return;
        }
        AnyValue input = tree.facts(node).input();
        if (input instanceof Text text && text.recordedLength() > LONGEST_ARGUMENTS) {
            return;
        }
        attributes(node, reading.fields(input), "arguments: ");
    }

    /** Whether the words of a name, joined by {@code _}, speak of a limit on time. */
    static boolean isLimit(String name) {
        String[] words = name.split("_", -1);
        boolean unit = UNITS.contains(words[words.length - 1]);
        for (int i = 0; i < words.length; i++) {
            switch (words[i]) {
                case "timeout", "deadline" -> {
                    return true;
                }
                case "budget", "sla", "slo" -> {
                    if (unit) {
                        return true;
                    }
                }
                case "limit" -> {
                    if (unit && i > 0 && words[i - 1].equals("time")) {
                        return true;
                    }
                }
                case "duration", "latency", "execution" -> {
                    if (unit && i > 0 && words[i - 1].equals("max")) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    private static long length(String key, AnyValue value) {
        return value instanceof AnyValue.BoolValue ? -1 : Lengths.nanos(key, value);
    }

    /** A deadline is a point in time, unless its name bears a unit and its value is small. */
    private static boolean isDeadline(String key, AnyValue value) {
        if (!ChoiceStatement.snake(key).contains("deadline")) {
            return false;
        }
        double number = ChoiceValues.number(value);
        return Double.isNaN(number) ? value.toString().indexOf('T') > 0 : number > 1e9;
    }

    private long untilDeadline(int node, AnyValue value) {
        long at = PointsInTime.read(value);
        return at == Span.NO_TIME ? -1 : at - tree.startNanos(node);
    }

    private void failed(int node, int before) {
        SpanFacts facts = tree.facts(node);
        String message = facts.errorMessage();
        String type = errorType(node);
        long stated = BudgetsText.limit(message);
        if (stated < 0) {
            stated = BudgetsText.limit(type);
        }
        if (stated > 0) {
            Evidence evidence = new Evidence(node, "error message", ChoiceValues.quote(message));
            add(node, before, "timeout", stated, true, evidence);
            return;
        }
        long used = used(node);
        long round = round(used);
        if (round > 0
                && (BudgetsText.speaksOfGivingUp(message) || BudgetsText.speaksOfGivingUp(type))) {
            String text = message.isEmpty() ? type : message;
            Evidence evidence = new Evidence(node, "time", ChoiceValues.quote(text));
            add(node, before, "timeout", round, true, evidence);
        }
    }

    private String errorType(int node) {
        String type = reading.concepts(node).text(Concept.ERROR_TYPE);
        for (SpanEvent event : tree.span(node).events()) {
            String thrown = event.attributes().text("exception.type");
            type = type.isEmpty() && thrown != null ? thrown : type;
        }
        return type;
    }

    /** The round number of seconds after which the call was given up; -1 if none is near. */
    private static long round(long used) {
        for (double seconds : ROUND) {
            long limit = Math.round(seconds * 1e9);
            // A span may begin a little after its timer, not much so where the limit is long.
            long late = Math.min(limit / 100, MOST_LATE);
            if (used >= limit - late && used <= limit + limit / 50) {
                return limit;
            }
        }
        return -1;
    }

    private long used(int node) {
        return tree.endNanos(node) - tree.startNanos(node);
    }

    /** One length at one node is one budget, however often it is stated. */
    private void add(
            int node, int before, String what, long nanos, boolean inferred, Evidence evidence) {
        for (int i = before; i < budgets.size(); i++) {
            Budget known = budgets.get(i);
            if (known.node() == node && Math.abs(known.nanos() - nanos) <= nanos / 50) {
                return;
            }
        }
        long used = used(node);
        SpanFacts facts = tree.facts(node);
        boolean gaveUp =
                facts.failed()
                        && (BudgetsText.speaksOfGivingUp(facts.errorMessage())
                                || BudgetsText.speaksOfGivingUp(errorType(node)));
        boolean exceeded = used > nanos || inferred || gaveUp && used >= nanos - nanos / 50;
        budgets.add(new Budget(node, what, nanos, used, exceeded, inferred, evidence));
    }

    /**
     * An exception is told again by every span it passes; the limit is that of the innermost one
     * that tells it.
     */
    private List<Budget> withoutEchoes() {
        List<Budget> kept = new ArrayList<>(budgets.size());
        // In reverse tree order the spans inside a span come right before it.
        List<Budget> open = new ArrayList<>();
        for (int i = budgets.size() - 1; i >= 0; i--) {
            Budget budget = budgets.get(i);
            if (!budget.inferred()) {
                kept.add(budget);
                continue;
            }
            if (inner(open, budget) == null) {
                kept.add(budget);
                open.add(budget);
            }
        }
        return kept.reversed();
    }

    /** Only the latest few are looked at: an exception passes its spans one right after another. */
    private @Nullable Budget inner(List<Budget> open, Budget budget) {
        int end = tree.subtreeEnd(budget.node());
        for (int i = open.size() - 1; i >= 0 && i >= open.size() - 16; i--) {
            Budget known = open.get(i);
            if (known.node() >= end) {
                return null;
            }
            if (known.nanos() == budget.nanos()
                    && tree.endNanos(known.node())
                            <= tree.endNanos(budget.node()) + DecisionsScene.TOLERANCE_NANOS) {
                return known;
            }
        }
        return null;
    }
}
