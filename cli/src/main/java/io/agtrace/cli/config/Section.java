package io.agtrace.cli.config;

import io.agtrace.cli.config.YamlNode.Field;
import io.agtrace.cli.config.YamlNode.Fields;
import io.agtrace.cli.config.YamlNode.Scalar;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A mapping whose keys are known. */
public final class Section extends Type<Settings> {
    private static final int QUOTED = 60;

    private final List<Key<?>> keys;
    private final @Nullable Key<?> shorthand;
    private final List<Key<?>> required;
    private final List<Key<?>> oneRequired;
    private final Map<String, Key<?>> byName = new LinkedHashMap<>();

    private Section(
            List<Key<?>> keys,
            @Nullable Key<?> shorthand,
            List<Key<?>> required,
            List<Key<?>> oneRequired) {
        this.keys = keys;
        this.shorthand = shorthand;
        this.required = required;
        this.oneRequired = oneRequired;
        keys.forEach(key -> byName.put(key.name(), key));
    }

    /** A section of these keys. */
    public static Section of(List<Key<?>> keys) {
        return new Section(List.copyOf(keys), null, List.of(), List.of());
    }

    /**
     * The same section, in whose place a single value may stand: that of one of its keys. So {@code
     * hang: off} is short for <code>hang: {enabled: off}</code>.
     */
    public Section orJust(Key<?> key) {
        return new Section(keys, key, required, oneRequired);
    }

    /** The same section, in which these keys must stand. */
    public Section requiring(Key<?>... all) {
        return new Section(keys, shorthand, List.of(all), oneRequired);
    }

    /** The same section, in which at least one of these keys must stand. */
    public Section requiringOneOf(Key<?>... some) {
        return new Section(keys, shorthand, required, List.of(some));
    }

    List<Key<?>> keys() {
        return keys;
    }

    @Override
    @Nullable Settings read(String name, YamlNode node, Problems problems) {
        Map<Key<?>, Setting<?>> values = new LinkedHashMap<>();
        if (node instanceof Scalar scalar && shorthand != null) {
            set(values, shorthand, name, scalar, scalar.place(), problems);
            return new Settings(values);
        }
        if (!(node instanceof Fields mapping)) {
            String text = (name.isEmpty() ? "" : name + ": ") + "expected keys with values, found ";
            problems.add(node.place(), text + node.kind(), hint(name));
            return null;
        }
        Map<String, Place> seen = new HashMap<>();
        for (Field field : mapping.fields()) {
            String written = field.key().text();
            Place place = field.key().place();
            Place earlier = seen.putIfAbsent(written, place);
            Key<?> key = byName.get(written);
            if (earlier != null) {
                String text = "the key " + quoted(written) + " stands here twice, first in line ";
                problems.add(place, text + earlier.line(), "");
            } else if (key == null) {
                problems.add(place, unknown(name, written), hint(name));
            } else {
                String path = name.isEmpty() ? written : name + "." + written;
                set(values, key, path, field.value(), place, problems);
            }
        }
        requireKeys(name, node.place(), seen, problems);
        return new Settings(values);
    }

    private void requireKeys(String name, Place place, Map<String, Place> seen, Problems problems) {
        String where = name.isEmpty() ? "" : name + ": ";
        for (Key<?> key : required) {
            if (!seen.containsKey(key.name())) {
                problems.add(place, where + "the key '" + key.name() + "' is missing", hint(name));
            }
        }
        if (!oneRequired.isEmpty()
                && oneRequired.stream().noneMatch(key -> seen.containsKey(key.name()))) {
            String names = oneRequired.stream().map(Key::name).collect(Collectors.joining(", "));
            problems.add(place, where + "one of the keys " + names + " must be there", "");
        }
    }

    private static <T> void set(
            Map<Key<?>, Setting<?>> values,
            Key<T> key,
            String path,
            YamlNode node,
            Place place,
            Problems problems) {
        T value = key.type().read(path, node, problems);
        if (value != null) {
            values.put(key, new Setting<>(value, new Source.InFile(place)));
        }
    }

    private String unknown(String name, String written) {
        String where = name.isEmpty() ? "" : " in " + name;
        String nearest = NearestName.of(written, byName.keySet());
        String meant = nearest.isEmpty() ? "" : "; the nearest is '" + nearest + "'";
        return "unknown key " + quoted(written) + where + meant;
    }

    private static String quoted(String written) {
        return "'"
                + (written.length() > QUOTED ? written.substring(0, QUOTED) + "…" : written)
                + "'";
    }

    private String hint(String name) {
        return (name.isEmpty() ? "Keys: " : "Keys of " + name + ": ")
                + String.join(", ", byName.keySet())
                + ".";
    }

    @Override
    Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Key<?> key : keys) {
            properties.put(key.name(), schema(key));
        }
        Map<String, Object> object =
                fields("type", "object", "additionalProperties", false, "properties", properties);
        if (!required.isEmpty()) {
            object.put("required", required.stream().map(Key::name).toList());
        }
        if (!oneRequired.isEmpty()) {
            object.put(
                    "anyOf",
                    oneRequired.stream()
                            .map(key -> fields("required", List.of(key.name())))
                            .toList());
        }
        return shorthand == null
                ? object
                : fields("anyOf", List.of(shorthand.type().schema(), object));
    }

    private static <T> Map<String, Object> schema(Key<T> key) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", key.meaning());
        schema.putAll(key.type().schema());
        Object otherwise = key.type().json(key.otherwise());
        boolean nothing = otherwise instanceof List<?> list && list.isEmpty();
        if (!nothing && !key.isOptional() && !(otherwise instanceof Map)) {
            schema.put("default", otherwise);
        }
        return schema;
    }

    @Override
    Object json(Settings settings) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Key<?> key : keys) {
            if (!(settings.get(key).source() instanceof Source.Default)) {
                put(values, key, settings);
            }
        }
        return values;
    }

    private static <T> void put(Map<String, Object> values, Key<T> key, Settings settings) {
        values.put(key.name(), key.type().json(settings.get(key).value()));
    }
}
