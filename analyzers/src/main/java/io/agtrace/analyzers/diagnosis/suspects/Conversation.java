package io.agtrace.analyzers.diagnosis.suspects;

import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.FirstPlaces;
import io.agtrace.analyzers.lineage.Lineage;
import io.agtrace.analyzers.rules.Run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The turns of a run: who first said what, and what of it others took up. */
final class Conversation {
    /** An agent with fewer turns shows no habit. */
    private static final int HABIT = 3;

    /** A fact in more of an agent's turns than this share belongs to the form, not the content. */
    private static final double COMMON = 0.6;

    /** An agent of whose words more than this share is form reports like a tool. */
    private static final double FORM = 0.25;

    private final Run run;
    private final List<Turn> turns;
    private final FactSet task;
    private final FactSet result;
    private final FactSet[] fresh;
    private final FactSet[] reused;
    private final boolean models;
    private final boolean endsAsTool;
    private int firstCode = -1;
    private int firstOrder = -1;
    private int lastDelegated = -1;

    private Conversation(Run run, List<Turn> turns) {
        this.run = run;
        this.turns = turns;
        Lineage lineage = run.lineage();
        task = lineage.task().minus(lineage.wording());
        result = result().minus(task).minus(lineage.wording());
        fresh = new FactSet[turns.size()];
        reused = new FactSet[turns.size()];
        Arrays.fill(fresh, FactSet.EMPTY);
        Arrays.fill(reused, FactSet.EMPTY);
        origins();
        models = turns.stream().anyMatch(Turn::model);
        endsAsTool = !turns.isEmpty() && formOf(turns.getLast().agent()) > FORM;
        for (Turn turn : turns) {
            firstCode = firstCode < 0 && turn.code() ? turn.index() : firstCode;
            firstOrder = firstOrder < 0 && turn.delegates() ? turn.index() : firstOrder;
            boolean work = turn.delegated() && !turn.delegates();
            lastDelegated = work ? turn.index() : lastDelegated;
        }
    }

    static Conversation of(Run run) {
        return new Conversation(run, Turns.of(run));
    }

    Run run() {
        return run;
    }

    List<Turn> turns() {
        return turns;
    }

    /** What was asked of the run, without the words of instructions. */
    FactSet task() {
        return task;
    }

    /** What the run comes to and nobody asked: its output, and the last turn that says much. */
    FactSet resultFacts() {
        return result;
    }

    /** What nobody had said before a turn. */
    FactSet fresh(int turn) {
        return fresh[turn];
    }

    /** What of it later turns hold. */
    FactSet reused(int turn) {
        return reused[turn];
    }

    /** Numbers, names and ids of a turn that neither task nor tool nor agent had given. */
    FactSet unsourced(int turn) {
        long start = run.tree().startNanos(turns.get(turn).node());
        return run.lineage().without(fresh[turn], start).hard();
    }

    /** Whether no model speaks here while models do elsewhere in the run: a person, a program. */
    boolean isOutsider(int turn) {
        return models && !turns.get(turn).model();
    }

    /** Whether code is first given here, for others to run. */
    boolean isFirstCode(int turn) {
        return turn == firstCode && turn > 0;
    }

    boolean isFirstOrder(int turn) {
        return turn == firstOrder;
    }

    boolean isLastDelegated(int turn) {
        return turn == lastDelegated;
    }

    /** Whether the run ends here, with a report in fixed form instead of an answer. */
    boolean endsAsTool(int turn) {
        return endsAsTool && turn == turns.size() - 1;
    }

    private FactSet result() {
        FactSet said = FactSet.EMPTY;
        for (Turn turn : turns) {
            said = turn.isShort() ? said : turn.said();
        }
        boolean output = run.tree().size() > 0 && run.facts(0).output() != null;
        return output ? said.or(run.payloads().spoken(run.facts(0).output())) : said;
    }

    private void origins() {
        FirstPlaces numbers = new FirstPlaces();
        List<int[]> places = new ArrayList<>();
        for (Turn turn : turns) {
            for (int i = 0; i < turn.said().size(); i++) {
                long fact = turn.said().fact(i);
                int number = numbers.get(fact);
                if (number < 0) {
                    numbers.put(fact, places.size());
                    places.add(new int[] {turn.index(), turn.index()});
                } else {
                    places.get(number)[1] = turn.index();
                }
            }
        }
        FactSet wording = run.lineage().wording();
        for (Turn turn : turns) {
            int at = turn.index();
            FactSet own = turn.said().minus(task).minus(wording);
            fresh[at] = own.keep(fact -> places.get(numbers.get(fact))[0] == at);
            reused[at] = fresh[at].keep(fact -> places.get(numbers.get(fact))[1] > at);
        }
    }

    /** How much of what an agent says stands in most of its turns, 0 to 1. */
    private double formOf(String agent) {
        List<Turn> own = turns.stream().filter(turn -> turn.agent().equals(agent)).toList();
        if (own.size() < HABIT) {
            return 0;
        }
        FirstPlaces numbers = new FirstPlaces();
        List<int[]> counts = new ArrayList<>();
        for (Turn turn : own) {
            for (int i = 0; i < turn.said().size(); i++) {
                long fact = turn.said().fact(i);
                if (numbers.get(fact) < 0) {
                    numbers.put(fact, counts.size());
                    counts.add(new int[1]);
                }
                counts.get(numbers.get(fact))[0]++;
            }
        }
        double sum = 0;
        for (Turn turn : own) {
            FactSet common =
                    turn.said()
                            .minus(task)
                            .keep(fact -> counts.get(numbers.get(fact))[0] > COMMON * own.size());
            sum += turn.said().isEmpty() ? 0 : (double) common.weight() / turn.said().weight();
        }
        return sum / own.size();
    }
}
