package io.agtrace.cli.config;

import java.util.List;

/** The configuration can't be used; says everything that is wrong with it. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ConfigurationException(List<Problem> problems) {
        super(problems.getFirst().toString());
        this.problems = List.copyOf(problems);
    }

    ConfigurationException(Place place, String message) {
        this(List.of(new Problem(place, message, "")));
    }

    /** In the order of their places; at least one. */
    public List<Problem> problems() {
        return problems;
    }
}
