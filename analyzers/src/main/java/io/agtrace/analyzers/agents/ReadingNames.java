package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.StandardConventions;
import io.agtrace.analyzers.span.Attributes;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the names of attributes, spans and tools say by their words. Names come again on every span
 * of a run and in all runs, so that each is taken apart once.
 */
final class ReadingNames {
    /** Speaks of a limit on time. */
    static final int LIMIT = 1;

    /** Is that of an attribute that may state a limit on time. */
    static final int STATED_LIMIT = 2;

    /** Speaks of a decision. */
    static final int DECISION = 4;

    /** Says that something is written. */
    static final int WRITE = 8;

    /** Is that of one field of a numbered evaluation. */
    static final int NUMBERED = 16;

    /** Is that of a JSON text with metadata of the run. */
    static final int METADATA = 32;

    /** Is that of infrastructure. */
    static final int PLAIN = 128;

    /** Is that of an attribute that may state a decision. */
    static final int STATED_DECISION = 256;

    /** Is that of an attribute that may state the quality of something. */
    static final int STATED_QUALITY = 512;

    /** Is that of an attribute that may state which context was used. */
    static final int STATED_CONTEXT = 1024;

    /** Is that of an attribute that may state what the comparison of calls needs. */
    static final int STATED_SHAPE = 2048;

    /** Is that of an attribute that may state anything in metadata. */
    static final int STATED_BAG = 4096;

    /** Is that of an attribute that may state a graph's node or checkpoint. */
    static final int STATED_GRAPH = 8192;

    /** Marks a workflow framework's condition or edge. */
    static final int EDGE = 16384;

    private static final Map<Concept, Integer> STATED = new EnumMap<>(Concept.class);

    static {
        mark(STATED_LIMIT, List.of(Concept.TIMEOUT));
        mark(STATED_DECISION, DecisionsStated.STATED);
        mark(STATED_QUALITY, Assessments.STATED);
        mark(STATED_CONTEXT, ContextUses.STATED);
        mark(STATED_SHAPE, CallShapes.STATED);
        mark(STATED_BAG, List.of(Concept.METADATA));
        mark(STATED_GRAPH, List.of(Concept.LANGGRAPH_NODE, Concept.LANGGRAPH_CHECKPOINT_NS));
    }

    private static void mark(int what, List<Concept> concepts) {
        concepts.forEach(concept -> STATED.merge(concept, what, (one, other) -> one | other));
    }

    /** Names that are remembered; input may make up names without end. */
    private static final int MOST = 1 << 12;

    private static final String[] PLAINS = {
        "http.", "url.", "rpc.", "db.", "net.", "messaging.", "faas.", "express."
    };

    /** What names say in runs that are read without names of the user's own. */
    private static final Map<String, Integer> STANDARD = new ConcurrentHashMap<>();

    private final StandardConventions conventions;
    private final boolean isStandard;
    private final Map<String, Integer> seen = new HashMap<>();

    ReadingNames(StandardConventions conventions) {
        this.conventions = conventions;
        isStandard = conventions == StandardConventions.standard();
    }

    boolean says(String name, int what) {
        return (of(name) & what) != 0;
    }

    /** All that any of the attributes' names says, together. */
    int of(Attributes attributes) {
        int all = 0;
        for (int i = 0; i < attributes.size(); i++) {
            all |= of(attributes.key(i));
        }
        return all;
    }

    /** All that the name says, one bit each. */
    int of(String name) {
        Integer known = isStandard ? STANDARD.get(name) : null;
        if (known == null) {
            known = seen.get(name);
        }
        if (known == null) {
            known = read(name);
            remember(name, known);
        }
        return known;
    }

    /** The names of all runs that come first are remembered for all, others for this run. */
    private void remember(String name, int says) {
        if (isStandard && STANDARD.size() < MOST) {
            STANDARD.put(name, says);
            return;
        }
        if (seen.size() >= MOST) {
            seen.clear();
        }
        seen.put(name, says);
    }

    private int read(String name) {
        String snake = ChoiceStatement.snake(name);
        boolean decision = snake.contains("decision") || snake.contains("routing");
        int stated = 0;
        for (Concept concept : conventions.concepts(name)) {
            stated |= STATED.getOrDefault(concept, 0);
        }
        return stated
                | (Budgets.isLimit(snake) ? LIMIT : 0)
                | (decision ? DECISION : 0)
                | (ContextUses.isWrite(name) ? WRITE : 0)
                | (Assessments.isNumbered(name) ? NUMBERED : 0)
                | (isMetadata(name) ? METADATA : 0)
                | (isPlain(name) ? PLAIN : 0)
                | (DecisionsStated.isEdge(name) ? EDGE : 0);
    }

    /** As {@link #METADATA}; cheaper than to look the name up. */
    static boolean isMetadata(String name) {
        return name.endsWith("metadata");
    }

    private static boolean isPlain(String name) {
        for (String prefix : PLAINS) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
