package io.agtrace.cli.config;

/**
 * Where something stands.
 *
 * @param source the file as messages name it, or the environment variable
 * @param line from 1; 0 where the source has no lines
 * @param column from 1, in characters
 */
public record Place(String source, int line, int column) {
    /** As compilers write it: {@code agtrace.yaml:3:5}. */
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
