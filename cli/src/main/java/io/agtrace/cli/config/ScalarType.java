package io.agtrace.cli.config;

import io.agtrace.cli.config.YamlNode.Scalar;
import io.agtrace.cli.config.YamlNode.Style;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.function.Function;

/** A single value. */
final class ScalarType<T> extends Type<T> {
    private static final int QUOTED = 60;

    private final String expected;
    private final Parser<T> parser;
    private final Function<Scalar, String> hint;
    private final Map<String, Object> schema;
    private final Function<T, Object> json;

    /** Gives null for what it can't read. */
    interface Parser<T> {
        @Nullable T parse(Scalar scalar);
    }

    ScalarType(
            String expected,
            Parser<T> parser,
            Map<String, Object> schema,
            Function<T, Object> json) {
        this(expected, parser, scalar -> "", schema, json);
    }

    /**
     * @param hint what helps with a value that cannot be read
     */
    ScalarType(
            String expected,
            Parser<T> parser,
            Function<Scalar, String> hint,
            Map<String, Object> schema,
            Function<T, Object> json) {
        this.expected = expected;
        this.parser = parser;
        this.hint = hint;
        this.schema = schema;
        this.json = json;
    }

    @Override
    @Nullable T read(String key, YamlNode node, Problems problems) {
        if (!(node instanceof Scalar scalar)) {
            String found = "expected " + expected + ", found " + node.kind();
            problems.add(node.place(), key + ": " + found, "");
            return null;
        }
        T value = parser.parse(scalar);
        if (value != null) {
            return value;
        }
        String found = "expected " + expected + ", found " + shown(scalar);
        boolean unquoted = expected.equals("text") && scalar.style() == Style.PLAIN;
        String hint =
                unquoted && !Scalars.isNothing(scalar.text())
                        ? "Put it in quotes to make it text."
                        : this.hint.apply(scalar);
        problems.add(scalar.place(), key + ": " + found, hint);
        return null;
    }

    private static String shown(Scalar scalar) {
        String text = scalar.text();
        if (scalar.style() == Style.PLAIN && Scalars.isNothing(text)) {
            return "nothing";
        }
        String cut = text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text;
        String kind = scalar.mayBeText() ? "" : " (" + scalar.kind() + ")";
        return "'" + cut + "'" + kind;
    }

    @Override
    Map<String, Object> schema() {
        return schema;
    }

    @Override
    Object json(T value) {
        return json.apply(value);
    }
}
