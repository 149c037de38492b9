package io.agtrace.cli.config;

/**
 * A mistake in the configuration.
 *
 * @param hint what helps to mend it; may be empty
 */
public record Problem(Place place, String message, String hint) {
    /** The place and what is wrong there, in one line. */
    @Override
    public String toString() {
        return place + ": " + message;
    }
}
