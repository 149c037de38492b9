package io.agtrace.analyzers.ingest;

/** The export formats that are told apart; the label is what users see. */
public enum Format {
    OTLP_JSON("OTLP JSON"),
    OTLP_PROTOBUF("OTLP protobuf"),
    JAEGER_JSON("Jaeger JSON"),
    JAEGER_ELASTICSEARCH("Jaeger Elasticsearch documents"),
    JAEGER_PROTO_JSON("Jaeger api_v2 JSON"),
    ZIPKIN_JSON("Zipkin v2 JSON"),
    OPENAI_AGENTS("OpenAI Agents traces"),
    LANGFUSE("Langfuse export"),
    LANGSMITH("LangSmith runs"),
    MLFLOW("MLflow traces"),
    PHOENIX("Phoenix spans"),
    AGENTOPS("AgentOps export"),
    PATRONUS("Patronus/TRAIL traces"),
    SDK_SPANS("SDK span dump"),
    JS_CONSOLE("JavaScript console spans"),
    DOTNET_CONSOLE(".NET console activities"),
    GO_STDOUT("Go stdouttrace"),
    UNKNOWN("not a trace");

    private final String label;

    Format(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
