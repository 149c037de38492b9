package io.agtrace.analyzers.span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An immutable list of named values in recorded order. A name that was recorded twice stands once,
 * with its last value, in its first place (OpenTelemetry forbids duplicates; JSON readers agree on
 * "last wins").
 */
public final class Attributes {
    public static final Attributes EMPTY = new Attributes(new String[0], new AnyValue[0]);

    private final String[] keys;
    private final AnyValue[] values;

    private Attributes(String[] keys, AnyValue[] values) {
        this.keys = keys;
        this.values = values;
    }

    /** Names and values in turn: {@code of("a", AnyValue.of(1), "b", AnyValue.of("x"))}. */
    public static Attributes of(Object... keysAndValues) {
        Builder builder = new Builder();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            builder.put((String) keysAndValues[i], (AnyValue) keysAndValues[i + 1]);
        }
        return builder.build();
    }

    public int size() {
        return keys.length;
    }

    public boolean isEmpty() {
        return keys.length == 0;
    }

    public String key(int index) {
        return keys[index];
    }

    public AnyValue value(int index) {
        return values[index];
    }

    /** The value of that name, or null. A linear search: to look up many names, walk once. */
    public @Nullable AnyValue get(String key) {
        int hash = key.hashCode();
        for (int i = 0; i < keys.length; i++) {
            if (keys[i].hashCode() == hash && keys[i].equals(key)) {
                return values[i];
            }
        }
        return null;
    }

    /** The value of that name as text, or null where it is absent. */
    public @Nullable String text(String key) {
        AnyValue value = get(key);
        return value == null ? null : value.toString();
    }

    /** The value of that name where it is a map. */
    public Attributes fields(String key) {
        return get(key) instanceof AnyValue.KvlistValue(Attributes fields) ? fields : EMPTY;
    }

    /** The values of that name where it is a list. */
    public List<AnyValue> items(String key) {
        return get(key) instanceof AnyValue.ArrayValue(List<AnyValue> items) ? items : List.of();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Attributes theirs
                && Arrays.equals(keys, theirs.keys)
                && Arrays.equals(values, theirs.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return JsonText.of(new AnyValue.KvlistValue(this));
    }

    /** Collects attributes; can be used again after {@link #build}. */
    public static final class Builder {
        private static final int SEARCHED = 24;

        private String[] keys = new String[16];
        private AnyValue[] values = new AnyValue[16];
        private int size;
        // A bit for some names each: where it is not set, the name is new.
        private long marks;
        // Filled only when there are many names, where a linear search would be quadratic.
        private java.util.@Nullable HashMap<String, Integer> places;

        public Builder put(String key, AnyValue value) {
            int place = find(key);
            if (place >= 0) {
                values[place] = value;
                return this;
            }
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            keys[size] = key;
            values[size] = value;
            if (places != null) {
                places.put(key, size);
            }
            size++;
            return this;
        }

        public Builder put(String key, String value) {
            return put(key, Text.of(value));
        }

        public Builder put(String key, long value) {
            return put(key, AnyValue.of(value));
        }

        public Builder putAll(Attributes other) {
            for (int i = 0; i < other.size(); i++) {
                put(other.key(i), other.value(i));
            }
            return this;
        }

        private int find(String key) {
            int hash = key.hashCode();
            long mark = 1L << hash;
            if ((marks & mark) == 0) {
                marks |= mark;
                return -1;
            }
            if (size < SEARCHED) {
                for (int i = 0; i < size; i++) {
                    if (keys[i].hashCode() == hash && keys[i].equals(key)) {
                        return i;
                    }
                }
                return -1;
            }
            if (places == null) {
                places = new java.util.HashMap<>();
                for (int i = 0; i < size; i++) {
                    places.put(keys[i], i);
                }
            }
            Integer place = places.get(key);
            return place == null ? -1 : place;
        }

        public int size() {
            return size;
        }

        public Attributes build() {
            Attributes built = size == 0 ? EMPTY : new Attributes(keys(), values());
            size = 0;
            marks = 0;
            places = null;
            return built;
        }

        // Arrays.copyOf asks the virtual machine for an array of a class it has to look up.
        private String[] keys() {
            String[] copy = new String[size];
            System.arraycopy(keys, 0, copy, 0, size);
            return copy;
        }

        private AnyValue[] values() {
            AnyValue[] copy = new AnyValue[size];
            System.arraycopy(values, 0, copy, 0, size);
            return copy;
        }

        /** The names so far, in order. */
        public List<String> names() {
            return new ArrayList<>(Arrays.asList(keys).subList(0, size));
        }
    }
}
