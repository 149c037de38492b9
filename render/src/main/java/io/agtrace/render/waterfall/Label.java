package io.agtrace.render.waterfall;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.SpanTree.Placement;
import io.agtrace.render.text.Cells;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Glyphs;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Theme;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a row says about its spans.
 *
 * @param name what the span is called, in the shortest way that says what it does
 * @param aside what is good to know beside it; goes first where there is no room
 */
record Label(String name, String aside) {
    private static final int LEAST_STEP = 6;
    private static final int LEAST_MODEL = 4;

    static Label of(Extent extent, int node, boolean services) {
        SpanTree tree = extent.tree;
        SpanFacts facts = tree.facts(node);
        String name = name(extent, node, facts, false);
        StringBuilder aside = new StringBuilder();
        if (facts.attempt() > 1) {
            aside.append("  attempt ").append(facts.attempt());
        }
        String service = tree.span(node).resource().serviceName();
        int parent = extent.parent(node);
        if (services
                && !service.isEmpty()
                && (parent < 0 || !service.equals(tree.span(parent).resource().serviceName()))) {
            aside.append("  @").append(service);
        }
        return new Label(name, aside.toString());
    }

    private static String name(Extent extent, int node, SpanFacts facts, boolean blank) {
        Span span = extent.tree.span(node);
        String name = span.name().isBlank() ? "(no name)" : blank(span.name(), blank);
        if (extent.tree.placement(node) == Placement.PLACEHOLDER) {
            return "(missing span " + span.spanId() + ")";
        }
        return switch (facts.operation().kind()) {
            case AGENT ->
                    facts.agentName().isBlank() || isInsideSame(extent, node, facts)
                            ? name
                            : blank(facts.agentName(), blank);
            case TOOL_CALL -> facts.toolName().isBlank() ? name : blank(facts.toolName(), blank);
            case MODEL_CALL ->
                    facts.model().isBlank() || namesModel(span.name(), facts.model())
                            ? name
                            : name + " " + facts.model();
            case WORKFLOW,
                    RETRIEVAL,
                    HANDOFF,
                    DECISION,
                    GUARDRAIL,
                    EVALUATION,
                    PLAN,
                    CHAIN,
                    QUEUE_SEND,
                    QUEUE_RECEIVE,
                    OTHER ->
                    name;
        };
    }

    /** Whether a span's name ends with the model, or with what it is a dated version of. */
    private static boolean namesModel(String name, String model) {
        String last = name.substring(name.lastIndexOf(' ') + 1);
        return name.contains(model) || last.length() >= LEAST_MODEL && model.startsWith(last);
    }

    private static String blank(String name, boolean blank) {
        return blank ? Shape.withoutIds(name) : name;
    }

    /** An agent's span within the same agent's span is known by its own name. */
    private static boolean isInsideSame(Extent extent, int node, SpanFacts facts) {
        int parent = extent.parent(node);
        return parent >= 0
                && extent.tree.facts(parent).operation().kind() == OperationKind.AGENT
                && extent.tree.facts(parent).agentName().equals(facts.agentName());
    }

    /** The names of one repetition's steps; numbers in which repetitions differ are blanked. */
    static List<String> steps(Extent extent, Fold fold) {
        List<String> steps = new ArrayList<>();
        int node = fold.first();
        int again = node;
        for (int i = 0; i < fold.period(); i++) {
            again = extent.tree.subtreeEnd(again);
        }
        for (int i = 0; i < fold.period(); i++) {
            SpanFacts facts = extent.tree.facts(node);
            String name = name(extent, node, facts, false);
            boolean same = name.equals(name(extent, again, extent.tree.facts(again), false));
            steps.add(same ? name : name(extent, node, facts, true));
            node = extent.tree.subtreeEnd(node);
            again = extent.tree.subtreeEnd(again);
        }
        return steps;
    }

    /** The steps one after the other in at most {@code room} columns, long ones cut. */
    static String chain(List<String> steps, int room, Theme theme) {
        String ellipsis = theme.glyphs().ellipsis();
        String arrow = " " + theme.glyphs().arrow() + " ";
        List<String> safe = steps.stream().map(theme::safe).collect(Collectors.toList());
        int most = Math.max(1, (room + arrow.length()) / (LEAST_STEP + arrow.length()));
        if (safe.size() > most) {
            safe = safe.subList(0, most);
            safe.set(most - 1, ellipsis);
        }
        int left = room - (safe.size() - 1) * arrow.length();
        int share = left / safe.size();
        int behind = 0;
        for (String step : safe) {
            behind += Math.min(share, Cells.width(step));
        }
        List<String> cut = new ArrayList<>();
        for (String step : safe) {
            behind -= Math.min(share, Cells.width(step));
            String fitted = Cells.fit(step, left - behind, ellipsis);
            cut.add(fitted);
            left -= Cells.width(fitted);
        }
        return String.join(arrow, cut);
    }

    /** How often a fold's steps were repeated, and how often in vain: {@code ×37, 2 failed}. */
    static String tally(Fold fold, Glyphs glyphs) {
        return glyphs.times()
                + Numbers.count(fold.times())
                + (fold.failed() > 0 ? ", " + Numbers.count(fold.failed()) + " failed" : "");
    }

    /** How long a repetition took, from the shortest to the longest. */
    static String range(Fold fold, Glyphs glyphs) {
        String shortest = Durations.human(fold.shortest());
        String longest = Durations.human(fold.longest());
        return shortest.equals(longest)
                ? longest
                : shortest + " " + glyphs.ellipsis() + " " + longest;
    }
}
