package io.agtrace.analyzers.compare;

import io.agtrace.analyzers.conventions.OperationKind;

/**
 * One thing a run did, without what lies below the program: connections, requests, databases.
 *
 * @param index position in its run, parents before children
 * @param parent index of the step around it, or -1
 * @param name what it is called in every run; numbers and ids in it stand as {@code #}
 * @param agent the agent that did it; empty where none
 */
record Step(int index, int parent, int node, OperationKind kind, String name, String agent) {
    /** Steps of two runs with the same key at the same place are the same step. */
    String key() {
        // Which model answers is a setting, not a step.
        return kind == OperationKind.MODEL_CALL ? "model call" : kind + " " + name;
    }
}
