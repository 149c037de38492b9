package io.agtrace.render.waterfall;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.SpanTree.Placement;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Glyphs;
import io.agtrace.render.text.Numbers;

/**
 * What a row says about its spans.
 *
 * @param name what the span is called, in the shortest way that says what it does
 * @param aside what is good to know beside it; goes first where there is no room
 */
record Label(String name, String aside) {
    static Label of(Extent extent, int node, boolean services) {
        SpanTree tree = extent.tree;
        SpanFacts facts = tree.facts(node);
        String name = name(extent, node, facts);
        StringBuilder aside = new StringBuilder();
        if (facts.attempt() > 1) {
            aside.append("  attempt ").append(facts.attempt());
        }
        String service = tree.span(node).resource().serviceName();
        int parent = extent.parent(node);
        if (services
                && !service.isEmpty()
                && (parent < 0
                        || !service.equals(tree.span(parent).resource().serviceName()))) {
            aside.append("  @").append(service);
        }
        return new Label(name, aside.toString());
    }

    private static String name(Extent extent, int node, SpanFacts facts) {
        Span span = extent.tree.span(node);
        String name = span.name().isBlank() ? "(no name)" : span.name();
        if (extent.tree.placement(node) == Placement.PLACEHOLDER) {
            return "(missing span " + span.spanId() + ")";
        }
        return switch (facts.operation().kind()) {
            case AGENT ->
                    facts.agentName().isBlank() || isInsideSame(extent, node, facts)
                            ? name
                            : facts.agentName();
            case TOOL_CALL -> facts.toolName().isBlank() ? name : facts.toolName();
            case MODEL_CALL ->
                    facts.model().isBlank() || name.contains(facts.model())
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

    /** An agent's span within the same agent's span is known by its own name. */
    private static boolean isInsideSame(Extent extent, int node, SpanFacts facts) {
        int parent = extent.parent(node);
        return parent >= 0
                && extent.tree.facts(parent).operation().kind() == OperationKind.AGENT
                && extent.tree.facts(parent).agentName().equals(facts.agentName());
    }

    /** What is repeated: the names of one repetition's steps. */
    static Label of(Extent extent, Fold fold, Glyphs glyphs) {
        StringBuilder steps = new StringBuilder();
        int node = fold.first();
        for (int i = 0; i < fold.period(); i++) {
            steps.append(i == 0 ? "" : " " + glyphs.arrow() + " ");
            steps.append(name(extent, node, extent.tree.facts(node)));
            node = extent.tree.subtreeEnd(node);
        }
        return new Label(steps.toString(), "");
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
