package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.json.JsonCursor;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Says what an input looks like that no reader recognised. */
final class Unrecognised {
    private static final int KEYS_SHOWN = 8;
    private static final int KEY_LENGTH = 40;
    private static final String UNPACK = "; unpack it first";

    /** First bytes of other kinds of files; Latin 1. */
    private record Magic(String bytes, String reason) {}

    private static final List<Magic> MAGICS =
            List.of(
                    new Magic(
                            "PAR1",
                            "parquet (PAR1); export the traces as OTLP JSON or protobuf instead"),
                    new Magic(
                            "\u00ff\u00ff\u00ff\u00ff",
                            "Arrow data (OTAP or a data frame); export the traces as OTLP instead"),
                    new Magic("ARROW1", "an Arrow file; export the traces as OTLP JSON instead"),
                    new Magic("Obj\1", "an Avro file; export the traces as OTLP JSON instead"),
                    new Magic(
                            "SQLite format 3\0",
                            "an SQLite database; export the traces from it as JSON"),
                    new Magic("BZh", "compressed by bzip2, which agtrace does not read" + UNPACK),
                    new Magic(
                            "\u00fd7zXZ\0",
                            "compressed by xz, which agtrace does not read" + UNPACK),
                    new Magic(
                            "\4\"M\u0018",
                            "compressed by lz4, which agtrace does not read" + UNPACK),
                    new Magic(
                            "7z\u00bc\u00af", "a 7z archive, which agtrace does not read" + UNPACK),
                    new Magic("Rar!", "a rar archive, which agtrace does not read" + UNPACK),
                    new Magic("\u001f\u008b", "gzip inside too many other layers" + UNPACK),
                    new Magic("(\u00b5/\u00fd", "zstd inside too many other layers" + UNPACK),
                    new Magic("PK\3\4", "an archive inside too many others" + UNPACK),
                    new Magic("\u00ff\u00fe", "UTF-16 text; save it as UTF-8"),
                    new Magic("\u00fe\u00ff", "UTF-16 text; save it as UTF-8"),
                    new Magic("\u007fELF", "a program"),
                    new Magic("%PDF", "a PDF document"),
                    new Magic("\u0089PNG", "an image"));

    private Unrecognised() {}

    static String reason(Head head, Function<Head, @Nullable String> noTrace) {
        if (head.bytes().length == 0) {
            return "empty";
        }
        String start =
                new String(
                        head.bytes(),
                        0,
                        Math.min(32, head.bytes().length),
                        StandardCharsets.ISO_8859_1);
        for (Magic magic : MAGICS) {
            if (start.startsWith(magic.bytes())) {
                return magic.reason();
            }
        }
        int first = head.firstByte();
        if (first < 0 && head.textStart() >= head.bytes().length) {
            return "empty but for white space";
        }
        if (first == '{' || first == '[') {
            String known = noTrace.apply(head);
            return known != null ? known : json(head);
        }
        if (!isText(head)) {
            return "binary, but no format agtrace knows";
        }
        String known = noTrace.apply(head);
        return known != null ? known : text(head);
    }

    private static String json(Head head) {
        JsonCursor cursor = new JsonCursor(ByteInput.of(head.name(), head.bytes()));
        Set<String> keys = new LinkedHashSet<>();
        String where = "top-level keys";
        try {
            cursor.peek();
            if (cursor.atArray()) {
                where = "keys of the first item";
                cursor.beginArray();
                if (!cursor.nextItem()) {
                    return "JSON, but an empty list";
                }
                if (!cursor.atObject()) {
                    return "JSON, but no format agtrace knows: a list without objects";
                }
            }
            cursor.beginObject();
            for (String key; (key = cursor.nextKey()) != null; ) {
                keys.add(key);
                cursor.skipValue();
            }
        } catch (IOException e) {
            if (keys.isEmpty()) {
                return "starts like JSON, but is damaged at its beginning: " + e.getMessage();
            }
        }
        if (keys.isEmpty()) {
            return "JSON, but an empty object";
        }
        List<String> shown = new ArrayList<>();
        for (String key : keys) {
            if (shown.size() == KEYS_SHOWN) {
                shown.add("…");
                break;
            }
            shown.add(key.length() <= KEY_LENGTH ? key : key.substring(0, KEY_LENGTH) + "…");
        }
        return "JSON, but no format agtrace knows: " + where + " " + String.join(", ", shown);
    }

    private static boolean isText(Head head) {
        int odd = 0;
        for (byte b : head.bytes()) {
            if (b == 0) {
                return false;
            }
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != 0x1b) {
                odd++;
            }
        }
        String text = new String(head.bytes(), StandardCharsets.UTF_8);
        odd += (int) text.chars().filter(c -> c == '\uFFFD').count();
        return odd <= head.bytes().length / 100 + 1;
    }

    private static String text(Head head) {
        byte[] bytes = head.bytes();
        int from = head.textStart();
        String start =
                new String(
                                bytes,
                                from,
                                Math.min(64, bytes.length - from),
                                StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
            return "an HTML page, perhaps of a login or an error; download the export again";
        }
        return start.startsWith("<?xml") ? "XML" : "text, but no trace format agtrace knows";
    }
}
