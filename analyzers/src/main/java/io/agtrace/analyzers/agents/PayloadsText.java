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
        String json = text.strip();
        int last = json.length() - 1;
        boolean brackets =
                last > 0
                        && (json.charAt(0) == '{' && json.charAt(last) == '}'
                                || json.charAt(0) == '[' && json.charAt(last) == ']');
        return brackets ? JsonTree.parse(json) : null;
    }
}
