package io.agtrace.analyzers.conventions;

import static io.agtrace.analyzers.conventions.OperationKind.*;

import static org.assertj.core.api.Assertions.assertThat;

/** A span and what is to be read from it; {@code tokens} is input/output, or empty. */
record FamilyRow(
        String family,
        SpanSketch span,
        OperationKind kind,
        String agent,
        String tool,
        String model,
        String tokens) {
    static FamilyRow row(String family, SpanSketch span, OperationKind kind) {
        return new FamilyRow(family, span, kind, "", "", "", "");
    }

    static FamilyRow agent(String family, SpanSketch span, String agent) {
        return new FamilyRow(family, span, AGENT, agent, "", "", "");
    }

    static FamilyRow tool(String family, SpanSketch span, String tool) {
        return new FamilyRow(family, span, TOOL_CALL, "", tool, "", "");
    }

    static FamilyRow model(String family, SpanSketch span, String model, String tokens) {
        return new FamilyRow(family, span, MODEL_CALL, "", "", model, tokens);
    }

    FamilyRow withFamily(String other) {
        return new FamilyRow(other, span, kind, agent, tool, model, tokens);
    }

    FamilyRow withTool(String other) {
        return new FamilyRow(family, span, kind, agent, other, model, tokens);
    }

    @Override
    public String toString() {
        return family + ": " + span.build().name() + " is a " + kind;
    }

    /** Fails where something else is read from the span. */
    void check() {
        SpanFacts facts = span.facts();

        assertThat(facts.operation().kind()).isEqualTo(kind);
        assertThat(facts.agentName()).isEqualTo(agent);
        assertThat(facts.toolName()).isEqualTo(tool);
        assertThat(facts.model()).isEqualTo(model);
        TokenUsage used = facts.tokens();
        assertThat(used.isKnown() ? used.input() + "/" + used.output() : "").isEqualTo(tokens);
        assertThat(facts.family()).isEqualTo(family);
        if (kind != OTHER) {
            assertThat(facts.operation().evidence()).isNotEmpty();
            assertThat(facts.operation().evidence().getFirst().says()).isEqualTo(kind);
        }
    }
}
