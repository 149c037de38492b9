package io.agtrace.cli.config;

import java.util.List;

/** A part of a YAML document: plain data with places. */
sealed interface YamlNode {
    Place place();

    /** What it is, for messages. */
    String kind();

    /** How a scalar was written, which says what it may be read as. */
    enum Style {
        /** Without quotes: a number, a truth value, null, or else text. */
        PLAIN,
        /** In quotes or as a block: text. */
        QUOTED,
        /** From elsewhere than a file: whatever is asked for. */
        UNTYPED
    }

    record Scalar(String text, Style style, Place place) implements YamlNode {
        /** Whether it may be read as a number or truth value. */
        boolean mayBeTyped() {
            return style != Style.QUOTED;
        }

        /** Whether it may be read as text. */
        boolean mayBeText() {
            return style != Style.PLAIN || Scalars.isText(text);
        }

        @Override
        public String kind() {
            return mayBeText() ? "text" : Scalars.kind(text);
        }
    }

    record Items(List<YamlNode> items, Place place) implements YamlNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    record Fields(List<Field> fields, Place place) implements YamlNode {
        @Override
        public String kind() {
            return "a mapping";
        }
    }

    record Field(Scalar key, YamlNode value) {}
}
