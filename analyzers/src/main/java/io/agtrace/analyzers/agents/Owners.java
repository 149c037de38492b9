package io.agtrace.analyzers.agents;

/** Which stay each node of a tree belongs to. */
public final class Owners {
    /** No node belongs to a stay. */
    public static final Owners NONE = new Owners(new int[0]);

    private final int[] owners;

    Owners(int[] owners) {
        this.owners = owners;
    }

    /** Index of the innermost invocation that a node belongs to, or -1. */
    public int of(int node) {
        return node < owners.length ? owners[node] : -1;
    }
}
