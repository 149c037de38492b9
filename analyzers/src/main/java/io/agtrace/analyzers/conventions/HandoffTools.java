package io.agtrace.analyzers.conventions;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tools by which a model hands over to another agent, known by their names. */
final class HandoffTools {
    private static final List<String> PREFIXES =
            List.of(
                    "transfer_back_to_",
                    "transfer_to_",
                    "handoff_to_",
                    "hand_off_to_",
                    "delegate_to_");

    /** Tools whose target stands in their arguments. */
    private static final Set<String> WHOLE =
            Set.of(
                    "transfer_to_agent",
                    "handoff_to_agent",
                    "delegate_work_to_coworker",
                    "ask_question_to_coworker",
                    "delegate_to_agent",
                    "delegate_to_coworker");

    /** What else is transferred to in this world. */
    private static final Set<String> NO_AGENT =
            Set.of(
                    "account",
                    "bank",
                    "savings",
                    "checking",
                    "wallet",
                    "card",
                    "iban",
                    "s3",
                    "disk",
                    "storage",
                    "bucket",
                    "database",
                    "warehouse");

    private HandoffTools() {}

    /**
     * The agent a tool of that name hands over to: empty where only the arguments tell, null where
     * the tool hands over nothing.
     */
    static @Nullable String target(String tool) {
        if (tool.isEmpty()) {
            return null;
        }
        String snake = NameTable.snakeCase(tool).toLowerCase(Locale.ROOT);
        if (WHOLE.contains(snake)) {
            return "";
        }
        for (String prefix : PREFIXES) {
            if (snake.startsWith(prefix) && snake.length() > prefix.length()) {
                String rest = snake.substring(prefix.length());
                for (String word : rest.split("_", -1)) {
                    if (NO_AGENT.contains(word)) {
                        return null;
                    }
                }
                return recorded(tool, prefix, rest);
            }
        }
        return null;
    }

    /** The target as it is spelt in the tool's name, where its prefix is spelt as usual. */
    private static String recorded(String tool, String prefix, String snakeRest) {
        return tool.toLowerCase(Locale.ROOT).startsWith(prefix)
                ? tool.substring(prefix.length())
                : snakeRest;
    }
}
