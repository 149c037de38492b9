package io.agtrace.analyzers.agents;

/** Short texts for evidence. */
final class MessagesText {
    private static final int LONGEST = 200;

    private MessagesText() {}

    static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "\u2026";
    }
}
