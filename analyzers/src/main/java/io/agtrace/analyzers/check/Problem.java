package io.agtrace.analyzers.check;

import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;

import java.util.List;

/**
 * A finding as the gate reports it.
 *
 * @param workflow id of the run
 * @param severity as the policy has it
 * @param title a few words, the rule's id first
 * @param narrative what was seen and what came of it, in plain words
 * @param confidence that it is the root cause, 0 to 1; of a finding that only follows from another
 *     one, the other's
 * @param place where it began
 * @param agent empty where it is about none
 * @param from sender at the boundary it is about; empty where it is about none
 * @param to receiver at that boundary
 * @param evidence the strongest first
 * @param explains its consequences, {@code rule@span-id} each
 * @param cause the finding that it follows from, {@code rule@span-id}; empty where none is known
 * @param fingerprint names the same trouble in other runs, see {@link Fingerprint}
 * @param status whether it fails the gate
 * @param next the command that shows its place; empty where there is none
 */
public record Problem(
        String workflow,
        RuleInfo rule,
        Severity severity,
        Tier tier,
        String title,
        String narrative,
        double confidence,
        Place place,
        String agent,
        String from,
        String to,
        List<Quote> evidence,
        List<String> explains,
        String cause,
        String fingerprint,
        Status status,
        String next) {
    public Problem {
        evidence = List.copyOf(evidence);
        explains = List.copyOf(explains);
    }

    /**
     * A span, and where it stands.
     *
     * @param name of the span
     * @param path names of the spans from the run's root to this one
     * @param file the input as the user named it, with the entry's name for archives; may be empty
     * @param offset of the span's first byte in the uncompressed input
     * @param length in bytes; 0 where the format gives a span no region of its own
     */
    public record Place(
            String traceId,
            String spanId,
            String name,
            List<String> path,
            String file,
            long offset,
            int length) {
        public Place {
            path = List.copyOf(path);
        }
    }

    /**
     * Evidence that can be checked by hand.
     *
     * @param traceId empty, like the span id, where it stands at no single span
     * @param attribute where it was read
     */
    public record Quote(String traceId, String spanId, String attribute, String text) {}

    /** What the gate does with a problem. */
    public enum Kind {
        /** It fails the gate. */
        FAILS,
        /** It is shown, and lets the gate pass. */
        SHOWN,
        /** It would fail the gate, but the baseline has it. */
        KNOWN,
        /** It would be reported, but the policy suppresses it. */
        SUPPRESSED
    }

    /**
     * What the gate does with a problem.
     *
     * @param reason why it is suppressed; else empty
     */
    public record Status(Kind kind, String reason) {}

    /** Whether it fails the gate. */
    public boolean fails() {
        return status.kind() == Kind.FAILS;
    }

    /** This problem with another status. */
    public Problem with(Status other) {
        return new Problem(
                workflow,
                rule,
                severity,
                tier,
                title,
                narrative,
                confidence,
                place,
                agent,
                from,
                to,
                evidence,
                explains,
                cause,
                fingerprint,
                other,
                next);
    }
}
