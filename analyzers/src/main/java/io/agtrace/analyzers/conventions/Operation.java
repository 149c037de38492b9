package io.agtrace.analyzers.conventions;

import java.util.List;

/**
 * What a span does, with the evidence for that reading, strongest first. Evidence that said
 * something else is kept behind it.
 */
public record Operation(OperationKind kind, List<Evidence> evidence) {
    public static final Operation OTHER = new Operation(OperationKind.OTHER, List.of());

    public Operation {
        evidence = List.copyOf(evidence);
    }

    /**
     * One reason for a reading.
     *
     * @param source the attribute, or {@code span name}, {@code scope}, {@code span kind}
     * @param value what it said
     * @param says the reading it speaks for
     */
    public record Evidence(String source, String value, OperationKind says) {
        /** The source of a reading as a mere moment. */
        static final String MOMENT = "event written as a span";
    }

    /** Whether the span only says that something happened; its length means nothing. */
    public boolean isMoment() {
        return !evidence.isEmpty() && evidence.getFirst().source().equals(Evidence.MOMENT);
    }
}
