package io.agtrace.analyzers.ingest.source;

/**
 * Something that the user named and that cannot be read at all.
 *
 * @param source as the user named it
 * @param reason in plain words, with what to do about it
 */
public record InputProblem(String source, String reason) {
    @Override
    public String toString() {
        return source + ": " + reason;
    }
}
