package io.agtrace.analyzers.diagnosis.suspects;

import io.agtrace.analyzers.agents.Evidence;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Says in plain words why a turn is worth reading. */
final class SuspectStory {
    private static final int REASONS = 3;
    private static final int LONGEST_QUOTE = 200;
    private static final double MUCH = 0.5;
    private static final double SOME = 0.2;

    private final Conversation talk;
    private final Turn turn;
    private final Doubt doubt;
    private final @Nullable AnyValue output;

    /** What the turn brought in from nowhere and the result holds. */
    private final FactSet claims;

    /**
     * @param doubt why anybody is suspected at all; {@link Doubt#NONE} not to say so again
     */
    SuspectStory(Conversation talk, int index, Doubt doubt) {
        this.talk = talk;
        this.turn = talk.turns().get(index);
        this.doubt = doubt;
        output = Turns.output(talk.run(), turn.node());
        boolean own = !talk.isOutsider(index) && !turn.delegated() && !talk.endsAsTool(index);
        claims = own ? talk.unsourced(index).and(talk.resultFacts()).values() : FactSet.EMPTY;
    }

    String title() {
        String who = turn.agent().isEmpty() ? "" : turn.agent() + ", ";
        return who + "turn " + (turn.index() + 1) + " of " + talk.turns().size();
    }

    String narrative() {
        List<String> reasons = reasons();
        return (turn.agent().isEmpty() ? "This turn" : turn.agent() + "'s turn here")
                + " is worth reading: "
                + String.join("; ", reasons.subList(0, Math.min(REASONS, reasons.size())))
                + ". Nothing proves it wrong"
                + (doubt == Doubt.NONE ? "" : "; it is looked at because " + doubt.words())
                + ".";
    }

    List<Evidence> evidence() {
        FactSet wanted = !claims.isEmpty() ? claims : wanted();
        String quote = talk.run().payloads().quote(output, wanted.isEmpty() ? turn.said() : wanted);
        return List.of(new Evidence(turn.node(), "output", Words.cut(quote, LONGEST_QUOTE)));
    }

    private FactSet wanted() {
        FactSet taken = talk.reused(turn.index());
        return taken.isEmpty() ? talk.fresh(turn.index()) : taken;
    }

    /** The strongest first. */
    private List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        int index = turn.index();
        if (!claims.isEmpty()) {
            reasons.add(
                    "it first says "
                            + Words.quote(talk.run().payloads().quote(output, claims))
                            + ", with values that neither the task nor any recorded result gives,"
                            + " and the run's result holds them");
        }
        if (turn.toolFailed()) {
            reasons.add("a tool that it asked for failed");
        }
        if (!turn.rareTool().isEmpty()) {
            reasons.add("it acts: it asks for " + turn.rareTool() + ", which the run hardly uses");
        }
        if (talk.endsAsTool(index)) {
            reasons.add("the run ends here, with a report in fixed form instead of an answer");
        }
        if (turn.code()) {
            reasons.add(
                    talk.isFirstCode(index) ? "it gives the run's first code" : "it gives code");
        }
        if (talk.isFirstOrder(index)) {
            reasons.add("it gives the first order to another agent");
        }
        if (talk.isLastDelegated(index)) {
            reasons.add("it is the last work on another agent's order before the end");
        } else if (turn.delegated() && !turn.model()) {
            reasons.add("it is work on another agent's order");
        }
        shares(reasons);
        if (talk.isOutsider(index)) {
            reasons.add("no model speaks here, and nothing checks what is said");
        }
        if (reasons.isEmpty()) {
            reasons.add("it says more than most turns");
        }
        return reasons;
    }

    private void shares(List<String> reasons) {
        int index = turn.index();
        double task = talk.task().isEmpty() ? 0 : talk.task().shareIn(turn.said());
        if (task >= MUCH) {
            reasons.add(
                    "it takes up "
                            + percent(task)
                            + " of the task, and later turns start from how it puts it");
        }
        FactSet fresh = talk.fresh(index);
        double share = turn.said().isEmpty() ? 0 : (double) fresh.weight() / turn.said().weight();
        if (share >= SOME) {
            double taken = (double) talk.reused(index).weight() / fresh.weight();
            reasons.add(
                    percent(share)
                            + " of what it says nobody had said before"
                            + (taken >= SOME
                                    ? ", and later turns take up " + percent(taken) + " of that"
                                    : ""));
        }
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
