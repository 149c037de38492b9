package io.agtrace.analyzers.compare;

/**
 * What something took.
 *
 * @param stays how often an agent was at work
 * @param nanos time in which it did so itself; of a run, its whole length
 * @param costUsd in US dollars; negative where unknown
 */
public record Load(
        int stays,
        long modelCalls,
        long toolCalls,
        long nanos,
        long inputTokens,
        long outputTokens,
        double costUsd) {
    static final Load NONE = new Load(0, 0, 0, 0, 0, 0, -1);

    Load plus(Load other) {
        return new Load(
                stays + other.stays,
                modelCalls + other.modelCalls,
                toolCalls + other.toolCalls,
                nanos + other.nanos,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                costUsd < 0
                        ? other.costUsd
                        : other.costUsd < 0 ? costUsd : costUsd + other.costUsd);
    }

    public long tokens() {
        return inputTokens + outputTokens;
    }
}
