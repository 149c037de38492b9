package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.Span;

/**
 * All spans of a workflow in one forest. Nodes are numbered 0 to {@link #size()} - 1 in tree order:
 * a parent before its children, children by start time (of equal starts the longer first, then by
 * span id), so that a walk over all nodes is a loop and a subtree is a range of numbers.
 */
public interface SpanTree {
    /** Nodes, placeholders included. */
    int size();

    /** The span; for a placeholder a made-up one that carries the missing span's id. */
    Span span(int node);

    SpanFacts facts(int node);

    /** The parent's node, or -1 for a root. */
    int parent(int node);

    /** Roots have depth 0. */
    int depth(int node);

    /** First number behind the node's subtree: the subtree is {@code [node, end)}. */
    int subtreeEnd(int node);

    int childCount(int node);

    /** How the node came to its place. */
    Placement placement(int node);

    /**
     * Start in nanoseconds since the epoch. Every node has one: a span without a time takes it from
     * its children or its parent.
     */
    long startNanos(int node);

    /** End in nanoseconds since the epoch, never before the start. */
    long endNanos(int node);

    /** Time of the span that no child covers, in nanoseconds. */
    long selfNanos(int node);

    /** How much of the node's own time lies on the critical path, in nanoseconds; 0 if none. */
    long criticalNanos(int node);

    /** How a node came to its place in the tree. */
    enum Placement {
        /** A root that says so. */
        ROOT,
        /** Below the span that it names as its parent. */
        PARENT,
        /** Stands in for a parent that is in no input. */
        PLACEHOLDER,
        /** Below a span that a link, id or path in it points to, not its parent id. */
        EVIDENCE,
        /** Below the narrowest span of its service or run that contains it in time. */
        TIME,
        /** Its parent chain was a cycle, which was cut here. */
        CYCLE,
        /** Has no better place than the top. */
        ORPHAN
    }
}
