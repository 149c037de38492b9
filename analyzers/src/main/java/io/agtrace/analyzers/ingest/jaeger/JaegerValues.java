package io.agtrace.analyzers.ingest.jaeger;

import io.agtrace.analyzers.ingest.json.JsonCursor;
import io.agtrace.analyzers.ingest.json.Numbers;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.BytesValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Tags, processes and warnings of Jaeger's JSON: {@code {key,type,value}} of the query service and
 * Elasticsearch, {@code {key,vType,vStr}} of protobuf's JSON, and Elasticsearch's map of tags.
 */
final class JaegerValues {
    /** What Jaeger calls the service of a resource without a name. */
    private static final String NO_SERVICE = "OTLPResourceNoServiceName";

    private final JsonCursor cursor;

    JaegerValues(JsonCursor cursor) {
        this.cursor = cursor;
    }

    /** Reads the list of tags that stands next, or null. */
    void tags(BiConsumer<String, AnyValue> into) throws IOException {
        if (!cursor.atArray()) {
            cursor.skipValue();
            return;
        }
        cursor.beginArray();
        while (cursor.nextItem()) {
            if (cursor.atObject()) {
                tag(into);
            } else {
                cursor.skipValue();
            }
        }
    }

    private void tag(BiConsumer<String, AnyValue> into) throws IOException {
        String name = "";
        String type = "";
        AnyValue value = null;
        cursor.beginObject();
        for (String key; (key = cursor.nextKey()) != null; ) {
            switch (key) {
                case "key" -> name = cursor.string();
                case "type", "vType", "v_type" -> type = cursor.string();
                case "value",
                        "vStr",
                        "vBool",
                        "vInt64",
                        "vFloat64",
                        "vBinary",
                        "v_str",
                        "v_bool",
                        "v_int64",
                        "v_float64",
                        "v_binary" -> {
                    value = cursor.value();
                    if (type.isEmpty() && !key.equals("value")) {
                        type = key.substring(key.startsWith("v_") ? 2 : 1);
                    }
                }
                default -> cursor.skipValue();
            }
        }
        into.accept(name, typed(type, value));
    }

    /** The value as what its type says; protobuf's JSON leaves out zero, false and empty texts. */
    private static AnyValue typed(String type, @Nullable AnyValue value) {
        return switch (type) {
            case "bool", "BOOL", "Bool", "1" -> {
                String word = value == null ? "false" : value.toString();
                yield word.equals("true") || word.equals("false")
                        ? AnyValue.of(word.equals("true"))
                        : Text.of(word);
            }
            case "int64", "INT64", "Int64", "2" -> whole(value);
            case "float64", "FLOAT64", "Float64", "3" -> real(value);
            case "binary", "BINARY", "Binary", "4" -> bytes(value);
            default -> value == null ? Text.of("") : value;
        };
    }

    private static AnyValue whole(@Nullable AnyValue value) {
        if (value == null) {
            return AnyValue.of(0);
        }
        if (!(value instanceof Text text)) {
            return value;
        }
        long number = Numbers.whole(text.toString(), Long.MIN_VALUE);
        return number == Long.MIN_VALUE ? value : AnyValue.of(number);
    }

    private static AnyValue real(@Nullable AnyValue value) {
        return switch (value) {
            case null -> AnyValue.of(0.0);
            case AnyValue.IntValue(long number) -> AnyValue.of((double) number);
            case Text text -> {
                double number = Numbers.real(text.toString());
                boolean nan = Double.isNaN(number) && !text.toString().equals("NaN");
                yield nan ? value : AnyValue.of(number);
            }
            default -> value;
        };
    }

    /** Bytes: base64 in the query service's and protobuf's JSON, hexadecimal in Elasticsearch. */
    private static AnyValue bytes(@Nullable AnyValue value) {
        String text = value == null ? "" : value.toString();
        boolean hexadecimal = text.length() % 2 == 0;
        for (int i = 0; i < text.length() && hexadecimal; i++) {
            hexadecimal = Character.digit(text.charAt(i), 16) >= 0 && text.charAt(i) <= 'f';
        }
        try {
            return new BytesValue(
                    hexadecimal ? HexFormat.of().parseHex(text) : Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Text.of(text);
        }
    }

    /** Reads Elasticsearch's map of tags, in whose names another sign stands for the dots. */
    void tagMap(BiConsumer<String, AnyValue> into) throws IOException {
        if (!cursor.atObject()) {
            cursor.skipValue();
            return;
        }
        cursor.beginObject();
        for (String key; (key = cursor.nextKey()) != null; ) {
            into.accept(key.replace('@', '.'), cursor.value());
        }
    }

    /** The process that stands next, as a resource. */
    Resource process() throws IOException {
        if (!cursor.atObject()) {
            cursor.skipValue();
            return Resource.EMPTY;
        }
        String service = "";
        Attributes.Builder tags = new Attributes.Builder();
        cursor.beginObject();
        for (String key; (key = cursor.nextKey()) != null; ) {
            switch (key) {
                case "serviceName", "service_name" -> service = cursor.string();
                case "tags" -> tags(tags::put);
                case "tag" -> tagMap(tags::put);
                default -> cursor.skipValue();
            }
        }
        Attributes.Builder all = new Attributes.Builder();
        if (!service.isEmpty() && !service.equals(NO_SERVICE)) {
            all.put("service.name", service);
        }
        return new Resource(all.putAll(tags.build()).build());
    }

    /** The texts of the list that stands next; empty where it is none. */
    List<AnyValue> texts() throws IOException {
        if (!cursor.atArray()) {
            cursor.skipValue();
            return List.of();
        }
        List<AnyValue> texts = new ArrayList<>();
        cursor.beginArray();
        while (cursor.nextItem()) {
            texts.add(cursor.value());
        }
        return texts;
    }
}
