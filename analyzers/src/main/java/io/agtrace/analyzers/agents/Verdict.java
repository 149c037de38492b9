package io.agtrace.analyzers.agents;

import java.util.List;

/**
 * The answer to one of the five questions about a message.
 *
 * @param reason why, in plain words; for "not checked", what the trace lacks
 */
public record Verdict(Answer answer, String reason, List<Evidence> evidence) {
    /** An answer. */
    public enum Answer {
        YES,
        NO,
        NOT_CHECKED
    }

    public Verdict {
        evidence = List.copyOf(evidence);
    }

    public static Verdict yes(String reason, Evidence... evidence) {
        return new Verdict(Answer.YES, reason, List.of(evidence));
    }

    public static Verdict no(String reason, Evidence... evidence) {
        return new Verdict(Answer.NO, reason, List.of(evidence));
    }

    public static Verdict notChecked(String reason) {
        return new Verdict(Answer.NOT_CHECKED, reason, List.of());
    }
}
