package io.agtrace.analyzers.check;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Decision;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.conventions.TokenUsage;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a policy asks of runs beside the absence of findings.
 *
 * @param decisions decisions whose share of all runs must lie between bounds
 * @param coverage smallest shares of places that must say something, in all runs together
 */
public record Expectations(
        Budgets budgets,
        Structure structure,
        List<ExpectedDecision> decisions,
        Map<Coverage, Double> coverage) {
    public static final Expectations NONE =
            new Expectations(Budgets.NONE, Structure.NONE, List.of(), Map.of());

    public Expectations {
        decisions = List.copyOf(decisions);
        coverage = Map.copyOf(coverage);
    }

    /** Places that say something, or do not. */
    public enum Coverage {
        MESSAGE_PAYLOADS("messages carry a payload"),
        DECISION_REASONS("decisions state a reason"),
        MODEL_USAGE("model calls state their tokens");

        private final String words;

        Coverage(String words) {
            this.words = words;
        }

        /** What is counted, after a share. */
        public String words() {
            return words;
        }
    }

    /**
     * A decision that a certain share of runs should take.
     *
     * @param decision what is decided; {@code *} stands for any text
     * @param by who decides; empty for anybody
     * @param least 0 to 1
     * @param most 0 to 1
     * @param level how sure the gate must be that the true share lies outside, 0 to 1
     */
    public record ExpectedDecision(
            String decision, String by, double least, double most, double level) {}

    /**
     * How many of the places in one run say something.
     *
     * @param told by {@link Coverage#ordinal}
     * @param all likewise
     * @param decided which of the expected decisions were taken, by index
     * @param decidedBy whether those who should take them decided anything, by index
     */
    public record Seen(List<Integer> told, List<Integer> all, BitSet decided, BitSet decidedBy) {
        /** Of a run with no such places. */
        public static final Seen NOTHING =
                new Seen(
                        Collections.nCopies(Coverage.values().length, 0),
                        Collections.nCopies(Coverage.values().length, 0),
                        new BitSet(),
                        new BitSet());

        public Seen {
            told = List.copyOf(told);
            all = List.copyOf(all);
            decided = (BitSet) decided.clone();
            decidedBy = (BitSet) decidedBy.clone();
        }
    }

    /** What the expectations about all runs together need to know of one. */
    Seen seen(AgentsView view) {
        int[] told = new int[Coverage.values().length];
        int[] all = new int[told.length];
        for (Message message : view.messages()) {
            all[Coverage.MESSAGE_PAYLOADS.ordinal()]++;
            boolean says = message.sent() != null || message.received() != null;
            told[Coverage.MESSAGE_PAYLOADS.ordinal()] += says ? 1 : 0;
        }
        for (Decision decision : view.decisions()) {
            all[Coverage.DECISION_REASONS.ordinal()]++;
            boolean says = !decision.reason().isEmpty() && !decision.reasonInferred();
            told[Coverage.DECISION_REASONS.ordinal()] += says ? 1 : 0;
        }
        SpanTree tree = view.workflow().tree();
        for (AgentInvocation stay : view.invocations()) {
            for (int call : stay.modelCalls()) {
                all[Coverage.MODEL_USAGE.ordinal()]++;
                TokenUsage tokens = tree.facts(call).tokens();
                boolean says = tokens.input() >= 0 || tokens.output() >= 0;
                told[Coverage.MODEL_USAGE.ordinal()] += says ? 1 : 0;
            }
        }
        BitSet decided = new BitSet();
        BitSet decidedBy = new BitSet();
        for (int i = 0; i < decisions.size(); i++) {
            ExpectedDecision expected = decisions.get(i);
            Pattern what = Names.pattern(expected.decision);
            Pattern who = Names.pattern(expected.by.isEmpty() ? "*" : expected.by);
            for (Decision decision : view.decisions()) {
                if (Names.fits(who, decision.by())) {
                    decidedBy.set(i);
                    if (Names.fits(what, decision.chosen())) {
                        decided.set(i);
                    }
                }
            }
        }
        return new Seen(boxed(told), boxed(all), decided, decidedBy);
    }

    private static List<Integer> boxed(int[] numbers) {
        List<Integer> boxed = new ArrayList<>(numbers.length);
        for (int number : numbers) {
            boxed.add(number);
        }
        return boxed;
    }
}
