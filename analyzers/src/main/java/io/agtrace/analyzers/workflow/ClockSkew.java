package io.agtrace.analyzers.workflow;

/**
 * An estimated difference of clocks. Never applied to any time.
 *
 * @param service the service whose clock differs
 * @param against the service of the callers it was compared with
 * @param offsetNanos how far the service's clock is ahead; negative when it is behind
 * @param pairs how many caller and callee spans the estimate rests on
 */
public record ClockSkew(String service, String against, long offsetNanos, int pairs) {}
