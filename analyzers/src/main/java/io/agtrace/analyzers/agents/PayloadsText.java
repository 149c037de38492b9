package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.ingest.json.JsonTree;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

/** Opens payloads that carry JSON as text. */
final class PayloadsText {
    /** What is longer is read at its beginning and its end only, or not as JSON at all. */
    static final int LONGEST = 1 << 20;

    private PayloadsText() {}

    /** The payload as a tree where it is JSON, else as it is; null where there is none. */
    static @Nullable AnyValue tree(@Nullable AnyValue payload) {
        if (!(payload instanceof Text text)) {
            return payload;
        }
        if (text.recordedLength() > LONGEST) {
            return text;
        }
        AnyValue parsed = json(text.toString());
        return parsed == null ? text : parsed;
    }

    /** The JSON object or list that a text is, or null. */
    static @Nullable AnyValue json(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) <= ' ') {
            from++;
        }
        while (to > from && text.charAt(to - 1) <= ' ') {
            to--;
        }
        if (to - from < 2) {
            return null;
        }
        char first = text.charAt(from);
        char last = text.charAt(to - 1);
        boolean brackets = first == '{' && last == '}' || first == '[' && last == ']';
        return brackets ? JsonTree.parse(text.substring(from, to)) : null;
    }
}
