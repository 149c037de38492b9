package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.TokenUsage;

/**
 * How tokens and costs are summed without counting anything twice. The rule needs no tree, so that
 * a listing in one pass and the view of one workflow come to the same numbers:
 *
 * <ol>
 *   <li>Model calls count, agents and runs that repeat the sum of their calls do not.
 *   <li>A model call directly below another model call is the same call seen by a second
 *       instrumentation, or one step of it; the outer one does not count where the inner one has
 *       numbers. Deeper nesting is a call of its own: a tool, and in it an agent with its own
 *       calls, may run while the outer call is open.
 *   <li>In a trace whose model calls have no numbers the largest numbers of any other span count.
 *   <li>A span that was recorded twice counts once, with the larger numbers.
 * </ol>
 */
final class UsageRule {
    private UsageRule() {}

    /** Input tokens; all of them where the span tells nothing but their total. */
    static long input(TokenUsage tokens) {
        if (tokens.input() >= 0) {
            return tokens.input();
        }
        return Math.max(0, tokens.total() - Math.max(0, tokens.output()));
    }

    /** Output tokens; what is left of the total where the span tells that and the input. */
    static long output(TokenUsage tokens) {
        if (tokens.output() >= 0) {
            return tokens.output();
        }
        return tokens.input() < 0 ? 0 : Math.max(0, tokens.total() - tokens.input());
    }

    /** Whole billionths, so that a sum does not depend on the order; -1 where unknown. */
    static long costNanos(double costUsd) {
        // A cost beyond a million dollars a call, or NaN, is no cost.
        return costUsd >= 0 && costUsd < 1e6 ? Math.round(costUsd * 1e9) : -1;
    }
}
