package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

/**
 * Who hands over to whom, as one span says: by its attributes, its name, the name of the tool it
 * calls or that tool's arguments. What is not said is empty.
 *
 * @param fromSource the attribute that names {@code from}, or {@code span name}
 * @param toSource the attribute that names {@code to}, or {@code span name}
 */
public record HandoffEnds(String from, String fromSource, String to, String toSource) {
    private static final String NAME = "span name";
    private static final int LONGEST_ARGUMENTS = 1 << 14;

    private static final String[] SOURCES = {"from_agent", "source", "from"};
    private static final String[] TARGETS = {
        "to_agent", "agent_name", "agentName", "agent", "coworker", "target", "to", "goto"
    };

    private static final String[] RUN = {
        "subagent_type", "subagentType", "agent_type", "agentType", "subagent", "agent_name"
    };

    /** The ends that the span states; both empty where it hands over nothing. */
    public static HandoffEnds of(SpanConcepts concepts) {
        return of(concepts, SpanName.of(concepts.span().name()));
    }

    /**
     * The agent that a call of a tool hands over to: empty where only the arguments could tell and
     * do not, null where a tool of that name hands over nothing.
     *
     * @param arguments the call's arguments, as a map or as JSON text; null where not recorded
     */
    public static @Nullable String target(String tool, @Nullable AnyValue arguments) {
        String target = HandoffTools.target(tool);
        if (target == null || !target.isEmpty() || arguments == null) {
            return target;
        }
        return field(new SpanConcepts.Stated(Concept.INPUT, arguments, ""), TARGETS).name();
    }

    /**
     * The agent that a call of a tool such as {@code Task} runs, as its arguments name it; the
     * empty string where the tool runs none or the arguments do not tell.
     */
    public static String runBy(String tool, @Nullable AnyValue arguments) {
        return arguments == null || !HandoffTools.runsAgent(tool)
                ? ""
                : field(new SpanConcepts.Stated(Concept.INPUT, arguments, ""), RUN).name();
    }

    static HandoffEnds of(SpanConcepts concepts, SpanName name) {
        End from = stated(concepts, Concept.HANDOFF_FROM);
        End to = stated(concepts, Concept.HANDOFF_TO);
        if (from.name().isEmpty()) {
            from = new End(name.from(), NAME);
        }
        if (to.name().isEmpty()) {
            to = new End(name.to(), NAME);
        }
        if (to.name().isEmpty()) {
            to = tool(concepts);
        }
        if (from.name().isEmpty()) {
            from = field(concepts.get(Concept.INPUT), SOURCES);
        }
        if (to.name().isEmpty()) {
            to = field(concepts.get(Concept.INPUT), TARGETS);
        }
        if (to.name().isEmpty()) {
            to = field(concepts.get(Concept.OUTPUT), TARGETS);
        }
        return new HandoffEnds(from.name(), from.source(), to.name(), to.source());
    }

    private record End(String name, String source) {
        static final End UNSAID = new End("", "");

        End {
            source = name.isEmpty() ? "" : source;
        }
    }

    private static End stated(SpanConcepts concepts, Concept concept) {
        SpanConcepts.Stated stated = concepts.get(concept);
        return stated == null ? End.UNSAID : new End(stated.text().strip(), stated.source());
    }

    private static End tool(SpanConcepts concepts) {
        SpanConcepts.Stated tool = concepts.get(Concept.TOOL_NAME);
        String target = tool == null ? null : HandoffTools.target(tool.text());
        if (tool != null && target != null) {
            return new End(target, tool.source());
        }
        String named = HandoffTools.target(concepts.span().name());
        return named == null ? End.UNSAID : new End(named, NAME);
    }

    private static End field(SpanConcepts.@Nullable Stated payload, String[] names) {
        if (payload == null
                || payload.value() instanceof Text text
                        && text.recordedLength() > LONGEST_ARGUMENTS) {
            return End.UNSAID;
        }
        Attributes fields = Values.fields(payload.value());
        for (String name : names) {
            AnyValue value = fields.get(name);
            if (value instanceof Text text && !text.isBlank() && text.recordedLength() < 200) {
                return new End(text.toString(), payload.source());
            }
        }
        return End.UNSAID;
    }
}
