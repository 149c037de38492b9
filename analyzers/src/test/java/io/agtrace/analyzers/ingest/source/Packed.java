package io.agtrace.analyzers.ingest.source;

import io.airlift.compress.v3.zstd.ZstdOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes small traces and packs them. */
final class Packed {
    private Packed() {}

    /** OTLP JSON lines with one span each. */
    static byte[] trace(int spans) {
        StringBuilder out = new StringBuilder();
        for (int i = 1; i <= spans; i++) {
            out.append(
                            "{\"resourceSpans\":[{\"resource\":{},\"scopeSpans\":[{\"scope\":{},\"spans\":[{")
                    .append("\"traceId\":\"%032x\",\"spanId\":\"%016x\",".formatted(7, i))
                    .append(
                            "\"name\":\"step\",\"startTimeUnixNano\":\"1\",\"endTimeUnixNano\":\"2\"}")
                    .append("]}]}]}\n");
        }
        return utf8(out.toString());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    static byte[] zstd(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(out)) {
            zstd.write(bytes);
        }
        return out.toByteArray();
    }

    /** Names that end with a slash become directories. */
    static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    /** Names that end with a slash become directories; long ones need a header of their own. */
    static byte[] tar(boolean gnu, Map<String, byte[]> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        files.forEach(
                (name, content) -> {
                    String shortName = name;
                    if (utf8(name).length > 100) {
                        shortName = "short";
                        if (gnu) {
                            entry(out, "././@LongLink", 'L', join(utf8(name), new byte[1]));
                        } else {
                            String record = " path=" + name + "\n";
                            int length = utf8(record).length;
                            length += Integer.toString(length + 3).length();
                            entry(out, "PaxHeaders/x", 'x', utf8(length + record));
                        }
                    }
                    entry(out, shortName, name.endsWith("/") ? '5' : '0', content);
                });
        out.writeBytes(new byte[1024]);
        return out.toByteArray();
    }

    private static void entry(ByteArrayOutputStream out, String name, char type, byte[] content) {
        byte[] block = new byte[512];
        put(block, 0, name);
        put(block, 100, "0000644\0" + "0000000\0" + "0000000\0");
        put(block, 124, "%011o\0".formatted(content.length));
        put(block, 136, "00000000000\0" + "        ");
        block[156] = (byte) type;
        put(block, 257, "ustar\00000");
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        put(block, 148, "%06o\0 ".formatted(sum));
        out.writeBytes(block);
        out.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = utf8(text);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }
}
