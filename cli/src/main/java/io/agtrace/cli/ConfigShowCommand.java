package io.agtrace.cli;

import io.agtrace.cli.config.Configuration;
import io.agtrace.cli.config.Configuration.Entry;
import io.agtrace.cli.config.Source;
import io.agtrace.render.text.Escapes;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code agtrace config show}: the values in force, and where each came from. */
@Command(
        name = "show",
        description = "Show the configuration in force, and where each value came from.",
        mixinStandardHelpOptions = true)
final class ConfigShowCommand implements Callable<Integer> {
    /** The forms of the result. */
    enum Form {
        text,
        json
    }

    @ParentCommand ConfigCommand config;

    @Mixin ConfigurationOptions options = new ConfigurationOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "Form of the result: ${COMPLETION-CANDIDATES} (default: text).")
    Form form = Form.text;

    @Option(names = "--json", description = "The same as -o json.")
    boolean json;

    @Option(
            names = "--all",
            description = "Show what holds for rules by default, too; the JSON form always does.")
    boolean all;

    @Override
    public Integer call() {
        Environment environment = config.agtrace.environment();
        Configuration configuration = options.load(environment);
        List<Entry> entries = entries(configuration, environment);
        String result =
                json || form == Form.json
                        ? PrettyJson.of(document(configuration, entries))
                        : text(configuration, shown(entries), environment.unicode());
        environment.out().print(result);
        return ExitCode.DONE.value();
    }

    /** The values in force; the store stands in where nobody says what to read. */
    private static List<Entry> entries(Configuration configuration, Environment environment) {
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : configuration.entries()) {
            Store store = Store.of(environment);
            boolean unset = entry.value() instanceof List<?> list && list.isEmpty();
            entries.add(
                    unset && store.isFilled()
                            ? new Entry(entry.path(), List.of(store.path()), entry.source())
                            : entry);
        }
        return entries;
    }

    /** All but the defaults of rules, of which there are hundreds. */
    private List<Entry> shown(List<Entry> entries) {
        return entries.stream()
                .filter(
                        entry ->
                                all
                                        || !(entry.source() instanceof Source.Default)
                                        || !entry.path().getFirst().equals("rules"))
                .toList();
    }

    private static String text(Configuration configuration, List<Entry> entries, boolean unicode) {
        String file = configuration.file();
        List<String[]> rows = new ArrayList<>();
        for (Entry entry : entries) {
            rows.add(
                    new String[] {
                        String.join(".", entry.path()),
                        shown(entry.value(), unicode),
                        "(" + safe(entry.source().toString(), unicode) + ")"
                    });
        }
        int names = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        text.append(file == null ? "no agtrace.yaml here or above" : safe(file, unicode));
        text.append('\n');
        for (String[] row : rows) {
            text.append(row[0]).repeat(' ', names - row[0].length());
            text.append("  ").append(row[1]).append("  ").append(row[2]).append('\n');
        }
        return text.toString();
    }

    private static String shown(Object value, boolean unicode) {
        if (value instanceof List<?> list) {
            return list.isEmpty()
                    ? "standard input"
                    : list.stream()
                            .map(item -> safe(String.valueOf(item), unicode))
                            .collect(Collectors.joining(", "));
        }
        return safe(String.valueOf(value), unicode);
    }

    private static String safe(String text, boolean unicode) {
        return unicode ? Escapes.line(text) : Escapes.asciiLine(text);
    }

    private static Map<String, @Nullable Object> document(
            Configuration configuration, List<Entry> entries) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("schema", "agtrace.config/v1");
        document.put("file", configuration.file());
        document.put("values", entries.stream().map(ConfigShowCommand::value).toList());
        return document;
    }

    private static Map<String, Object> value(Entry entry) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("key", String.join(".", entry.path()));
        value.put("path", entry.path());
        value.put("value", entry.value());
        value.put("source", source(entry.source()));
        return value;
    }

    private static Map<String, Object> source(Source source) {
        Map<String, Object> json = new LinkedHashMap<>();
        switch (source) {
            case Source.InFile(var place) -> {
                json.put("kind", "file");
                json.put("file", place.source());
                json.put("line", place.line());
                json.put("column", place.column());
            }
            case Source.Variable(String name) -> {
                json.put("kind", "environment");
                json.put("variable", name);
            }
            case Source.Default() -> json.put("kind", "default");
        }
        return json;
    }
}
