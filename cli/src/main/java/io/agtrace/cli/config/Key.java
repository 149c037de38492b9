package io.agtrace.cli.config;

/**
 * One key of the configuration. All that is known of it stands here: what files may hold, the
 * schema, and what {@code agtrace config show} prints are all made of the table of keys.
 *
 * @param otherwise the value where nobody sets one
 * @param variable the environment variable that wins over the file; empty where there is none
 * @param meaning what it is for, as sentences
 */
public record Key<T>(String name, Type<T> type, T otherwise, String variable, String meaning) {
    public Key(String name, Type<T> type, T otherwise, String meaning) {
        this(name, type, otherwise, "", meaning);
    }

    /** A key with keys of its own. */
    public static Key<Settings> of(String name, Section section, String meaning) {
        return new Key<>(name, section, Settings.NONE, meaning);
    }
}
