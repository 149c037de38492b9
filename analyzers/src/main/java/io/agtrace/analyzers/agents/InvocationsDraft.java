package io.agtrace.analyzers.agents;

import java.util.ArrayList;
import java.util.List;

/** An invocation in the making. */
final class InvocationsDraft {
    final int index;
    final String agent;
    final String key;

    /** The outermost span. */
    final int node;

    /** The invocation around this one, or -1. */
    int parent;

    /** The tool span that called this agent, or -1. */
    int calledBy = -1;

    long startNanos;
    long endNanos;

    /** Own nodes in tree order. */
    final List<Integer> nodes = new ArrayList<>();

    /** Invocations directly inside this one, in tree order. */
    final List<InvocationsDraft> children = new ArrayList<>(0);

    final List<Evidence> evidence = new ArrayList<>(2);

    InvocationsDraft(int index, String agent, String key, int node, int parent) {
        this.index = index;
        this.agent = agent;
        this.key = key;
        this.node = node;
        this.parent = parent;
    }
}
