package io.agtrace.analyzers.ingest.formats;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import java.util.List;

/** The readers of console texts on arbitrary and on damaged input. */
class ConsoleFuzzTest {
    private static final List<String> SAMPLES =
            List.of(JsConsoleReaderTest.SPAN, DotnetConsoleReaderTest.BLOCK);

    @FuzzTest(maxExecutions = 10_000)
    void bearsAnything(FuzzedDataProvider data) {
        byte[] bytes = RecordsFuzzTest.Damage.of(SAMPLES, data);
        Reading.with(new JsConsoleReader(), bytes);
        Reading.with(new DotnetConsoleReader(), bytes);
        new JsConsoleReader().recognises(Reading.head(bytes));
        new DotnetConsoleReader().recognises(Reading.head(bytes));
    }
}
