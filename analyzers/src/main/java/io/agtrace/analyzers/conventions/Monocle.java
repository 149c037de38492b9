package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.span.Attributes;

/**
 * The entities of a Monocle span: {@code entity.N.name} is an agent, a tool or a model according to
 * {@code entity.N.type}.
 */
record Monocle(String agent, String tool, String model) {
    static final Monocle NONE = new Monocle("", "", "");

    private static final int MOST = 9;

    static Monocle of(SpanConcepts concepts) {
        if (concepts.family() != Family.MONOCLE) {
            return NONE;
        }
        Attributes attributes = concepts.span().attributes();
        String agent = "";
        String tool = "";
        String model = "";
        for (int i = 1; i <= MOST; i++) {
            String type = attributes.text("entity." + i + ".type");
            String name = attributes.text("entity." + i + ".name");
            if (type == null || name == null) {
                continue;
            }
            if (type.startsWith("agent.") && agent.isEmpty()) {
                agent = name;
            } else if ((type.startsWith("tool.") || type.startsWith("mcp.")) && tool.isEmpty()) {
                tool = name;
            } else if (type.startsWith("model.") && model.isEmpty()) {
                model = name;
            }
        }
        return new Monocle(agent, tool, model);
    }
}
