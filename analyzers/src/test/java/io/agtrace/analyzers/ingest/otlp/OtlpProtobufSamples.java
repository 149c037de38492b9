package io.agtrace.analyzers.ingest.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.LogsData;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.MetricsData;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Random exports, and the ways they stand in files. */
final class OtlpProtobufSamples {
    private final SplittableRandom random;

    OtlpProtobufSamples(long seed) {
        random = new SplittableRandom(seed);
    }

    // ---- framings
    // --------------------------------------------------------------------------------

    static byte[] fixed(MessageLite... messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (MessageLite message : messages) {
            out.writeBytes(frame(message.toByteArray()));
        }
        return out.toByteArray();
    }

    static byte[] frame(byte[] content) {
        return ByteBuffer.allocate(4 + content.length).putInt(content.length).put(content).array();
    }

    static byte[] varint(MessageLite... messages) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        for (MessageLite message : messages) {
            coded.writeUInt32NoTag(message.getSerializedSize());
            message.writeTo(coded);
        }
        coded.flush();
        return out.toByteArray();
    }

    static byte[] bare(MessageLite... messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (MessageLite message : messages) {
            out.writeBytes(message.toByteArray());
        }
        return out.toByteArray();
    }

    static byte[] zstd(byte[]... messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ZstdJavaCompressor compressor = new ZstdJavaCompressor();
        for (byte[] message : messages) {
            byte[] packed = new byte[compressor.maxCompressedLength(message.length)];
            int length = compressor.compress(message, 0, message.length, packed, 0, packed.length);
            out.writeBytes(frame(Arrays.copyOf(packed, length)));
        }
        return out.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    // ---- fixed exports
    // ---------------------------------------------------------------------------

    static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    static Resource service(String name) {
        return Resource.newBuilder().addAttributes(attribute("service.name", name)).build();
    }

    static Span.Builder span(int number) {
        return Span.newBuilder()
                .setTraceId(ByteString.copyFrom(bytes(16, number)))
                .setSpanId(ByteString.copyFrom(bytes(8, number)))
                .setName("span " + number)
                .setStartTimeUnixNano(1_000_000_000L + number)
                .setEndTimeUnixNano(2_000_000_000L + number)
                .addAttributes(attribute("text", "x".repeat(200)));
    }

    private static byte[] bytes(int length, int number) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0x5a);
        bytes[length - 1] = (byte) number;
        bytes[length - 2] = (byte) (number >> 8);
        return bytes;
    }

    /** An export of one service with spans of these numbers. */
    static TracesData export(String service, int... numbers) {
        ScopeSpans.Builder scope =
                ScopeSpans.newBuilder().setScope(InstrumentationScope.newBuilder().setName("lib"));
        for (int number : numbers) {
            scope.addSpans(span(number));
        }
        return TracesData.newBuilder()
                .addResourceSpans(
                        ResourceSpans.newBuilder()
                                .setResource(service(service))
                                .addScopeSpans(scope))
                .build();
    }

    static MetricsData metrics() {
        return MetricsData.newBuilder()
                .addResourceMetrics(
                        ResourceMetrics.newBuilder()
                                .setResource(service("svc"))
                                .addScopeMetrics(
                                        ScopeMetrics.newBuilder()
                                                .addMetrics(
                                                        Metric.newBuilder()
                                                                .setName("sixteen.letters.")
                                                                .setDescription("eight l.")
                                                                .setGauge(
                                                                        Gauge.newBuilder()
                                                                                .addDataPoints(
                                                                                        NumberDataPoint
                                                                                                .newBuilder()
                                                                                                .setAsInt(
                                                                                                        7))))))
                .build();
    }

    // ---- random exports
    // --------------------------------------------------------------------------

    TracesData traces(int spans) {
        TracesData.Builder data = TracesData.newBuilder();
        int left = spans;
        while (left > 0) {
            ResourceSpans.Builder of = ResourceSpans.newBuilder();
            if (random.nextInt(10) > 0) {
                of.setResource(Resource.newBuilder().addAllAttributes(attributes(3)));
            }
            for (int s = random.nextInt(3); s >= 0 && left > 0; s--) {
                ScopeSpans.Builder by = ScopeSpans.newBuilder();
                if (random.nextInt(10) > 0) {
                    by.setScope(
                            InstrumentationScope.newBuilder()
                                    .setName(text(12))
                                    .setVersion(text(5))
                                    .addAllAttributes(attributes(1)));
                }
                for (int i = random.nextInt(6); i >= 0 && left > 0; i--, left--) {
                    by.addSpans(span());
                }
                of.addScopeSpans(by.setSchemaUrl(text(10)));
            }
            data.addResourceSpans(of);
        }
        return data.build();
    }

    LogsData logs(int count) {
        ScopeLogs.Builder by =
                ScopeLogs.newBuilder().setScope(InstrumentationScope.newBuilder().setName("log"));
        for (int i = 0; i < count; i++) {
            LogRecord.Builder log =
                    LogRecord.newBuilder()
                            .setObservedTimeUnixNano(1 + random.nextLong(1L << 61))
                            .setSeverityNumberValue(random.nextInt(25))
                            .setSeverityText(text(5))
                            .setBody(value(0))
                            .addAllAttributes(attributes(3))
                            .setFlags(1)
                            .setEventName(text(10));
            if (random.nextBoolean()) {
                log.setTimeUnixNano(1 + random.nextLong(1L << 61));
            }
            if (random.nextBoolean()) {
                log.setTraceId(id(16)).setSpanId(id(8));
            }
            by.addLogRecords(log);
        }
        return LogsData.newBuilder()
                .addResourceLogs(
                        ResourceLogs.newBuilder()
                                .setResource(Resource.newBuilder().addAllAttributes(attributes(2)))
                                .addScopeLogs(by))
                .build();
    }

    private Span span() {
        Span.Builder span =
                Span.newBuilder()
                        .setTraceId(id(16))
                        .setSpanId(id(8))
                        .setName(text(30))
                        .setKindValue(random.nextInt(7))
                        .setStartTimeUnixNano(random.nextLong(1L << 61))
                        .setEndTimeUnixNano(random.nextLong(1L << 61))
                        .addAllAttributes(attributes(random.nextInt(30)))
                        .setFlags(random.nextInt(1024));
        if (random.nextBoolean()) {
            span.setParentSpanId(id(8)).setTraceState(text(8));
        }
        if (random.nextInt(4) == 0) {
            span.setStatus(
                    Status.newBuilder().setCodeValue(random.nextInt(3)).setMessage(text(20)));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            span.addEvents(
                    Span.Event.newBuilder()
                            .setTimeUnixNano(random.nextLong(3))
                            .setName(text(8))
                            .addAllAttributes(attributes(2)));
            span.addLinks(
                    Span.Link.newBuilder()
                            .setTraceId(id(16))
                            .setSpanId(id(8))
                            .addAllAttributes(attributes(1)));
        }
        if (random.nextInt(5) == 0) {
            span.setDroppedAttributesCount(random.nextInt(5))
                    .setDroppedEventsCount(random.nextInt(5))
                    .setDroppedLinksCount(random.nextInt(500));
        }
        return span.build();
    }

    private ByteString id(int usual) {
        int length = random.nextInt(20) == 0 ? random.nextInt(24) : usual;
        byte[] bytes = new byte[length];
        if (random.nextInt(20) > 0) {
            random.nextBytes(bytes);
        }
        return ByteString.copyFrom(bytes);
    }

    private List<KeyValue> attributes(int count) {
        KeyValueList.Builder list = KeyValueList.newBuilder();
        for (int i = 0; i < count; i++) {
            list.addValues(
                    KeyValue.newBuilder().setKey("key." + random.nextInt(40)).setValue(value(0)));
        }
        return list.getValuesList();
    }

    private AnyValue value(int depth) {
        AnyValue.Builder value = AnyValue.newBuilder();
        switch (random.nextInt(depth > 3 ? 6 : 9)) {
            case 0 -> value.setBoolValue(random.nextBoolean());
            case 1 -> value.setIntValue(random.nextLong() >> random.nextInt(64));
            case 2 -> value.setDoubleValue(random.nextDouble());
            case 3 -> value.setBytesValue(id(9));
            case 4 -> {}
            case 5, 6 -> value.setStringValue(text(random.nextInt(10) == 0 ? 4000 : 60));
            case 7 -> {
                ArrayValue.Builder items = ArrayValue.newBuilder();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.addValues(value(depth + 1));
                }
                value.setArrayValue(items);
            }
            default -> {
                KeyValueList.Builder fields = KeyValueList.newBuilder();
                for (int i = random.nextInt(4); i > 0; i--) {
                    fields.addValues(
                            KeyValue.newBuilder().setKey(text(6)).setValue(value(depth + 1)));
                }
                value.setKvlistValue(fields);
            }
        }
        return value.build();
    }

    private String text(int most) {
        int length = random.nextInt(most + 1);
        StringBuilder text = new StringBuilder();
        boolean ascii = random.nextInt(4) > 0;
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(ascii ? 32 + random.nextInt(95) : 1 + random.nextInt(0xd000));
        }
        return text.toString();
    }
}
