package io.agtrace.analyzers.diagnosis.suspects;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Assessment;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.span.Status;
import io.agtrace.analyzers.workflow.WorkflowSummary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the result of a run is in doubt although no rule proves anything, and why. Without a
 * reason for doubt nobody is suspected.
 */
enum Doubt {
    /** The result is known to be good, or nothing speaks against it. */
    NONE(""),
    /** It ended badly, and nothing explains it. */
    ENDED_BADLY("the run ended badly and nothing likely explains it"),
    /** Agents talk, and neither their models' nor their tools' calls are recorded. */
    UNWATCHED(
            "neither the agents' model calls nor their tools are recorded, so nothing shows where"
                    + " the values of the result come from"),
    /** A person takes part; whether they got what they wanted stands nowhere. */
    PERSON("a person takes part, and nothing says whether they got what they asked for");

    /** A talk has so many turns at least. */
    private static final int TALK = 5;

    /** A talk with a person has so many. */
    private static final int LONG_TALK = 12;

    private static final int OWN_TURNS = 3;

    /** So much that nobody gave is no mere wording. */
    private static final int LEAST_UNSOURCED = 6;

    private final String words;

    Doubt(String words) {
        this.words = words;
    }

    /** The reason in plain words. */
    String words() {
        return words;
    }

    /** Whether there can be any; costs little, for the many runs in which there is none. */
    static boolean isPossible(Run run, boolean badEnd) {
        if (badEnd) {
            return true;
        }
        Map<String, Integer> silent = new HashMap<>();
        for (AgentInvocation stay : run.view().invocations()) {
            if (stay.modelCalls().isEmpty() && stay.output() != null) {
                silent.merge(stay.agent(), 1, Integer::sum);
            }
        }
        boolean talk = silent.values().stream().anyMatch(turns -> turns > 1);
        return talk && !isKnownGood(run);
    }

    /**
     * The doubt about a run.
     *
     * @param badEnd whether it ended badly and no likely cause is known
     */
    static Doubt of(Conversation talk, boolean badEnd) {
        if (badEnd) {
            return ENDED_BADLY;
        }
        if (talk.turns().size() < TALK || isKnownGood(talk.run())) {
            return NONE;
        }
        if (isUnwatched(talk)) {
            return UNWATCHED;
        }
        return hasPerson(talk) ? PERSON : NONE;
    }

    /** A status set by somebody, a stated outcome or a passed check speaks for the result. */
    private static boolean isKnownGood(Run run) {
        AgentsView view = run.view();
        boolean set = run.tree().size() > 0 && run.tree().span(0).status().code() == Status.Code.OK;
        boolean passed = false;
        for (Assessment each : view.assessments()) {
            passed = Boolean.TRUE.equals(each.passed());
        }
        return set || passed || !view.outcome().isEmpty();
    }

    private static boolean isUnwatched(Conversation talk) {
        WorkflowSummary summary = talk.run().view().workflow().summary();
        if (summary.modelCalls() > 0 || summary.toolCalls() > 0) {
            return false;
        }
        int unsourced = 0;
        for (Turn turn : talk.turns()) {
            unsourced += talk.unsourced(turn.index()).weight();
        }
        return unsourced >= LEAST_UNSOURCED
                && turns(talk).values().stream().anyMatch(own -> own.size() > 1);
    }

    /** Somebody who is no model brings in something new again and again, first or last of all. */
    private static boolean hasPerson(Conversation talk) {
        if (talk.turns().size() < LONG_TALK) {
            return false;
        }
        for (List<Turn> own : turns(talk).values()) {
            boolean edge =
                    own.getFirst().index() == 0 || own.getLast().index() == talk.turns().size() - 1;
            long news =
                    own.stream()
                            .filter(turn -> talk.isOutsider(turn.index()) && !turn.delegates())
                            .filter(turn -> !talk.fresh(turn.index()).isEmpty())
                            .count();
            if (edge && news >= OWN_TURNS && news * 2 > own.size()) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, List<Turn>> turns(Conversation talk) {
        Map<String, List<Turn>> byAgent = new HashMap<>();
        for (Turn turn : talk.turns()) {
            byAgent.computeIfAbsent(turn.agent(), agent -> new ArrayList<>()).add(turn);
        }
        return byAgent;
    }
}
