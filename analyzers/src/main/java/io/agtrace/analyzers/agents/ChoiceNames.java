package io.agtrace.analyzers.agents;

import org.jspecify.annotations.Nullable;

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

    /** Longer names are rare, and texts rather than names. */
    private static final int LONGEST_REMEMBERED = 64;

    /**
     * Names recur all over a run: what was made of those seen last, each in the place of its hash.
     */
    private static final @Nullable Made[] MADE = new Made[1 << 10];

    /** What a name is compared by; immutable, so that threads may share it. */
    private record Made(String name, String key, String core, int words) {}

    private ChoiceNames() {}

    private static Made made(String name) {
        if (name.length() > LONGEST_REMEMBERED) {
            return make(name);
        }
        int hash = name.hashCode();
        int slot = (hash ^ hash >>> 15) & MADE.length - 1;
        Made known = MADE[slot];
        if (known == null || !known.name.equals(name)) {
            known = make(name);
            MADE[slot] = known;
        }
        return known;
    }

    private static Made make(String name) {
        List<String> words = words(name);
        String key = keyOf(name);
        return new Made(name, key, coreOf(words, key), words.size());
    }

    /** Letters and digits in lower case. */
    static String key(String name) {
        return made(name).key;
    }

    private static String keyOf(String name) {
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
        return made(name).core;
    }

    private static String coreOf(List<String> words, String key) {
        StringBuilder core = new StringBuilder();
        for (String word : words) {
            if (!FILLERS.contains(word)) {
                core.append(word);
            }
        }
        String rest = core.isEmpty() ? key : core.toString();
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
        return made(choice).words == 1 && ENDS.contains(words(choice).getFirst());
    }

    /** Whether the text looks like the name of something and not like prose. */
    static boolean isName(String text) {
        return !text.isBlank()
                && text.length() <= 80
                && text.indexOf('\n') < 0
                && text.indexOf('{') < 0
                && made(text).words <= 6
                && !key(text).isEmpty();
    }
}
