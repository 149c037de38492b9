package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.Passage;
import io.agtrace.analyzers.lineage.Piece;
import io.agtrace.analyzers.lineage.Side;
import io.agtrace.analyzers.lineage.Speaker;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Whether facts came back in what was made after a stay. */
final class LaterWork {
    /** The last answers of a run; one of many traces has as many. */
    private static final int MOST_ANSWERS = 32;

    private final Run run;

    /** What the run gave back as texts, in order of time. */
    private final List<Passage> answers = new ArrayList<>();

    LaterWork(Run run) {
        this.run = run;
        for (Passage passage : run.lineage().passages()) {
            if (passage.side() == Side.OUTPUT
                    && run.tree().depth(passage.node()) == 0
                    && isText(run, run.facts(passage.node()).output())) {
                answers.add(passage);
            }
        }
    }

    /**
     * Facts of a set that came back after a stay: in what later stays gave back; or in what the run
     * gave back as a text, where the stay's own words are not in it: who only judged the answer was
     * not to write it.
     */
    FactSet of(FactSet facts, AgentInvocation stay) {
        FactSet own = run.lineage().stay(stay.index()).output();
        FactSet later = run.lineage().madeSince(facts, stay.endNanos());
        for (int i = answers.size() - 1; i >= Math.max(0, answers.size() - MOST_ANSWERS); i--) {
            Passage passage = answers.get(i);
            if (passage.nanos() >= stay.endNanos() && own.shareIn(passage.facts()) < 0.5) {
                later = later.or(facts.and(passage.facts()));
            }
        }
        return later;
    }

    /** One text, not a state of many fields nor a whole conversation. */
    private static boolean isText(Run run, @Nullable AnyValue payload) {
        int texts = 0;
        for (Piece piece : run.payloads().pieces(payload)) {
            texts += piece.speaker() == Speaker.SYSTEM ? 0 : 1;
        }
        return texts == 1;
    }
}
