package io.agtrace.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Shows a long text page by page: {@code AGTRACE_PAGER}, {@code PAGER}, else {@code less}. */
final class Pager {
    private Pager() {}

    /** Prints the text, through the pager where it is taller than the terminal. */
    static void show(String text, Environment environment, boolean wanted) {
        if (wanted && environment.outputIsTerminal() && lines(text) > environment.rows() - 1) {
            String command = command(environment);
            if (command != null && page(command, text)) {
                return;
            }
        }
        PrintStream out = environment.out();
        out.writeBytes(text.getBytes(out.charset()));
        out.flush();
    }

    private static @Nullable String command(Environment environment) {
        if ("dumb".equals(environment.variable("TERM"))) {
            return null;
        }
        String own = environment.variables().get("AGTRACE_PAGER");
        String command = own != null ? own : environment.variables().get("PAGER");
        if (command == null) {
            return "less -FIRX";
        }
        if (command.isBlank() || command.strip().equals("cat")) {
            return null;
        }
        // Plain "less" would show colours as escape sequences.
        return command.strip().equals("less") ? "less -FIRX" : command;
    }

    private static int lines(String text) {
        int lines = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                lines++;
            }
        }
        return lines;
    }

    private static boolean page(String command, String text) {
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", "exec " + command)
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putIfAbsent("LESSCHARSET", "utf-8");
        try {
            Process process = builder.start();
            boolean taken = true;
            try (OutputStream to = process.getOutputStream()) {
                to.write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The reader left before the end, or the pager could not start at all.
                taken = process.isAlive() || process.waitFor() != 127;
            }
            return process.waitFor() != 127 && taken;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
