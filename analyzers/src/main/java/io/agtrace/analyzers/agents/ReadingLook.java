package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.span.Text;

import java.util.function.Predicate;

/**
 * A test of texts by ASCII letters that stand beside each other in them, none of which JSON escapes
 * by itself. Most texts do not pass, and need not be decoded to tell.
 */
final class ReadingLook {
    private static final String ESCAPE = "\\u00";

    private final Predicate<String> test;

    ReadingLook(Predicate<String> test) {
        this.test = test;
    }

    boolean passes(String text) {
        return test.test(text);
    }

    /** Whether the text may pass; whoever wrote it may have escaped more than is needed. */
    boolean mayPass(Text text) {
        String recorded = text.recorded();
        return test.test(recorded) || hidesAscii(recorded);
    }

    private static boolean hidesAscii(String recorded) {
        int at = recorded.indexOf(ESCAPE);
        while (at >= 0 && at + ESCAPE.length() < recorded.length()) {
            char digit = recorded.charAt(at + ESCAPE.length());
            // Control characters and what comes behind ASCII are escaped by many.
            if (digit >= '2' && digit <= '7') {
                return true;
            }
            at = recorded.indexOf(ESCAPE, at + 1);
        }
        return false;
    }
}
