package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.JsonText;

/** Short texts for evidence. */
final class MessagesText {
    private static final int LONGEST = 200;

    private MessagesText() {}

    /** The value as JSON, cut likewise. */
    static String cut(AnyValue value) {
        return cut(JsonText.beginning(value, LONGEST + 1));
    }

    static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "\u2026";
    }
}
