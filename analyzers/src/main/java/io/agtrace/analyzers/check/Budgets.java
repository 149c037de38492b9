package io.agtrace.analyzers.check;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Loop;
import io.agtrace.analyzers.agents.Retry;
import io.agtrace.analyzers.workflow.WorkflowSummary;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run may use at most.
 *
 * @param most by what is counted; what is not among them has no limit
 */
public record Budgets(Map<Use, Double> most) {
    public static final Budgets NONE = new Budgets(Map.of());

    public Budgets {
        most = Map.copyOf(most);
    }

    /** What a run uses. */
    public enum Use {
        DURATION("seconds", "the run took", "s"),
        TOKENS("tokens", "model calls used", " tokens"),
        COST("US dollars", "model calls cost", " USD"),
        MODEL_CALLS("calls", "the run made", " model calls"),
        TOOL_CALLS("calls", "the run made", " tool calls"),
        LOOP_ITERATIONS("rounds of one loop", "a loop went", " rounds"),
        RETRIES("attempts after the first, of one call", "a call was tried again", " times"),
        SPANS("spans", "the run has", " spans");

        private final String unit;
        private final String words;
        private final String suffix;

        Use(String unit, String words, String suffix) {
            this.unit = unit;
            this.words = words;
            this.suffix = suffix;
        }

        /** What a limit counts. */
        public String unit() {
            return unit;
        }
    }

    /** A limit that a run went over, at the span that shows it. */
    record Breach(Use use, int node, double used, double most) {
        String narrative() {
            return sentence(use.words)
                    + " "
                    + number(used)
                    + use.suffix
                    + " of at most "
                    + number(most)
                    + " that the policy allows.";
        }

        private static String sentence(String words) {
            return Character.toUpperCase(words.charAt(0)) + words.substring(1);
        }

        private static String number(double value) {
            BigDecimal exact = BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_EVEN);
            BigDecimal shown = value >= 100 ? exact.setScale(0, RoundingMode.HALF_EVEN) : exact;
            return shown.stripTrailingZeros().toPlainString();
        }
    }

    /** The limits that a run went over, in the order of {@link Use}. */
    List<Breach> breaches(AgentsView view) {
        List<Breach> breaches = new ArrayList<>();
        WorkflowSummary summary = view.workflow().summary();
        for (Use use : Use.values()) {
            Double limit = most.get(use);
            if (limit == null) {
                continue;
            }
            switch (use) {
                case DURATION -> over(breaches, use, summary.durationNanos() / 1e9, limit);
                case TOKENS ->
                        over(
                                breaches,
                                use,
                                (double) summary.inputTokens() + summary.outputTokens(),
                                limit);
                case COST -> over(breaches, use, summary.costUsd(), limit);
                case MODEL_CALLS -> over(breaches, use, (double) summary.modelCalls(), limit);
                case TOOL_CALLS -> over(breaches, use, (double) summary.toolCalls(), limit);
                case SPANS -> over(breaches, use, (double) summary.spans(), limit);
                case LOOP_ITERATIONS -> {
                    for (Loop loop : view.loops()) {
                        int rounds = loop.iterations().size();
                        if (rounds > limit) {
                            int node = loop.iterations().get(limit.intValue()).first();
                            breaches.add(new Breach(use, node, rounds, limit));
                        }
                    }
                }
                case RETRIES -> {
                    for (Retry retry : view.retries()) {
                        int again = retry.attempts().size() - 1;
                        if (again > limit) {
                            int node = retry.attempts().get(limit.intValue() + 1).node();
                            breaches.add(new Breach(use, node, again, limit));
                        }
                    }
                }
            }
        }
        return breaches;
    }

    private static void over(List<Breach> breaches, Use use, double used, double limit) {
        if (used > limit) {
            breaches.add(new Breach(use, 0, used, limit));
        }
    }
}
