package io.agtrace.cli.config;

/** Where a value came from. */
public sealed interface Source {
    /** The configuration file. */
    record InFile(Place place) implements Source {
        @Override
        public String toString() {
            return place.toString();
        }
    }

    /** An environment variable. */
    record Variable(String name) implements Source {
        @Override
        public String toString() {
            return "environment variable " + name;
        }
    }

    /** Nobody set it. */
    record Default() implements Source {
        @Override
        public String toString() {
            return "default";
        }
    }
}
