package io.agtrace.analyzers.ingest.formats;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import io.agtrace.analyzers.ingest.SpanReader;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The readers of JSON records on arbitrary and on damaged input. */
class RecordsFuzzTest {
    @FuzzTest(maxExecutions = 10_000)
    void bearsAnything(FuzzedDataProvider data) {
        byte[] bytes = Damage.of(Samples.ALL.subList(0, Samples.ALL.size() - 2), data);
        List<SpanReader> readers = VendorReaders.inOrder();
        SpanReader reader = readers.get(data.consumeInt(0, readers.size() - 1));
        reader.recognises(Reading.head(bytes));
        NotATrace.reason(Reading.head(bytes));
        Reading.with(reader, bytes);
    }

    /** A sample with pieces replaced by what the fuzzer gives. */
    static final class Damage {
        private Damage() {}

        static byte[] of(List<String> samples, FuzzedDataProvider data) {
            StringBuilder text = new StringBuilder(data.pickValue(samples));
            int pieces = data.consumeInt(0, 8);
            for (int i = 0; i < pieces; i++) {
                int from = data.consumeInt(0, text.length());
                int to = data.consumeInt(from, Math.min(text.length(), from + 20));
                text.replace(from, to, data.consumeString(12));
            }
            text.append(data.consumeString(64));
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
    }
}
