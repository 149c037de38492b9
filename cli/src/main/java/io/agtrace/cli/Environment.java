package io.agtrace.cli;

import org.jspecify.annotations.Nullable;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What surrounds the process: its streams, environment variables, terminal, clock. The only class
 * that asks the system for them, so that tests can run commands inside their own process.
 *
 * @param outputIsTerminal whether a person looks at standard output
 * @param errorIsTerminal whether a person looks at standard error
 * @param inputIsTerminal whether standard input is a keyboard
 * @param unicode whether the terminal's encoding can show more than ASCII
 */
record Environment(
        Map<String, String> variables,
        InputStream in,
        PrintStream out,
        PrintWriter err,
        boolean outputIsTerminal,
        boolean errorIsTerminal,
        boolean inputIsTerminal,
        boolean unicode,
        Path workingDirectory,
        Clock clock) {
    private static final int DEFAULT_COLUMNS = 100;
    private static final int DEFAULT_ROWS = 40;

    /** The surroundings of this process. */
    static Environment ofProcess() {
        String ends = System.getProperty("agtrace.terminals");
        if (ends == null) {
            // Tells of all ends at once; the launcher, which can ask for each, says more.
            Console console = System.console();
            ends = console != null && console.isTerminal() ? "012" : "";
        }
        PrintStream out = new ResultStream(new FileOutputStream(FileDescriptor.out));
        PrintWriter err =
                new PrintWriter(
                        new OutputStreamWriter(
                                new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8),
                        true);
        return new Environment(
                System.getenv(),
                System.in,
                out,
                err,
                ends.contains("1"),
                ends.contains("2"),
                ends.contains("0"),
                System.getProperty("stdout.encoding", "").startsWith("UTF"),
                Path.of(""),
                new SystemClock());
    }

    /** The value of a variable; null where it is not set or empty. */
    @Nullable String variable(String name) {
        String value = variables.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Whether standard input is at its end; waits for the first byte of a pipe. */
    boolean inputIsEmpty() {
        if (!in.markSupported()) {
            return false;
        }
        try {
            in.mark(1);
            boolean empty = in.read() < 0;
            in.reset();
            return empty;
        } catch (IOException e) {
            return true;
        }
    }

    ZoneId zone() {
        return clock.getZone();
    }

    /** Width of the terminal in columns; fixed where output goes elsewhere. */
    int columns() {
        return outputIsTerminal ? size(1, "COLUMNS", DEFAULT_COLUMNS) : DEFAULT_COLUMNS;
    }

    /** Height of the terminal in rows. */
    int rows() {
        return size(0, "LINES", DEFAULT_ROWS);
    }

    private int size(int part, String variable, int otherwise) {
        String set = variable(variable);
        if (set != null) {
            try {
                return Math.clamp(Integer.parseInt(set.strip()), 20, 10_000);
            } catch (NumberFormatException e) {
                return otherwise;
            }
        }
        String[] size = outputIsTerminal ? terminalSize().split(" ") : new String[0];
        try {
            int value = size.length == 2 ? Integer.parseInt(size[part]) : 0;
            return value > 0 ? Math.clamp(value, 20, 10_000) : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Rows and columns as {@code stty size} prints them; empty where it can't tell. */
    private static String terminalSize() {
        // A terminal library would cost more time at start than the rest of a short command.
        ProcessBuilder stty =
                new ProcessBuilder("stty", "size")
                        .redirectInput(Path.of("/dev/tty").toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = stty.start();
            String size =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return process.waitFor(1, TimeUnit.SECONDS) ? size.strip() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /**
     * Whether output is coloured, where the command line does not say so: {@code NO_COLOR}, {@code
     * CLICOLOR_FORCE}, {@code CLICOLOR} in that order, else only for a terminal that knows colour.
     */
    boolean colour() {
        if (variable("NO_COLOR") != null) {
            return false;
        }
        String force = variable("CLICOLOR_FORCE");
        if (force != null && !force.equals("0")) {
            return true;
        }
        if ("0".equals(variable("CLICOLOR"))) {
            return false;
        }
        return outputIsTerminal && !"dumb".equals(variable("TERM"));
    }

    /** The system's clock; it asks for the time zone, which takes a while, when somebody does. */
    private static final class SystemClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneId.systemDefault();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.system(zone);
        }

        @Override
        public Instant instant() {
            return Instant.now();
        }
    }
}
