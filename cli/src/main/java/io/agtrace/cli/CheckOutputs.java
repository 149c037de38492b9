package io.agtrace.cli;

import io.agtrace.analyzers.check.CheckTotals;
import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.render.check.CheckFormat;
import io.agtrace.render.check.CheckSetup;
import io.agtrace.render.check.CheckWriter;
import io.agtrace.render.text.Escapes;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * All forms in which one result of the gate is written, to standard output and to files. Files are
 * written aside and take their names at the end, so that nobody ever reads half a report. Only what
 * goes to the summary of a step on GitHub comes behind what others wrote there.
 */
final class CheckOutputs implements CheckWriter, AutoCloseable {
    /** Names the file that all commands of a step on GitHub add their summaries to. */
    private static final String STEP_SUMMARY = "GITHUB_STEP_SUMMARY";

    private final List<Output> outputs = new ArrayList<>();

    /**
     * @param shared whether others write to the file, too
     */
    private record Output(
            CheckWriter writer,
            OutputStream out,
            @Nullable Path aside,
            @Nullable Path file,
            boolean shared) {}

    /**
     * A form and where it goes.
     *
     * @param file null for standard output
     */
    record Wanted(CheckFormat format, @Nullable String file) {}

    /**
     * Reads {@code FMT} and {@code FMT=FILE}.
     *
     * @throws Failure for a form that there is not, and where several go to standard output
     */
    static List<Wanted> wanted(List<String> written) {
        List<Wanted> wanted = new ArrayList<>();
        boolean taken = false;
        for (String each : written) {
            int equals = each.indexOf('=');
            String name = equals < 0 ? each : each.substring(0, equals);
            String file = equals < 0 ? null : each.substring(equals + 1);
            InputOptions.requireValue("--format", name);
            InputOptions.requireValue("--format " + name + "=", file);
            CheckFormat format =
                    CheckFormat.of(name)
                            .orElseThrow(
                                    () ->
                                            new Failure(
                                                    ExitCode.USAGE,
                                                    "--format: there is no form '"
                                                            + Escapes.line(name)
                                                            + "'",
                                                    "Forms: "
                                                            + String.join(", ", CheckFormat.names())
                                                            + "."));
            String target = "-".equals(file) ? null : file;
            if (target == null && taken) {
                throw new Failure(
                        ExitCode.USAGE,
                        "--format: only one form can go to standard output",
                        "Give the others files: --format " + format.label() + "=FILE.");
            }
            taken |= target == null;
            wanted.add(new Wanted(format, target));
        }
        if (!taken) {
            wanted.add(new Wanted(CheckFormat.TEXT, null));
        }
        return wanted;
    }

    /**
     * Opens one more output.
     *
     * @throws Failure where the file cannot be written
     */
    void open(Wanted wanted, Environment environment, CheckSetup setup) throws IOException {
        String name = wanted.file();
        if (name == null) {
            OutputStream standard = environment.out();
            CheckWriter writer = wanted.format().to(standard, setup);
            outputs.add(new Output(writer, standard, null, null, false));
            return;
        }
        try {
            Path file = environment.workingDirectory().resolve(name);
            boolean shared = isStepSummary(file, environment);
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            if (Files.isDirectory(file)) {
                throw new IOException("it is a folder");
            }
            Path aside = Files.createTempFile(parent, "." + file.getFileName() + ".", ".part");
            OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside), 1 << 16);
            outputs.add(new Output(wanted.format().to(out, setup), out, aside, file, shared));
        } catch (IOException | InvalidPathException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "cannot write "
                            + Escapes.line(name)
                            + ": "
                            + Escapes.line(String.valueOf(e.getMessage())),
                    "");
        }
    }

    private static boolean isStepSummary(Path file, Environment environment) throws IOException {
        String named = environment.variable(STEP_SUMMARY);
        if (named == null || named.isBlank()) {
            return false;
        }
        Path summary = environment.workingDirectory().resolve(named);
        return summary.toAbsolutePath().normalize().equals(file.toAbsolutePath().normalize())
                || Files.exists(summary) && Files.exists(file) && Files.isSameFile(summary, file);
    }

    @Override
    public void run(CheckedRun run) throws IOException {
        for (Output each : outputs) {
            each.writer.run(run);
        }
    }

    @Override
    public void end(CheckTotals totals) throws IOException {
        for (Output each : outputs) {
            each.writer.end(totals);
            each.out.flush();
            if (each.aside != null && each.file != null) {
                each.out.close();
                if (each.shared) {
                    append(each.aside, each.file);
                } else {
                    Files.move(each.aside, each.file, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** Adds a report to a file, behind an empty line: nothing before it takes its heading in. */
    private static void append(Path report, Path file) throws IOException {
        try (OutputStream out =
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            if (Files.size(file) > 0) {
                out.write("\n\n".getBytes(StandardCharsets.UTF_8));
            }
            Files.copy(report, out);
        }
    }

    /** Removes what did not come to its end. */
    @Override
    public void close() throws IOException {
        for (Output each : outputs) {
            if (each.aside != null) {
                each.out.close();
                Files.deleteIfExists(each.aside);
            }
        }
    }
}
