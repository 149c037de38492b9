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
        AnyValue parsed = JsonTree.document(text.toString());
        return parsed == null ? text : parsed;
    }
}
