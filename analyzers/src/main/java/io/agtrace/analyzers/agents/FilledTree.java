package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.Map;

/** A tree of which some spans' facts were completed from other spans. */
final class FilledTree implements SpanTree {
    private final SpanTree tree;

    // Facts are asked for all the time: by number, not by key.
    private final SpanFacts[] facts;

    FilledTree(SpanTree tree, Map<Integer, SpanFacts> filled) {
        this.tree = tree;
        facts = new SpanFacts[tree.size()];
        for (int node = 0; node < facts.length; node++) {
            facts[node] = filled.getOrDefault(node, tree.facts(node));
        }
    }

    @Override
    public int size() {
        return tree.size();
    }

    @Override
    public Span span(int node) {
        return tree.span(node);
    }

    @Override
    public SpanFacts facts(int node) {
        return facts[node];
    }

    @Override
    public int parent(int node) {
        return tree.parent(node);
    }

    @Override
    public int depth(int node) {
        return tree.depth(node);
    }

    @Override
    public int subtreeEnd(int node) {
        return tree.subtreeEnd(node);
    }

    @Override
    public int childCount(int node) {
        return tree.childCount(node);
    }

    @Override
    public Placement placement(int node) {
        return tree.placement(node);
    }

    @Override
    public long startNanos(int node) {
        return tree.startNanos(node);
    }

    @Override
    public long endNanos(int node) {
        return tree.endNanos(node);
    }

    @Override
    public long selfNanos(int node) {
        return tree.selfNanos(node);
    }

    @Override
    public long criticalNanos(int node) {
        return tree.criticalNanos(node);
    }
}
