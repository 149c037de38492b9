package io.agtrace.analyzers.agents;

import java.util.Locale;

/** Names of agents as keys: tools and queues spell them differently from the agents themselves. */
final class AgentNames {
    private static final String AGENT = "agent";

    private AgentNames() {}

    /**
     * Letters and digits in lower case: {@code Web-Researcher} and {@code web_researcher} agree.
     */
    static String key(String name) {
        int kept = 0;
        boolean changed = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                kept++;
                changed |= Character.isUpperCase(c);
            }
        }
        if (kept == name.length() && !changed) {
            return name;
        }
        StringBuilder key = new StringBuilder(kept);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                key.append(c);
            }
        }
        // A name of nothing but signs is still a name.
        return key.isEmpty() ? name.strip() : key.toString().toLowerCase(Locale.ROOT);
    }

    /** Whether both are spellings of one name. */
    static boolean same(String one, String other) {
        return one.equals(other) || !other.isEmpty() && key(one).equals(key(other));
    }

    /** Whether the name is but the number of a run, such as {@code run.6f8d2449-33ed-…}. */
    static boolean isNumber(String name) {
        int digits = 0;
        for (int i = name.length() - 1; i >= 0; i--) {
            char c = name.charAt(i);
            if (Character.digit(c, 16) >= 0) {
                digits++;
            } else if (c != '-') {
                return (c == '.' || c == ' ' || c == ':') && digits >= 16;
            }
        }
        return digits >= 16;
    }

    /** The key without the word "agent" at its end, unless nothing would be left of it. */
    static String withoutAgent(String key) {
        return key.endsWith(AGENT) && key.length() > AGENT.length()
                ? key.substring(0, key.length() - AGENT.length())
                : key;
    }
}
