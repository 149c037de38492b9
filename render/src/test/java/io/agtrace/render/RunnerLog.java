package io.agtrace.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A log as the runner of GitHub Actions reads it, line by line, for workflow commands. Written from
 * the rules in {@code src/Runner.Common/ActionCommand.cs} ({@code TryParseV2}, {@code TryParse})
 * and {@code src/Runner.Worker/ActionCommandManager.cs} of github.com/actions/runner, which the
 * writers share nothing with:
 *
 * <ul>
 *   <li>a command of the first form is a line that, behind blanks, begins with two colons and has
 *       two colons once more; between them stand the name, a blank, and properties between commas;
 *       behind them the data;
 *   <li>of the second, older form is a line that has two number signs and a bracket anywhere; up to
 *       the next closing bracket stand the name, a blank, and properties between semicolons;
 *   <li>names that are not known make no command; case does not count;
 *   <li>properties are a name and a value around the first equals sign; those without either are
 *       left out;
 *   <li>escapes are undone one after another, that of the per cent sign last.
 * </ul>
 */
public final class RunnerLog {
    private static final Set<String> KNOWN =
            Set.of(
                    "stop-commands",
                    "set-env",
                    "set-output",
                    "save-state",
                    "add-mask",
                    "add-path",
                    "add-matcher",
                    "remove-matcher",
                    "warning",
                    "error",
                    "notice",
                    "debug",
                    "group",
                    "endgroup",
                    "echo");

    private static final List<String> DATA = List.of("%0D", "\r", "%0A", "\n", "%25", "%");
    private static final List<String> PROPERTY =
            List.of("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%");
    private static final List<String> OLD =
            List.of("%3B", ";", "%0D", "\r", "%0A", "\n", "%5D", "]", "%25", "%");

    /** A command. */
    public record Command(String name, Map<String, String> properties, String data) {}

    private RunnerLog() {}

    /** All commands in a log. */
    public static List<Command> commands(String log) {
        List<Command> commands = new ArrayList<>();
        for (String line : log.split("\r\n|\r|\n", -1)) {
            command(line).ifPresent(commands::add);
        }
        return commands;
    }

    private static Optional<Command> command(String line) {
        Optional<Command> first = first(line);
        return first.isPresent() ? first : older(line);
    }

    private static Optional<Command> first(String line) {
        int begin = 0;
        while (begin < line.length() && isBlank(line.charAt(begin))) {
            begin++;
        }
        int end = line.indexOf("::", begin + 2);
        if (!line.startsWith("::", begin) || end < 0) {
            return Optional.empty();
        }
        String head = line.substring(begin + 2, end);
        return command(head, ",", PROPERTY, undone(line.substring(end + 2), DATA));
    }

    private static Optional<Command> older(String line) {
        int begin = line.indexOf("##[");
        int end = begin < 0 ? -1 : line.indexOf(']', begin);
        if (end < 0) {
            return Optional.empty();
        }
        String head = line.substring(begin + 3, end);
        return command(head, ";", OLD, undone(line.substring(end + 1), OLD));
    }

    private static Optional<Command> command(
            String head, String between, List<String> escapes, String data) {
        int blank = head.indexOf(' ');
        String name = (blank < 0 ? head : head.substring(0, blank)).toLowerCase(Locale.ROOT);
        if (!KNOWN.contains(name)) {
            return Optional.empty();
        }
        Map<String, String> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        String written = blank < 0 ? "" : head.substring(blank + 1).strip();
        for (String property : written.split(between, -1)) {
            int equals = property.indexOf('=');
            if (equals > 0 && equals < property.length() - 1) {
                String value = undone(property.substring(equals + 1), escapes);
                properties.put(property.substring(0, equals), value);
            }
        }
        return Optional.of(new Command(name, properties, data));
    }

    private static String undone(String text, List<String> escapes) {
        String undone = text;
        for (int i = 0; i < escapes.size(); i += 2) {
            undone = undone.replace(escapes.get(i), escapes.get(i + 1));
        }
        return undone;
    }

    /** As .NET has it: all blanks of Unicode, not only those of ASCII. */
    private static boolean isBlank(char c) {
        return c >= 0x09 && c <= 0x0d || c == 0x85 || Character.isSpaceChar(c);
    }
}
