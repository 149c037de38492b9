package io.agtrace.cli.config;

/**
 * One key of the configuration. All that is known of it stands here: what files may hold, the
 * schema, and what {@code agtrace config show} prints are all made of the table of keys.
 *
 * @param otherwise the value where nobody sets one
 * @param isOptional whether it is as if the key did not exist where nobody sets it: the value in
 *     its place means nothing
 * @param variable the environment variable that wins over the file; empty where there is none
 * @param meaning what it is for, as sentences
 */
public record Key<T>(
        String name,
        Type<T> type,
        T otherwise,
        boolean isOptional,
        String variable,
        String meaning) {
    public Key(String name, Type<T> type, T otherwise, String meaning) {
        this(name, type, otherwise, false, "", meaning);
    }

    public Key(String name, Type<T> type, T otherwise, String variable, String meaning) {
        this(name, type, otherwise, false, variable, meaning);
    }

    /** A key that nobody needs to set. */
    static <T> Key<T> optional(String name, Type<T> type, T placeholder, String meaning) {
        return new Key<>(name, type, placeholder, true, "", meaning);
    }

    /** A key with keys of its own. */
    public static Key<Settings> of(String name, Section section, String meaning) {
        return new Key<>(name, section, Settings.NONE, meaning);
    }
}
