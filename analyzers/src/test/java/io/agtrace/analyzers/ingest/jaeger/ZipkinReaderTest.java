package io.agtrace.analyzers.ingest.jaeger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.ReadResult;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

class ZipkinReaderTest {
    private final ZipkinReader reader = new ZipkinReader();

    private boolean recognises(byte[] bytes) {
        byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, Head.SIZE));
        return reader.recognises(new Head("x", head, head.length == bytes.length));
    }

    private static String span(String id, String parent, String service, String more) {
        return """
        {"traceId":"a1","id":"%s",%s"name":"%s","timestamp":1000,"duration":5,\
        "localEndpoint":{"serviceName":"%s"}%s}\
        """
                .formatted(
                        id,
                        parent.isEmpty() ? "" : "\"parentId\":\"" + parent + "\",",
                        service + id,
                        service,
                        more);
    }

    @Test
    void readsTheCorpusAsAWalkOverTreesDoes() throws IOException {
        List<Path> files = new ArrayList<>();
        Judge.corpus("formats/zipkin")
                .filter(f -> f.toString().endsWith(".json"))
                .forEach(files::add);
        Judge.corpus("recordings")
                .filter(f -> f.toString().contains(".zipkin."))
                .forEach(files::add);
        assumeTrue(!files.isEmpty());
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            assertThat(recognises(bytes)).describedAs(file.toString()).isTrue();
            List<String> expected = new ArrayList<>();
            for (JsonNode document : Judge.documents(bytes)) {
                walk(document, expected);
            }
            ReadResult result = ReadResult.stored(reader, bytes, 1);
            assertThat(result.spans.stream().map(ZipkinReaderTest::ours).toList())
                    .describedAs(file.toString())
                    .isEqualTo(expected);
            assertThat(result.report.tallies()).isEmpty();
            // Reports without a time are parts of others, and stay copies of them.
            assertThat(
                            result.spans.stream()
                                    .filter(Span::hasStart)
                                    .map(s -> s.traceId() + "/" + s.spanId()))
                    .doesNotHaveDuplicates();
        }
    }

    private static void walk(JsonNode node, List<String> into) {
        if (node.isArray()) {
            node.forEach(item -> walk(item, into));
            return;
        }
        Map<String, String> tags = new TreeMap<>();
        node.path("tags").properties().forEach(e -> tags.put(e.getKey(), e.getValue().asText()));
        boolean error = tags.containsKey("error");
        String code = tags.getOrDefault("otel.status_code", "UNSET");
        for (String taken :
                List.of(
                        "error",
                        "otel.status_code",
                        "otel.scope.name",
                        "otel.scope.version",
                        "otel.library.name",
                        "otel.library.version",
                        "service.name")) {
            tags.remove(taken);
        }
        String start = node.has("timestamp") ? node.get("timestamp").asLong() + "000" : "?";
        String duration =
                node.has("timestamp") && node.has("duration")
                        ? node.get("duration").asLong() + "000"
                        : "?";
        into.add(
                String.join(
                        "|",
                        node.get("id").asText(),
                        node.path("name").asText(),
                        node.path("kind").asText("INTERNAL"),
                        start,
                        duration,
                        node.path("localEndpoint").path("serviceName").asText(),
                        error ? "ERROR" : code,
                        tags.toString(),
                        Integer.toString(node.path("annotations").size())));
    }

    private static String ours(Span span) {
        Map<String, String> tags = new TreeMap<>();
        for (int i = 0; i < span.attributes().size(); i++) {
            String key = span.attributes().key(i);
            if (!key.startsWith("network.") && !key.equals("peer.service")) {
                tags.put(key, span.attributes().value(i).toString());
            }
        }
        return String.join(
                "|",
                span.spanId().toString().replaceFirst("/server.*", ""),
                span.name(),
                span.kind().toString(),
                span.hasStart() ? Long.toString(span.startNanos()) : "?",
                span.hasEnd() ? Long.toString(span.durationNanos()) : "?",
                span.resource().serviceName(),
                span.status().code().toString(),
                tags.toString(),
                Integer.toString(span.events().size()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[%s]",
                "[[%1$s],[%1$s]]",
                "%s",
                "%1$s\n%1$s",
                "[%1$s]\n[%1$s]\n",
                "[[],[%s]]"
            })
    void readsEveryNesting(String nesting) throws IOException {
        String text = nesting.formatted(span("b", "", "svc", ""));
        if (!nesting.startsWith("[[]")) {
            assertThat(recognises(text.getBytes(StandardCharsets.UTF_8))).isTrue();
        }
        ReadResult result = ReadResult.of(reader, text);
        assertThat(result.spans).hasSize(text.split("traceId", -1).length - 1);
        assertThat(result.spans.get(0).resource().serviceName()).isEqualTo("svc");
        assertThat(result.spans.get(0).kind()).isEqualTo(SpanKind.INTERNAL);
    }

    @Test
    void readsBackWhatOpenTelemetryPutIntoTags() throws IOException {
        String more =
                """
                ,"kind":"CLIENT","remoteEndpoint":{"serviceName":"db","ipv4":"1.2.3.4","port":5},
                "tags":{"error":"broken","otel.status_code":"ERROR","otel.scope.name":"lib",
                 "service.name":"Svc","k":"v"},
                "annotations":[{"timestamp":1001,"value":"plain"},
                 {"timestamp":1002,"value":"{\\"e\\": {\\"k\\": 1}}"},
                 {"timestamp":1003,"value":"\\"f\\":{\\"k\\":2}"}]
                """;
        Span read = ReadResult.of(reader, span("b", "", "svc", more)).only();
        assertThat(read.status()).isEqualTo(Status.of(Status.Code.ERROR, "broken"));
        assertThat(read.scope().name()).isEqualTo("lib");
        assertThat(read.resource().serviceName()).isEqualTo("Svc");
        assertThat(read.attributes())
                .hasToString(
                        "{\"k\":\"v\",\"peer.service\":\"db\",\"network.peer.address\":\"1.2.3.4\","
                                + "\"network.peer.port\":5}");
        assertThat(read.events().stream().map(e -> e.timeNanos() + e.name() + e.attributes()))
                .containsExactly("1001000plain{}", "1002000e{\"k\":1}", "1003000f{\"k\":2}");
    }

    @Test
    void anErrorTagOfAnyValueIsAnError() throws IOException {
        for (String value : List.of("", "true", "false", "no such thing")) {
            String more = ",\"tags\":{\"error\":\"" + value + "\"}";
            Span read = ReadResult.of(reader, span("b", "", "svc", more)).only();
            assertThat(read.status().isError()).isTrue();
            assertThat(read.status().message()).isEqualTo(value.equals("true") ? "" : value);
        }
    }

    @Test
    void setsTheSharedHalfBelowItsClient() throws IOException {
        String text =
                "["
                        + String.join(
                                ",",
                                span("d", "c", "back", ""),
                                span("c", "b", "back", ",\"kind\":\"SERVER\",\"shared\":true"),
                                span("e", "c", "front", ""),
                                span("c", "b", "front", ",\"kind\":\"CLIENT\""),
                                span("b", "", "front", ",\"kind\":\"SERVER\""),
                                span("f", "9", "other", ",\"kind\":\"SERVER\",\"shared\":true"))
                        + "]";
        ReadResult result = ReadResult.of(reader, text);
        assertThat(
                        result.spans.stream()
                                .map(s -> s.name() + " " + s.spanId() + " < " + s.parentId()))
                .containsExactly(
                        "backd 000000000000000d < 000000000000000c/server",
                        "backc 000000000000000c/server < 000000000000000c",
                        "fronte 000000000000000e < 000000000000000c",
                        "frontc 000000000000000c < 000000000000000b",
                        "frontb 000000000000000b < null",
                        "otherf 000000000000000f < 0000000000000009");
    }

    @Test
    void doesNotClaimOtherJson() {
        for (String text :
                List.of(
                        "[]",
                        "{}",
                        "[{\"traceId\":\"a\",\"id\":\"b\",\"type\":\"SPAN\",\"tags\":{}}]",
                        "[{\"traceId\":\"a\",\"id\":\"b\",\"timestamp\":\"2024-01-01T00:00:00Z\",\"tags\":[]}]",
                        "{\"traceId\":\"a\",\"spanId\":\"b\",\"timestamp\":1}")) {
            assertThat(recognises(text.getBytes(StandardCharsets.UTF_8)))
                    .describedAs(text)
                    .isFalse();
        }
    }

    @Test
    void readsOnBehindDamage() throws IOException {
        String a = span("a", "", "one", "");
        String bad = a.replace("\"timestamp\":1000", "\"timestamp\":]");
        String text =
                "["
                        + a
                        + ","
                        + bad
                        + ","
                        + span("c", "", "two", "")
                        + "]\n["
                        + a
                        + "]\n["
                        + a.substring(0, 40);
        ReadResult result = ReadResult.of(reader, text);
        assertThat(result.names()).containsExactly("onea", "twoc", "onea");
        assertThat(result.lost()).hasSizeBetween(2, 3);
    }

    @Test
    void keepsSpansWithoutIdsOrTimes() throws IOException {
        String text =
                "[{\"name\":\"bare\",\"timestamp\":7},{\"traceId\":\"0\",\"id\":\"0\",\"name\":\"zero\","
                    + "\"timestamp\":\"1000\",\"duration\":NaN}]";
        ReadResult result = ReadResult.of(reader, text);
        assertThat(result.names()).containsExactly("bare", "zero");
        assertThat(result.spans.get(1).startNanos()).isEqualTo(1_000_000);
        assertThat(result.spans.get(1).hasEnd()).isFalse();
        assertThat(result.repaired()).contains("a span without a span id, given one");
    }

    @Test
    void survivesMutations() throws IOException {
        String text =
                "["
                        + span("a", "", "one", ",\"tags\":{\"k\":\"v\"}")
                        + ","
                        + span("b", "a", "two", "")
                        + "]";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int seed = 0; seed < 3000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] changed = bytes.clone();
            int at = random.nextInt(bytes.length);
            changed[at] = (byte) random.nextInt(256);
            ReadResult result = ReadResult.chunked(reader, changed, seed);
            assertThat(result.gaveUp).isNull();
            if (at > text.indexOf("},{")) {
                assertThat(result.names()).describedAs("seed %d", seed).contains("onea");
            }
        }
    }
}
