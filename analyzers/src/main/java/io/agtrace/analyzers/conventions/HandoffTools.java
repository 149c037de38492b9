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

    /** Tools that run another agent, which their arguments name. */
    private static final Set<String> RUNNING =
            Set.of(
                    "agent",
                    "task",
                    "subagent",
                    "sub_agent",
                    "run_agent",
                    "call_agent",
                    "spawn_agent",
                    "launch_agent",
                    "start_agent",
                    "run_subagent");

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

    private static final int LONGEST_RUNNING = 16;

    private static final Set<String> NUMBERS = Set.of("id", "number", "no", "nr");

    private HandoffTools() {}

    /** Whether a tool of that name may run another agent and give its answer back. */
    static boolean runsAgent(String tool) {
        return tool.length() <= LONGEST_RUNNING
                && RUNNING.contains(NameTable.snakeCase(tool).toLowerCase(Locale.ROOT));
    }

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
                return isThing(rest) ? null : recorded(tool, prefix, rest);
            }
        }
        return null;
    }

    /** Whether the last word, but for a number or an id, is a thing: {@code savings_account_id}. */
    private static boolean isThing(String rest) {
        String[] words = rest.split("_", -1);
        int last = words.length - 1;
        while (last > 0 && (NUMBERS.contains(words[last]) || isDigits(words[last]))) {
            last--;
        }
        return NO_AGENT.contains(words[last]);
    }

    private static boolean isDigits(String word) {
        return word.chars().allMatch(Character::isDigit);
    }

    /** The target as it is spelt in the tool's name, where its prefix is spelt as usual. */
    private static String recorded(String tool, String prefix, String snakeRest) {
        return tool.toLowerCase(Locale.ROOT).startsWith(prefix)
                ? tool.substring(prefix.length())
                : snakeRest;
    }
}
