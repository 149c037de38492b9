package io.agtrace.analyzers.conventions;

/**
 * Tokens of one span as it reports them; -1 where it does not say.
 *
 * @param input prompt tokens, cached ones included where the family includes them
 * @param output completion tokens, reasoning included
 */
public record TokenUsage(long input, long output, long cached, long reasoning, long total) {
    public static final TokenUsage NONE = new TokenUsage(-1, -1, -1, -1, -1);

    public boolean isKnown() {
        return input >= 0 || output >= 0 || total >= 0;
    }

    /** The total as reported, else input plus output; 0 where nothing is known. */
    public long sum() {
        return total >= 0 ? total : Math.max(0, input) + Math.max(0, output);
    }
}
