package io.agtrace.analyzers.ingest.formats;

import java.util.List;

/** One small input a format, to be damaged in tests. */
final class Samples {
    private static final String IDS =
            "\"trace_id\":\"5b8aa5a2d2c872e8321cf37308d69df2\",\"span_id\":\"00000000000000a1\"";
    private static final String TIMES =
            "\"start_time\":\"2025-03-04T05:06:07.5Z\",\"end_time\":\"2025-03-04T05:06:08Z\"";

    static final List<String> ALL =
            List.of(
                    "[{\"name\":\"a\",\"context\":{%s},\"kind\":\"SpanKind.CLIENT\",\"parent_id\":\"0x2\",%s,\"status\":{\"status_code\":\"OK\"},\"attributes\":{\"k\":[1,2.5,null,true]},\"events\":[{\"name\":\"e\",\"timestamp\":1741064767,\"attributes\":{}}],\"links\":[{\"context\":{%s}}]},{\"name\":\"b\",%s,%s}]"
                            .formatted(IDS, TIMES, IDS, IDS, TIMES),
                    """
                    text {
                    {"name":"a","_spanContext":{"traceId":"a1","spanId":"b1"},"kind":2,"startTime":[1,2]}
                    [log] x
                    {"name":1}
                    """,
                    "{\"TraceId\":\"a1\",\"SpanId\":\"b1\",\"SpanName\":\"n\",\"Timestamp\":\"2025-03-04 05:06:07\",\"Duration\":5,\"Events.Name\":[\"x\"],\"Events.Timestamp\":[]}\n"
                            .repeat(2),
                    "{\"data\":[{\"object\":\"trace\",\"id\":\"trace_a\",\"workflow_name\":\"w\"},{\"object\":\"trace.span\",\"id\":\"s\",\"trace_id\":\"trace_a\",\"parent_id\":null,\"started_at\":\"2025-03-04T05:06:07Z\",\"span_data\":{\"type\":\"agent\",\"name\":\"x\"},\"error\":{\"message\":\"m\"}}]}",
                    "{\"trace\":{\"id\":\"t\",\"name\":\"n\",\"timestamp\":\"2025-03-04T05:06:07Z\",\"scores\":[{\"name\":\"s\",\"value\":1}],\"metadata\":\"{}\"},\"observations\":[{\"id\":\"a\",\"traceId\":\"t\",\"type\":\"SPAN\",\"startTime\":\"2025-03-04T05:06:07Z\",\"level\":\"ERROR\",\"parentObservationId\":null,\"metadata\":{\"attributes\":{\"x\":1}}},{\"id\":\"b\",\"traceId\":\"t\",\"type\":\"EVENT\",\"startTime\":\"x\"}]}",
                    "{\"post\":[{\"id\":\"1\",\"trace_id\":\"1\",\"dotted_order\":\"2025Z1.2025Z2\",\"run_type\":\"llm\",\"name\":\"n\",\"start_time\":\"2025-03-04T05:06:07\",\"extra\":{\"metadata\":{\"k\":1}},\"child_runs\":[{\"id\":\"3\",\"run_type\":\"tool\"}]}],\"patch\":[{\"id\":\"1\",\"end_time\":\"2025-03-04T05:06:08\"}]}",
                    "{\"info\":{\"trace_id\":\"tr-1\",\"tags\":{\"a\":\"b\"}},\"data\":{\"spans\":[{\"name\":\"n\",%s,%s,\"attributes\":{\"mlflow.spanType\":\"\\\"LLM\\\"\"}}]}}"
                            .formatted(IDS, TIMES),
                    "{\"trace\":{\"trace_id\":\"a1\",\"root_span_name\":\"r\"},\"spans\":[{\"span_id\":\"a\",\"span_name\":\"n\",%s,\"span_attributes\":{\"a\":{\"b\":[{\"c\":1}]}},\"event_names\":[\"e\"],\"event_timestamps\":[1]}]}"
                            .formatted(TIMES),
                    "{\"trace_id\":\"a1\",\"spans\":[{%s,\"span_name\":\"n\",\"timestamp\":\"2025-03-04T05:06:07Z\",\"duration\":\"PT1S\",\"logs\":[{\"body\":1}],\"child_spans\":[{\"span_id\":\"a2\",\"span_name\":\"m\",\"child_spans\":[]}]}]}"
                            .formatted(IDS),
                    "{\"data\":[{\"name\":\"a\",\"context\":{%s},\"span_kind\":\"LLM\",%s,\"attributes\":{\"llm\":{\"m\":[{\"x\":1}]}}}]}"
                            .formatted(IDS, TIMES),
                    "{\"Name\":\"n\",\"SpanContext\":{\"TraceID\":\"a1\",\"SpanID\":\"b1\"},\"SpanKind\":3,\"Attributes\":[{\"Key\":\"k\",\"Value\":{\"Type\":\"INT64\",\"Value\":1}}],\"Resource\":[]}",
                    JsConsoleReaderTest.SPAN,
                    DotnetConsoleReaderTest.BLOCK);

    private Samples() {}
}
