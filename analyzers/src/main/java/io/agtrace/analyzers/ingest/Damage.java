package io.agtrace.analyzers.ingest;

/**
 * One place of an input that could not be read as what it claims to be.
 *
 * @param source the input's name
 * @param offset byte offset in the uncompressed input, or -1 where the place is not known
 * @param reason in plain words, without a full stop
 * @param lost whether something was skipped; false where a value was only repaired or replaced
 */
public record Damage(String source, long offset, String reason, boolean lost) {
    @Override
    public String toString() {
        return source + (offset < 0 ? "" : ", byte " + offset) + ": " + reason;
    }
}
