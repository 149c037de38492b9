package io.agtrace.analyzers.agents;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Compares the names by which choices, agents, tools and spans are called. */
final class ChoiceNames {
    /** Words that frameworks add to a name and that do not tell two names apart. */
    private static final Set<String> FILLERS =
            Set.of(
                    "agent",
                    "node",
                    "step",
                    "tool",
                    "handle",
                    "handler",
                    "run",
                    "invoke",
                    "call",
                    "task",
                    "to",
                    "the",
                    "go",
                    "goto",
                    "route",
                    "transfer",
                    "workflow",
                    "execute",
                    "process");

    private static final Set<String> ENDS =
            Set.of(
                    "end",
                    "finish",
                    "finished",
                    "stop",
                    "done",
                    "terminate",
                    "complete",
                    "completed",
                    "exit",
                    "respond",
                    "final");

    private ChoiceNames() {}

    /** Letters and digits in lower case. */
    static String key(String name) {
        StringBuilder key = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                key.append(c);
            }
        }
        return key.toString().toLowerCase(Locale.ROOT);
    }

    /** The words of a name, parted by punctuation and by changes of case, in lower case. */
    static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= name.length(); i++) {
            boolean inside = i < name.length() && Character.isLetterOrDigit(name.charAt(i));
            boolean turns =
                    inside
                            && start >= 0
                            && Character.isUpperCase(name.charAt(i))
                            && Character.isLowerCase(name.charAt(i - 1));
            if (start >= 0 && (!inside || turns)) {
                words.add(name.substring(start, i).toLowerCase(Locale.ROOT));
                start = -1;
            }
            if (inside && start < 0) {
                start = i;
            }
        }
        return words;
    }

    /** The key without filling words: {@code WriterAgent} and {@code writer} agree. */
    static String core(String name) {
        StringBuilder core = new StringBuilder();
        for (String word : words(name)) {
            if (!FILLERS.contains(word)) {
                core.append(word);
            }
        }
        String rest = core.isEmpty() ? key(name) : core.toString();
        return rest.endsWith("agent") && rest.length() > 5
                ? rest.substring(0, rest.length() - 5)
                : rest;
    }

    /** Whether both names mean one thing, as far as spelling and filling words go. */
    static boolean same(String one, String other) {
        String first = core(one);
        return !first.isEmpty() && first.equals(core(other));
    }

    /** Whether two names follow one scheme: {@code a_agent} and {@code b_agent}. */
    static boolean areOfOneScheme(String one, String other) {
        List<String> first = words(one);
        List<String> second = words(other);
        return first.size() > 1
                && second.size() > 1
                && (first.getLast().equals(second.getLast())
                        || first.getFirst().equals(second.getFirst()));
    }

    /** Whether the choice is to go no further. */
    static boolean isEnd(String choice) {
        List<String> words = words(choice);
        return words.size() == 1 && ENDS.contains(words.getFirst());
    }

    /** Whether the text looks like the name of something and not like prose. */
    static boolean isName(String text) {
        return !text.isBlank()
                && text.length() <= 80
                && text.indexOf('\n') < 0
                && text.indexOf('{') < 0
                && words(text).size() <= 6
                && !key(text).isEmpty();
    }
}
