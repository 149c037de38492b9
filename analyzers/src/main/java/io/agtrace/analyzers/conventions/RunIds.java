package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.conventions.SpanConcepts.Stated;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The ids by which traces of one run may be found again, strongest first. */
final class RunIds {
    private static final int LONGEST = 256;

    private RunIds() {}

    static List<RunKey> of(SpanConcepts concepts) {
        List<Stated> stated = concepts.each();
        List<RunKey> keys = List.of();
        for (int i = 0; i < stated.size(); i++) {
            Stated statement = stated.get(i);
            RunKey.Kind kind = kind(statement.concept());
            if (kind == null || isProject(statement, concepts.family())) {
                continue;
            }
            String value = statement.text().strip();
            if (value.isEmpty() || value.length() > LONGEST || Markers.isNoName(value)) {
                continue;
            }
            if (keys.isEmpty()) {
                keys = new ArrayList<>(3);
            }
            add(keys, new RunKey(kind, value, statement.source()));
        }
        if (keys.size() > 1) {
            keys.sort((a, b) -> a.kind().compareTo(b.kind()));
        }
        return keys;
    }

    /** What LangSmith's own fields call a session is a project. */
    private static boolean isProject(Stated statement, Family family) {
        return statement.source().equals("session_id") && family == Family.LANGSMITH;
    }

    private static RunKey.@Nullable Kind kind(Concept concept) {
        return switch (concept) {
            case RUN_WORKFLOW -> RunKey.Kind.WORKFLOW;
            case RUN_RUN -> RunKey.Kind.RUN;
            case RUN_TASK -> RunKey.Kind.TASK;
            case RUN_CONVERSATION -> RunKey.Kind.CONVERSATION;
            case RUN_SESSION -> RunKey.Kind.SESSION;
            case RUN_BAGGAGE -> RunKey.Kind.BAGGAGE;
            default -> null;
        };
    }

    private static void add(List<RunKey> keys, RunKey key) {
        for (RunKey known : keys) {
            if (known.kind() == key.kind() && known.value().equals(key.value())) {
                return;
            }
        }
        keys.add(key);
    }
}
