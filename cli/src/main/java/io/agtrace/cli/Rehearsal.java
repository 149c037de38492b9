package io.agtrace.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Runs the commands on samples, all in one process, and throws their output away. The launcher has
 * Java make its archive of classes from that, so that later runs find loaded what they need. It is
 * no part of a native executable, which needs no such archive.
 */
final class Rehearsal {
    private static final String SAMPLES = "rehearsal/";

    /** A sample that may be repeated, and more bytes than are read as a small input. */
    private static final String LINES = "many.otlp.jsonl";

    private static final int LARGE = 9 << 20;

    private Rehearsal() {}

    /**
     * Expects the program's jar as the class path.
     *
     * @throws IOException if the jar cannot be read, or no file be written
     */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("agtrace");
        try (ZipFile program = new ZipFile(System.getProperty("java.class.path"))) {
            List<? extends ZipEntry> samples =
                    program.stream()
                            .filter(entry -> entry.getName().startsWith(SAMPLES))
                            .filter(entry -> !entry.isDirectory())
                            .toList();
            for (ZipEntry sample : samples) {
                Path file = folder.resolve(sample.getName().substring(SAMPLES.length()));
                try (InputStream in = program.getInputStream(sample)) {
                    Files.copy(in, file);
                }
                rehearse(file.toString());
                if (sample.getName().equals(SAMPLES + LINES)) {
                    repeat(file);
                    rehearseLarge(file.toString());
                }
                Files.delete(file);
            }
        } finally {
            Files.delete(folder);
        }
        run("--help");
        System.exit(0); // Its classes count, too: a gate that found something exits.
    }

    private static void rehearse(String file) {
        run("find-failure", file);
        run("inspect", file);
        run("check", file);
        run("list", file);
        run("messages", "--color=always", file);
        run("find-failure", "-o", "jsonl", file);
        run("inspect", "-o", "json", file);
    }

    /** What is large is read on all cores, and searched for bytes. */
    private static void rehearseLarge(String file) {
        run("find-failure", "--workflow", "wf-22-0", file);
        run("list", file);
    }

    private static void repeat(Path file) throws IOException {
        byte[] lines = Files.readAllBytes(file);
        for (int size = lines.length; size < LARGE; size += lines.length) {
            Files.write(file, lines, StandardOpenOption.APPEND);
        }
    }

    private static void run(String... command) {
        Environment environment =
                new Environment(
                        Map.of(),
                        InputStream.nullInputStream(),
                        new PrintStream(
                                OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                        new PrintWriter(
                                OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                        false,
                        false,
                        false,
                        true,
                        Path.of(""),
                        Clock.system(ZoneId.systemDefault()));
        Main.run(environment, command);
    }
}
