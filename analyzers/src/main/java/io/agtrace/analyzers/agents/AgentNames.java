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
        int plain = 0;
        while (plain < name.length() && isPlain(name.charAt(plain))) {
            plain++;
        }
        return plain == name.length() ? name : changed(name);
    }

    private static boolean isPlain(char c) {
        return c >= 'a' && c <= 'z'
                || c >= '0' && c <= '9'
                || c >= 0x80 && Character.isLetterOrDigit(c) && !Character.isUpperCase(c);
    }

    private static String changed(String name) {
        char[] kept = new char[name.length()];
        int length = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 0x80) {
                return spelt(name);
            }
            if (c >= 'A' && c <= 'Z') {
                kept[length++] = (char) (c + 'a' - 'A');
            } else if (isPlain(c)) {
                kept[length++] = c;
            }
        }
        // A name of nothing but signs is still a name.
        return length == 0 ? name.strip() : new String(kept, 0, length);
    }

    private static String spelt(String name) {
        StringBuilder key = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                key.append(c);
            }
        }
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
