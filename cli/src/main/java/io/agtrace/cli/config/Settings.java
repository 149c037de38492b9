package io.agtrace.cli.config;

import java.util.Map;

/** The values that a section of the configuration sets. */
public final class Settings {
    /** Nothing is set. */
    public static final Settings NONE = new Settings(Map.of());

    private final Map<Key<?>, Setting<?>> values;

    Settings(Map<Key<?>, Setting<?>> values) {
        this.values = values;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** The value set, else the key's own. */
    // A key is only ever stored with a value of its type.
    @SuppressWarnings("unchecked")
    public <T> Setting<T> get(Key<T> key) {
        Setting<?> set = values.get(key);
        return set == null
                ? new Setting<>(key.otherwise(), new Source.Default())
                : (Setting<T>) set;
    }
}
