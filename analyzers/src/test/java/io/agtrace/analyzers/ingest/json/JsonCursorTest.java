package io.agtrace.analyzers.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.MalformedInput;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

class JsonCursorTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonCursor of(String json) {
        return new JsonCursor(ByteInput.of("test", utf8(json)));
    }

    /** Reads a value key by key and item by item, passing over some of it. */
    private static void drive(JsonCursor cursor, JsonNode expected, Random random)
            throws IOException {
        if (random.nextInt(12) == 0) {
            cursor.skipValue();
        } else if (expected.isObject()) {
            assertThat(cursor.atObject()).isTrue();
            cursor.beginObject();
            for (Map.Entry<String, JsonNode> field : expected.properties()) {
                assertThat(cursor.nextKey()).isEqualTo(field.getKey());
                drive(cursor, field.getValue(), random);
            }
            assertThat(cursor.nextKey()).isNull();
        } else if (expected.isArray()) {
            assertThat(cursor.atArray()).isTrue();
            cursor.beginArray();
            for (JsonNode item : expected) {
                assertThat(cursor.nextItem()).isTrue();
                drive(cursor, item, random);
            }
            assertThat(cursor.nextItem()).isFalse();
        } else if (expected.isTextual()) {
            assertThat(cursor.atString()).isTrue();
            String text = random.nextBoolean() ? cursor.string() : cursor.text().toString();
            assertThat(text).isEqualTo(expected.textValue());
        } else if (expected.isNull()) {
            assertThat(cursor.takeNull()).isTrue();
        } else if (expected.isIntegralNumber() && expected.canConvertToLong()) {
            assertThat(cursor.takeNull()).isFalse();
            assertThat(cursor.wholeNumber(-1)).isEqualTo(expected.longValue());
        } else {
            JsonJudge.assertSame(cursor.scalar(), expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "007, 7",
        "1772438404925519633, 1772438404925519633",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, -1",
        "18446744073709551615, -1",
        "9999999999999999999, -1",
        "'', -1",
        "-1, -1",
        "1.5, -1",
        "' 1', -1",
        "12a, -1"
    })
    void takesQuotedDigitsOrNothing(String text, long expected) throws IOException {
        JsonCursor cursor = of('"' + text + "\" 5");
        assertThat(cursor.takeQuotedDigits()).isEqualTo(expected);
        assertThat(cursor.peek()).isEqualTo(expected < 0 ? '"' : '5');
        assertThat(of(text).takeQuotedDigits()).isEqualTo(-1);
        assertThat(of('"' + text).takeQuotedDigits()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "0000000000000000, true",
        "169c646d52269D62, true",
        "169c646d52269d6, false",
        "169c646d52269d621, false",
        "169c646d52269g62, false",
        "169c646d52269dé2, false"
    })
    void takesQuotedHexOrNothing(String text, boolean expected) throws IOException {
        JsonCursor cursor = of('"' + text + "\" 5");
        assertThat(cursor.takeQuotedHex(16)).isEqualTo(expected);
        assertThat(cursor.peek()).isEqualTo(expected ? '5' : '"');
        if (expected) {
            assertThat(cursor.hexHigh()).isZero();
            assertThat(cursor.hexLow()).isEqualTo(Long.parseUnsignedLong(text, 16));
        }
        assertThat(of('"' + text).takeQuotedHex(16)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"key\":", ",\"value\":{\"stringValue\":", "{\"value\":"})
    void takesASpellingWhereItIsExactlyThat(String text) throws IOException {
        Spelling spelling = new Spelling(text);
        JsonCursor cursor = of(text + '7');
        assertThat(cursor.takes(spelling)).isTrue();
        assertThat(cursor.peek()).isEqualTo('7');
        for (int i = 0; i < text.length(); i++) {
            String other = text.substring(0, i) + '_' + text.substring(i + 1) + '7';
            assertThat(of(other).takes(spelling)).isFalse();
            assertThat(of(text.substring(0, i)).takes(spelling)).isFalse();
        }
    }

    @Test
    void readsGeneratedDocumentsAsDatabindDoes() throws IOException {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            byte[] json = JsonJudge.document(random);
            JsonNode expected = JsonJudge.parse(json);
            int largest = 1 + random.nextInt(random.nextBoolean() ? 3 : 40);
            for (ByteInput in :
                    List.of(
                            Chunks.gone(json, seed, largest),
                            Chunks.stored(json, seed, largest),
                            ByteInput.of("test", json))) {
                JsonCursor cursor = new JsonCursor(in);
                drive(cursor, expected, new Random(seed));
                assertThat(cursor.peek()).isEqualTo(-1);
                assertThat(cursor.offset()).isEqualTo(json.length);
            }
        }
    }

    @Test
    void passesWholeValuesWhateverIsInThem() throws IOException {
        for (int seed = 0; seed < 500; seed++) {
            byte[] json = JsonJudge.document(new Random(seed));
            byte[] two = utf8(new String(json, StandardCharsets.UTF_8) + " 17");
            JsonCursor cursor = new JsonCursor(Chunks.gone(two, seed, 2));
            cursor.skipValue();
            assertThat(cursor.wholeNumber(0)).isEqualTo(17);
            JsonCursor raw = new JsonCursor(Chunks.gone(two, seed, 2));
            String spelled = raw.rawJson();
            assertThat(JsonJudge.parse(utf8(spelled))).isEqualTo(JsonJudge.parse(json));
            assertThat(raw.wholeNumber(0)).isEqualTo(17);
        }
    }

    @Test
    void anInputCutOffAnywhereIsReportedInsideIt() throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            byte[] json = JsonJudge.document(new Random(seed));
            if (json[0] != '{' && json[0] != '[') {
                continue;
            }
            String text = new String(json, StandardCharsets.UTF_8).strip();
            byte[] whole = utf8(text);
            for (int cut = 1; cut < whole.length; cut++) {
                byte[] part = java.util.Arrays.copyOf(whole, cut);
                for (boolean skip : new boolean[] {true, false}) {
                    JsonCursor cursor = new JsonCursor(Chunks.gone(part, cut, 3));
                    assertThatThrownBy(
                                    () -> {
                                        if (skip) {
                                            cursor.skipValue();
                                        } else {
                                            cursor.value();
                                        }
                                    })
                            .isInstanceOfSatisfying(
                                    MalformedInput.class,
                                    e -> assertThat(e.offset()).isBetween(0L, (long) part.length));
                }
            }
        }
    }

    @Test
    void agreesWithDatabindOnMutatedDocuments() {
        int accepted = 0;
        int rejected = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] json = JsonJudge.asciiDocument(random);
            for (int n = random.nextInt(3); n >= 0; n--) {
                json = JsonJudge.mutate(json, random);
            }
            JsonNode expected = JsonJudge.tryParse(json);
            AnyValue value = null;
            JsonCursor cursor = new JsonCursor(Chunks.gone(json, seed, 5));
            try {
                value = cursor.value();
                if (cursor.peek() != -1) {
                    value = null;
                }
            } catch (IOException e) {
                assertThat(e).isInstanceOf(MalformedInput.class);
            }
            String shown = new String(json, StandardCharsets.UTF_8);
            if (expected != null) {
                assertThat(value).as(shown).isNotNull();
                JsonJudge.assertSame(value, expected);
                accepted++;
            } else {
                assertThat(value).as(shown).isNull();
                rejected++;
            }
            JsonCursor skipping = new JsonCursor(Chunks.gone(json, seed, 5));
            try {
                skipping.skipValue();
            } catch (IOException e) {
                assertThat(expected).as("skipping " + shown).isNull();
            }
        }
        assertThat(accepted).isGreaterThan(500);
        assertThat(rejected).isGreaterThan(500);
    }

    @Test
    void randomBytesGiveAValueOrTheDocumentedError() {
        for (int seed = 0; seed < 5000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = (byte) "{[\"1tn ".charAt(random.nextInt(7));
            }
            JsonCursor cursor = new JsonCursor(Chunks.gone(bytes, seed, 4));
            try {
                cursor.value();
            } catch (IOException e) {
                assertThat(e).isInstanceOf(MalformedInput.class);
            }
        }
    }

    @Test
    void longStringsCrossWindows() throws IOException {
        Random random = new Random(5);
        for (int length : new int[] {127, 128, 129, 262_143, 262_144, 300_000, 1_500_000}) {
            for (String filler : new String[] {"a", "é", "\\n", "\\u00e9", "𝄞", "\\\\", "\\\""}) {
                StringBuilder inside = new StringBuilder();
                while (inside.length() < length) {
                    inside.append(filler);
                }
                byte[] json = utf8("[\"" + inside + "\" , \"" + inside + "\",\"end\"]");
                JsonNode expected = JsonJudge.parse(json);
                for (int largest : new int[] {1 << 20, 7001}) {
                    for (ByteInput in :
                            List.of(
                                    Chunks.gone(json, random.nextLong(), largest),
                                    Chunks.stored(json, random.nextLong(), largest))) {
                        JsonCursor cursor = new JsonCursor(in);
                        cursor.beginArray();
                        assertThat(cursor.nextItem()).isTrue();
                        Text text = cursor.text();
                        assertThat(text.toString()).isEqualTo(expected.get(0).textValue());
                        assertThat(text.prefix(20))
                                .isEqualTo(expected.get(0).textValue().substring(0, 20));
                        assertThat(cursor.nextItem()).isTrue();
                        assertThat(cursor.string()).isEqualTo(expected.get(1).textValue());
                        assertThat(cursor.nextItem()).isTrue();
                        assertThat(cursor.string()).isEqualTo("end");
                        assertThat(cursor.nextItem()).isFalse();
                        assertThat(cursor.tookInvalidUtf8()).isFalse();
                    }
                }
            }
        }
    }

    @Test
    void invalidUtf8IsNoticedWhereverTheWindowEnds() throws IOException {
        for (int length : new int[] {1, 20, 60, 200, 70_000, 400_000}) {
            for (int bad : new int[] {0, length / 2, length - 1}) {
                byte[] inside = utf8("é".repeat(length));
                inside[2 * bad + 1] = 'x';
                byte[] json = new byte[inside.length + 2];
                json[0] = '"';
                System.arraycopy(inside, 0, json, 1, inside.length);
                json[json.length - 1] = '"';
                List<String> texts = new ArrayList<>();
                for (ByteInput in :
                        List.of(
                                Chunks.gone(json, 1, 1 << 20),
                                Chunks.stored(json, 1, 1 << 20),
                                Chunks.stored(json, 1, 999),
                                ByteInput.of("test", json))) {
                    JsonCursor cursor = new JsonCursor(in);
                    texts.add(cursor.text().toString());
                    assertThat(cursor.tookInvalidUtf8()).isTrue();
                    assertThat(cursor.tookInvalidUtf8()).isFalse();
                }
                assertThat(texts).containsOnly(new String(inside, StandardCharsets.UTF_8));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0xff, 0xc0, 0x80, 0xf5})
    void aSingleInvalidByteIsNoticed(int bad) throws IOException {
        for (String around : new String[] {"\"%\"", "\"\\%\"", "\"abcdefgh%\"", "\"%abcdefgh\""}) {
            byte[] json = around.getBytes(StandardCharsets.ISO_8859_1);
            json[around.indexOf('%')] = (byte) bad;
            JsonCursor cursor = new JsonCursor(ByteInput.of("test", json));
            assertThat(cursor.string()).contains("\uFFFD");
            assertThat(cursor.tookInvalidUtf8()).isTrue();
        }
    }

    @Test
    void nothingRecursesOnDepth() throws IOException {
        int depth = 1_000_000;
        String arrays = "[".repeat(depth) + "]".repeat(depth);
        String objects = "{\"a\":".repeat(depth) + "0" + "}".repeat(depth);
        for (String json : new String[] {arrays, objects}) {
            JsonCursor skipping = of(json + "1");
            skipping.skipValue();
            assertThat(skipping.wholeNumber(0)).isEqualTo(1);
            assertThat(of(json).value().toString())
                    .contains("[[[[".equals(json.substring(0, 4)) ? "[[[[" : "\"a\":");
            assertThatThrownBy(() -> of(json.substring(0, depth)).skipValue())
                    .isInstanceOf(MalformedInput.class);
            assertThatThrownBy(() -> of(json.substring(0, depth)).value())
                    .isInstanceOf(MalformedInput.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0",
                "-7|-7",
                "1719000000123456789|1719000000123456789",
                "\"1719000000123456789\"|1719000000123456789",
                "1719000000123456789.9|1719000000123456789",
                "1.719000000123456789E18|1719000000123456789",
                "1.719e9|1719000000",
                "9223372036854775807|9223372036854775807",
                "-9223372036854775808|-9223372036854775808",
                "9223372036854775808|-1",
                "18446744073709551615|-1",
                "1e999999999|-1",
                "1e-999999999|0",
                "\"\"|-1",
                "\" 12 \"|12",
                "\"twelve\"|-1",
                "null|-1",
                "true|-1",
                "NaN|-1",
                "Infinity|-1",
                "-|-1",
                "[1,2]|-1",
                "{\"a\":[1]}|-1",
            })
    void wholeNumbersInAllSpellings(String json, long expected) throws IOException {
        for (int largest : new int[] {1, 2, 3, 100}) {
            JsonCursor cursor = new JsonCursor(Chunks.gone(utf8(json + ",5"), 1, largest));
            assertThat(cursor.wholeNumber(-1)).isEqualTo(expected);
            assertThat(cursor.peek()).isEqualTo(',');
        }
    }

    @Test
    void acceptsWhatExportersWriteBeyondTheStandard() throws IOException {
        assertThat(of("{\"a\":[1,2,],}").value()).hasToString("{\"a\":[1,2]}");
        assertThat(of("[NaN,Infinity,-Infinity]").value())
                .hasToString("[\"NaN\",\"Infinity\",\"-Infinity\"]");
        assertThat(of("\uFEFF {\"a\":1}").value()).hasToString("{\"a\":1}");
        assertThat(of("{\"a\":1,\"b\":2,\"a\":3}").value()).hasToString("{\"a\":3,\"b\":2}");
        assertThat(of("[170141183460469231731687303715884105727]").value())
                .hasToString("[\"170141183460469231731687303715884105727\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[,]",
                "{,}",
                "[1,,2]",
                "[1 2]",
                "{\"a\" 1}",
                "{\"a\":}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1]",
                "[1}",
                "{1:2}",
                "[nope]",
                "[1.2.3]",
                "[-]",
                "[\"a\nb\"]",
                "[\"a\\\nb\"]",
                "[1d]",
                "[0x10]",
                "[\u0001]",
                "[--1]",
                "]",
                "}",
                ":",
                "[tru]"
            })
    void rejectsWhatIsNoJson(String json) {
        assertThatThrownBy(() -> of(json).value()).isInstanceOf(MalformedInput.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[,]", "{,}", "[1,,2]", "[1 2]", "{\"a\" 1}", "{\"a\":}", "{\"a\":1 \"b\":2}",
                "{\"a\":1]", "[1}", "{1:2}", "[\"a\nb\"]", "[\"a\\\nb\"]", "[\u0001]", "]"
            })
    void passesOverNoBrokenStructure(String json) {
        assertThatThrownBy(() -> of(json).skipValue()).isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> of(json).rawJson()).isInstanceOf(MalformedInput.class);
    }

    @Test
    void aStringThatIsCutOffDoesNotSwallowTheNextLine() throws IOException {
        for (String cut : new String[] {"{\"a\":\"bc", "{\"a\":\"bc\\"}) {
            for (int largest : new int[] {1, 3, 200}) {
                byte[] lines = utf8(cut + "\n{\"a\":2}\n");
                JsonCursor cursor = new JsonCursor(Chunks.gone(lines, 3, largest));
                cursor.beginObject();
                assertThat(cursor.nextKey()).isEqualTo("a");
                assertThatThrownBy(cursor::string).isInstanceOf(MalformedInput.class);
                assertThat(cursor.findRecord(k -> false, k -> false))
                        .isEqualTo(JsonCursor.Found.LINE);
                assertThat(cursor.value()).hasToString("{\"a\":2}");
                assertThat(cursor.peek()).isEqualTo(-1);
            }
        }
    }

    @Test
    void findsRecordsBehindDamageWhereverTheWindowEnds() throws IOException {
        byte[] bytes = utf8("\"x\": oops, { \"id\":1}, {\"box\" :[]} , {\"other\":1}\n[1]\n 7");
        for (int seed = 0; seed < 50; seed++) {
            JsonCursor cursor = new JsonCursor(Chunks.gone(bytes, seed, 1 + seed % 9));
            assertThat(cursor.findRecord("id"::equals, "box"::equals))
                    .isEqualTo(JsonCursor.Found.SPAN);
            assertThat(cursor.value()).hasToString("{\"id\":1}");
            assertThat(cursor.findRecord("id"::equals, "box"::equals))
                    .isEqualTo(JsonCursor.Found.CONTAINER);
            assertThat(cursor.value()).hasToString("{\"box\":[]}");
            assertThat(cursor.findRecord("id"::equals, "box"::equals))
                    .isEqualTo(JsonCursor.Found.LINE);
            assertThat(cursor.value()).hasToString("[1]");
            assertThat(cursor.findRecord("id"::equals, "box"::equals))
                    .isEqualTo(JsonCursor.Found.NOTHING);
        }
    }

    @Test
    void errorsNameTheirPlace() {
        JsonCursor cursor = of("{\"a\":1,\"b\":[1,x}");
        assertThatThrownBy(cursor::value)
                .isInstanceOfSatisfying(
                        MalformedInput.class, e -> assertThat(e.offset()).isEqualTo(14));
    }

    @Test
    void stringsStandInForOtherScalars() throws IOException {
        JsonCursor cursor = of("[12, true, null, \"x\", {}]");
        cursor.beginArray();
        List<String> read = new ArrayList<>();
        while (cursor.nextItem() && !cursor.atObject()) {
            read.add(cursor.string());
        }
        assertThat(read).containsExactly("12", "true", "", "x");
        assertThatThrownBy(cursor::string).isInstanceOf(MalformedInput.class);
    }
}
