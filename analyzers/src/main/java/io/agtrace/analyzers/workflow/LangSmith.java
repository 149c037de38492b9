package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Span;

/**
 * LangSmith's OpenTelemetry export opens the root of a run below a placeholder that is never
 * exported: the root names a parent that nobody has, and nothing is lost.
 */
final class LangSmith {
    private LangSmith() {}

    static boolean isLangSmith(Span span) {
        Attributes attributes = span.attributes();
        for (int i = 0; i < attributes.size(); i++) {
            String key = attributes.key(i);
            // Most are told by their first letter.
            if (!key.isEmpty() && key.charAt(0) == 'l' && key.startsWith("langsmith.")) {
                return true;
            }
        }
        return false;
    }
}
