package io.agtrace.analyzers.ingest.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.json.JsonCursor;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.Status;

import org.junit.jupiter.api.Test;

class DotnetConsoleReaderTest {
    static final String BLOCK =
            """
            Activity.TraceId:            5b8aa5a2d2c872e8321cf37308d69df2
            Activity.SpanId:             00000000000000a1
            Activity.TraceFlags:         Recorded
            Activity.TraceState:         k=v
            Activity.ParentSpanId:       00000000000000a0
            Activity.DisplayName:        invoke_agent Writer
            Activity.Kind:               Client
            Activity.StartTime:          2025-03-04T05:06:07.1234567Z
            Activity.Duration:           00:00:01.5000001
            Activity.Tags:
                gen_ai.operation.name: invoke_agent
                url: http://localhost:1/a: b
                text: first line
            second line
                empty:
            StatusCode: Error
            Activity.StatusDescription:  no budget
            Activity.Events:
                exception [3/4/2025 5:06:08 AM +00:00]
                    exception.type: TimeoutException
                plain [04.03.2025 05:06:08]
            Activity.Links:
                000000000000000000000000000000ff 00000000000000fe
                    why: handoff
            Instrumentation scope (ActivitySource):
                Name: Agents
                Version: 1.0
            Resource associated with Activity:
                service.name: writer
                telemetry.sdk.language: dotnet

            info: Program[0]
                  not: a resource
            """;

    @Test
    void readsABlock() {
        Reading reading = Reading.of("Hello\n" + BLOCK);

        assertThat(reading.reader().format()).isEqualTo(Format.DOTNET_CONSOLE);
        Span span = reading.spans().getFirst();
        assertThat(reading.spans()).hasSize(1);
        assertThat(span.traceId()).isEqualTo(Reading.hex("5b8aa5a2d2c872e8321cf37308d69df2"));
        assertThat(span.parentId()).isEqualTo(Id.of(0xa0));
        assertThat(span.name()).isEqualTo("invoke_agent Writer");
        assertThat(span.kind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.startNanos()).isEqualTo(1_741_064_767_123_456_700L);
        assertThat(span.durationNanos()).isEqualTo(1_500_000_100L);
        assertThat(span.attributes().size()).isEqualTo(4);
        assertThat(span.attributes().text("url")).isEqualTo("http://localhost:1/a: b");
        assertThat(span.attributes().text("text")).isEqualTo("first line\nsecond line");
        assertThat(span.attributes().text("empty")).isEmpty();
        assertThat(span.status()).isEqualTo(Status.of(Status.Code.ERROR, "no budget"));
        assertThat(span.events()).hasSize(2);
        assertThat(span.events().get(0).timeNanos()).isEqualTo(1_741_064_768_000_000_000L);
        assertThat(span.events().get(0).attributes().text("exception.type"))
                .isEqualTo("TimeoutException");
        assertThat(span.events().get(1).timeNanos()).isEqualTo(Span.NO_TIME);
        assertThat(span.links().getFirst().spanId()).isEqualTo(Id.of(0xfe));
        assertThat(span.links().getFirst().attributes().text("why")).isEqualTo("handoff");
        assertThat(span.scope().name()).isEqualTo("Agents");
        assertThat(span.resource().attributes().size()).isEqualTo(2);
        assertThat(span.resource().serviceName()).isEqualTo("writer");
        assertThat(span.traceState()).isEqualTo("k=v");
    }

    @Test
    void readsTheOldestSpelling() {
        Reading reading =
                Reading.of(
                        """
                        Activity.Id:          00-5b8aa5a2d2c872e8321cf37308d69df2-00000000000000a1-01
                        Activity.ParentId:    00-5b8aa5a2d2c872e8321cf37308d69df2-00000000000000a0-01
                        Activity.ActivitySourceName: Src
                        Activity.DisplayName: /
                        Activity.Kind:        Server
                        Activity.StartTime:   2025-03-04T05:06:07.1234567Z
                        Activity.Duration:    00:00:00.2235717
                        Activity.TagObjects:
                            http.status_code: 200
                            otel.status_code: OK
                        Resource associated with Activity:
                        \tservice.name: web
                        """);

        Span span = reading.spans().getFirst();
        assertThat(span.spanId()).isEqualTo(Id.of(0xa1));
        assertThat(span.parentId()).isEqualTo(Id.of(0xa0));
        assertThat(span.scope().name()).isEqualTo("Src");
        assertThat(span.status()).isEqualTo(Status.OK);
        assertThat(span.resource().serviceName()).isEqualTo("web");
    }

    @Test
    void readsBlocksOneBehindTheOtherUpToACut() {
        Reading reading =
                Reading.of(
                        BLOCK
                                + BLOCK.replace("00000000000000a1", "00000000000000a2")
                                        .replace("2025-03-04T05:06:07.1234567Z", "noon")
                                + BLOCK.substring(0, 200));

        assertThat(reading.spans()).hasSize(2);
        assertThat(reading.spans().get(1).spanId()).isEqualTo(Id.of(0xa2));
        assertThat(reading.spans().get(1).hasStart()).isFalse();
        assertThat(reading.lost())
                .containsExactly((2 * BLOCK.length() - 24) + ": " + JsonCursor.CUT_OFF);
    }

    @Test
    void namesAbsentIds() {
        Reading reading = Reading.of(BLOCK.replace("00000000000000a1", "").replace("\n", "\r\n"));

        assertThat(reading.spans().getFirst().spanId()).isEqualTo(Id.ofText("no-span-id:0"));
        assertThat(reading.spans().getFirst().name()).isEqualTo("invoke_agent Writer");
        assertThat(reading.repaired()).hasSize(1);
    }
}
