package io.agtrace.cli.config;

import io.agtrace.analyzers.check.Policy;
import io.agtrace.analyzers.conventions.StandardConventions;
import io.agtrace.cli.config.YamlNode.Scalar;
import io.agtrace.cli.config.YamlNode.Style;

import org.jspecify.annotations.Nullable;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The configuration in force: the file, and the environment variables that win over it. */
public final class Configuration {
    private static final String FILE_VARIABLE = "AGTRACE_CONFIG";

    private final @Nullable ConfigurationFile file;
    private final Settings settings;
    private final Variables variables;

    /** The environment: a variable's value, or null where it is not set or empty. */
    public interface Variables {
        @Nullable String value(String name);
    }

    /** A value in force, with the way to it through the sections. */
    public record Entry(List<String> path, Object value, Source source) {}

    private Configuration(
            @Nullable ConfigurationFile file, Settings settings, Variables variables) {
        this.file = file;
        this.settings = settings;
        this.variables = variables;
    }

    /**
     * Reads the configuration: the file named, else the one that AGTRACE_CONFIG names, else the
     * nearest {@code agtrace.yaml} or {@code .agtrace.yaml} upward, if there is one.
     *
     * @param workingDirectory where to begin; names are relative to it
     * @throws ConfigurationException where there is a mistake in it
     */
    public static Configuration load(
            @Nullable String named, Path workingDirectory, Variables variables) {
        String name = named == null ? variables.value(FILE_VARIABLE) : named;
        ConfigurationFile file =
                name == null
                        ? ConfigurationFile.nearest(workingDirectory)
                        : ConfigurationFile.named(workingDirectory, name);
        Settings settings = file == null ? Settings.NONE : file.read();
        return new Configuration(file, settings, variables);
    }

    /** The name of the file, or null where there is none. */
    public @Nullable String file() {
        return file == null ? null : file.name();
    }

    /** The conventions, with the user's own attribute names first. */
    public StandardConventions conventions() {
        return settings.isEmpty()
                ? StandardConventions.standard()
                : StandardConventions.with(Keys.ownNames(settings));
    }

    /** What rules do, and what the gate asks of runs. */
    public Policy policy() {
        return settings.isEmpty() ? Policy.STANDARD : Policies.of(settings);
    }

    /**
     * Where to read traces from when nothing is named: paths and patterns as they can be opened.
     * Empty where neither the environment nor the file says so.
     */
    public Setting<List<String>> from() {
        Setting<List<String>> set = get(Keys.FROM);
        return set.source() instanceof Source.InFile
                ? new Setting<>(set.value().stream().map(this::resolved).toList(), set.source())
                : set;
    }

    private String resolved(String path) {
        String home = variables.value("HOME");
        if (path.startsWith("~/") && home != null) {
            return home + path.substring(1);
        }
        Path folder = file == null ? null : file.path().getParent();
        if (folder == null || path.equals("-")) {
            return path;
        }
        try {
            // The last part may be a pattern, which is a name like any other here.
            return folder.resolve(path).normalize().toString();
        } catch (InvalidPathException e) {
            return path;
        }
    }

    private <T> Setting<T> get(Key<T> key) {
        String value = key.variable().isEmpty() ? null : variables.value(key.variable());
        if (value == null) {
            return settings.get(key);
        }
        Place place = new Place(key.variable(), 0, 0);
        Problems problems = new Problems();
        T read = key.type().read(key.name(), new Scalar(value, Style.UNTYPED, place), problems);
        problems.throwIfAny();
        return read == null
                ? settings.get(key)
                : new Setting<>(read, new Source.Variable(key.variable()));
    }

    /** All values in force; lists that nobody fills are left out, but for {@code from}. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        Setting<List<String>> from = from();
        entries.add(new Entry(List.of(Keys.FROM.name()), from.value(), from.source()));
        collect(Keys.ALL, List.of(), this::get, entries);
        return entries;
    }

    /** Gives the settings of keys, at the top with the environment's. */
    private interface Lookup {
        <T> Setting<T> get(Key<T> key);
    }

    private static void collect(
            Section section, List<String> path, Lookup lookup, List<Entry> entries) {
        for (Key<?> key : section.keys()) {
            if (!key.equals(Keys.FROM)) {
                collect(key, path, lookup, entries);
            }
        }
    }

    private static <T> void collect(
            Key<T> key, List<String> path, Lookup lookup, List<Entry> entries) {
        List<String> own = new ArrayList<>(path);
        own.add(key.name());
        Setting<T> setting = lookup.get(key);
        if (key.type() instanceof Section section && setting.value() instanceof Settings inner) {
            collect(section, own, inner::get, entries);
            return;
        }
        if (key.isOptional() && setting.source() instanceof Source.Default) {
            return;
        }
        Object value = key.type().json(setting.value());
        if (!(value instanceof List<?> list) || !list.isEmpty()) {
            entries.add(new Entry(List.copyOf(own), value, setting.source()));
        }
    }

    /** The JSON Schema (2020-12) of the file. */
    public static Map<String, Object> schema() {
        Map<String, Object> schema =
                Type.fields(
                        "$schema", "https://json-schema.org/draft/2020-12/schema",
                        "$id", "urn:agtrace:config:v1",
                        "title", "agtrace.yaml");
        schema.putAll(Keys.ALL.schema());
        return schema;
    }
}
