package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.rules.Rule;

import java.util.List;

/** The rules about model and tool calls. */
public final class ModelRules {
    private ModelRules() {}

    /** In the order of the catalogue. */
    public static List<Rule> all() {
        return List.of();
    }
}
