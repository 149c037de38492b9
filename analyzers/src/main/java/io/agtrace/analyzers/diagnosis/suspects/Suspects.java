package io.agtrace.analyzers.diagnosis.suspects;

import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.model.UnprovenSuspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Names the turns to look at first in a run whose result is in doubt. */
public final class Suspects {
    /** A turn that nothing proves wrong is never likelier than not. */
    static final double MOST_CONFIDENCE = 0.45;

    private static final int FEW = 3;
    private static final int MOST = 5;

    /** Beyond a few, less likely ones are not worth the reading. */
    private static final double LEAST = 0.05;

    private Suspects() {}

    /**
     * The turns of a run that are most worth reading, the likeliest first; none where nothing
     * speaks against its result.
     *
     * @param badEnd whether the run ended badly and no rule found a likely cause
     */
    public static List<Suspect> of(Run run, boolean badEnd) {
        if (!Doubt.isPossible(run, badEnd)) {
            return List.of();
        }
        Conversation talk = Conversation.of(run);
        int size = talk.turns().size();
        Doubt doubt = Doubt.of(talk, badEnd);
        if (size < 2 || doubt == Doubt.NONE) {
            return List.of();
        }
        double[][] traits = new double[size][];
        for (int i = 0; i < size; i++) {
            traits[i] = Trait.of(talk, i);
        }
        double[] chances = SuspectWeights.fitted().probabilities(traits);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            order.add(i);
        }
        // The sort is stable: of equal ones the earlier comes first.
        order.sort(Comparator.comparingDouble((Integer i) -> chances[i]).reversed());
        List<Suspect> suspects = new ArrayList<>();
        for (int i : order.subList(0, Math.min(MOST, size))) {
            boolean first = suspects.isEmpty();
            if (suspects.size() >= FEW && chances[i] < LEAST) {
                break;
            }
            SuspectStory story = new SuspectStory(talk, i, first ? doubt : Doubt.NONE);
            suspects.add(
                    new Suspect(
                            UnprovenSuspect.finding(
                                    run,
                                    talk.turns().get(i).node(),
                                    story.title(),
                                    story.narrative(),
                                    chances[i],
                                    story.evidence()),
                            Math.min(MOST_CONFIDENCE, chances[i])));
        }
        return suspects;
    }
}
