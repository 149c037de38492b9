package io.agtrace.analyzers.rules.resilience;

import io.agtrace.analyzers.agents.ToolUse;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A question that an agent asks again and again without ever getting another answer. */
final class RepeatedQuestion {
    private static final int LEAST = 3;

    private record Question(int invocation, String tool, String arguments) {}

    private RepeatedQuestion() {}

    /** The uses of each such question, in order of time. */
    static List<List<ToolUse>> of(Run run) {
        Map<Question, List<ToolUse>> asked = new LinkedHashMap<>();
        for (ToolUse use : run.toolUses()) {
            if (!use.failed() && use.result() != null) {
                String arguments = text(run, use.arguments());
                Question question = new Question(use.invocation(), use.tool(), arguments);
                asked.computeIfAbsent(question, _ -> new ArrayList<>()).add(use);
            }
        }
        return asked.values().stream()
                .filter(uses -> uses.size() >= LEAST && areAnsweredAlike(run, uses))
                .toList();
    }

    private static boolean areAnsweredAlike(Run run, List<ToolUse> uses) {
        String first = text(run, uses.getFirst().result());
        return uses.stream().allMatch(use -> text(run, use.result()).equals(first));
    }

    private static String text(Run run, @Nullable AnyValue value) {
        return value == null ? "" : run.text(value);
    }
}
