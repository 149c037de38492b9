package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.SpanReader;

import java.util.List;

/** The readers of this package, in the order in which they are to be asked. */
public final class VendorReaders {
    private VendorReaders() {}

    /** The most particular formats first; {@link SdkSpansReader} takes what is left. */
    public static List<SpanReader> inOrder() {
        return List.of(
                new OpenAiAgentsReader(),
                new LangfuseReader(),
                new LangSmithReader(),
                new MlflowReader(),
                new AgentOpsReader(),
                new PatronusReader(),
                new PhoenixReader(),
                new GoStdoutReader(),
                new JsConsoleReader(),
                new DotnetConsoleReader(),
                new SdkSpansReader());
    }
}
