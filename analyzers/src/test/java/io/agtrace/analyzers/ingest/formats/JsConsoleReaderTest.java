package io.agtrace.analyzers.ingest.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.json.JsonCursor;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.Status;

import org.junit.jupiter.api.Test;

class JsConsoleReaderTest {
    static final String SPAN =
            """
            {
              resource: {
                attributes: {
                  'service.name': 'planner',
                  'process.command_args': [Array]
                }
              },
              instrumentationScope: { name: 'lib', version: '1.2', schemaUrl: undefined },
              traceId: '5b8aa5a2d2c872e8321cf37308d69df2',
              parentSpanContext: {
                traceId: '5b8aa5a2d2c872e8321cf37308d69df2',
                spanId: '00000000000000a0',
                traceFlags: 1,
                traceState: undefined
              },
              traceState: undefined,
              name: "it's a plan",
              id: '00000000000000a1',
              kind: 2,
              timestamp: 1741064767123000,
              duration: 7979.34,
              attributes: {
                'input.value': 'line one\\n' +
                  'it\\'s \\x41\\u00e9 {two}, [three]: ' +
                  "four",
                plain: `say "it's"`,
                count: -12,
                ratio: 0.5,
                big: 12345678901234567n,
                yes: true,
                list: [ 'a', 2, null, [ 1 ], ... 3 more items ],
                words: [ 'x' ],
                nested: [Object],
                map: Map(2) { 'k' => 1, 'l' => { a: 2 } },
                set: Set(1) { 'm' },
                made: [Object: null prototype] { z: 1 },
                fn: [Function: go],
                when: 2025-03-04T05:06:07.000Z,
                long: 'abc'... 12 more characters,
                [Symbol(hidden)]: 3,
                self: <ref *1> Thing { t: 1 }
              },
              status: { code: 2, message: 'quota' },
              events: [
                {
                  name: 'exception',
                  attributes: { 'exception.type': 'Error' },
                  time: [ 1741064767, 124000000 ],
                  droppedAttributesCount: 0
                }
              ],
              links: [
                {
                  context: {
                    traceId: '000000000000000000000000000000ff',
                    spanId: '00000000000000fe'
                  },
                  attributes: {}
                }
              ]
            }
            """;

    @Test
    void readsWhatInspectPrints() {
        String text = "Server started { ok: true }\n" + SPAN + "done\n";
        Reading reading = Reading.of(text);

        assertThat(reading.reader().format()).isEqualTo(Format.JS_CONSOLE);
        assertThat(reading.lost()).isEmpty();
        Span span = reading.spans().getFirst();
        assertThat(reading.spans()).hasSize(1);
        assertThat(span.name()).isEqualTo("it's a plan");
        assertThat(span.traceId()).isEqualTo(Reading.hex("5b8aa5a2d2c872e8321cf37308d69df2"));
        assertThat(span.spanId()).isEqualTo(Id.of(0xa1));
        assertThat(span.parentId()).isEqualTo(Id.of(0xa0));
        assertThat(span.kind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.startNanos()).isEqualTo(1_741_064_767_123_000_000L);
        assertThat(span.durationNanos()).isEqualTo(7_979_340);
        assertThat(span.status()).isEqualTo(Status.of(Status.Code.ERROR, "quota"));
        assertThat(span.resource().serviceName()).isEqualTo("planner");
        assertThat(span.scope().version()).isEqualTo("1.2");
        assertThat(span.traceState()).isEmpty();
        assertThat(span.events().getFirst().timeNanos()).isEqualTo(1_741_064_767_124_000_000L);
        assertThat(span.links().getFirst().spanId()).isEqualTo(Id.of(0xfe));
        assertThat(
                        text.substring((int) span.origin().offset())
                                .substring(0, span.origin().length()))
                .isEqualTo(SPAN.strip());
    }

    @Test
    void readsEveryKindOfValue() {
        Span span = Reading.of(SPAN).spans().getFirst();

        assertThat(span.attributes().text("input.value"))
                .isEqualTo("line one\nit's A\u00e9 {two}, [three]: four");
        assertThat(span.attributes().text("plain")).isEqualTo("say \"it's\"");
        assertThat(span.attributes().get("count")).isEqualTo(AnyValue.of(-12));
        assertThat(span.attributes().get("ratio")).isEqualTo(AnyValue.of(0.5));
        assertThat(span.attributes().get("big")).isEqualTo(AnyValue.of(12345678901234567L));
        assertThat(span.attributes().get("yes")).isEqualTo(AnyValue.of(true));
        assertThat(span.attributes().text("list")).isEqualTo("[\"a\",2,null,[1]]");
        assertThat(span.attributes().text("words")).isEqualTo("[\"x\"]");
        assertThat(span.attributes().text("nested")).isEqualTo("[Object]");
        assertThat(span.attributes().text("map")).isEqualTo("{\"k\":1,\"l\":{\"a\":2}}");
        assertThat(span.attributes().text("set")).isEqualTo("{\"0\":\"m\"}");
        assertThat(span.attributes().text("made")).isEqualTo("{\"z\":1}");
        assertThat(span.attributes().text("fn")).isEqualTo("[Function: go]");
        assertThat(span.attributes().text("when")).isEqualTo("2025-03-04T05:06:07.000Z");
        assertThat(span.attributes().text("long")).isEqualTo("abc");
        assertThat(span.attributes().text("self")).isEqualTo("{\"t\":1}");
    }

    @Test
    void goesOnBehindDamage() {
        String torn = SPAN.replace("name: \"it's a plan\"", "name: 'never closed");
        String wrong = SPAN.replace("kind: 2,", "kind: ],");
        String old =
                """
                {
                  traceId: '5b8aa5a2d2c872e8321cf37308d69df2',
                  parentId: '00000000000000a1',
                  name: 'old',
                  id: '00000000000000a2',
                  kind: 0,
                  timestamp: 1741064767123000,
                  duration: 1
                }
                { x: 1 }
                """;
        Reading reading = Reading.of(torn + SPAN + wrong + old + SPAN.substring(0, 400));

        assertThat(reading.names()).containsExactly("it's a plan", "old");
        assertThat(reading.span("old").parentId()).isEqualTo(Id.of(0xa1));
        assertThat(reading.span("old").kind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(reading.lost()).hasSize(4);
        assertThat(reading.lost()).anyMatch(line -> line.endsWith(JsonCursor.CUT_OFF));
    }

    @Test
    void doesNotFollowEndlessNesting() {
        String deep = SPAN.replace("count: -12", "count: " + "{a:".repeat(5_000));
        Reading reading = Reading.of(SPAN + deep + SPAN);

        assertThat(reading.spans()).hasSize(2);
        assertThat(reading.lost()).isNotEmpty();
    }
}
