package io.agtrace.analyzers.diagnosis.suspects;

import io.agtrace.analyzers.lineage.FactSet;

/**
 * What can speak for or against a turn being the one at which the run went wrong, as numbers of
 * about the same size. {@link SuspectWeights} weighs them. How late a turn is in the run is not
 * among them; its place in the work (the first code, the first order, the last work on order) is.
 */
enum Trait {
    /** 1 for a turn that hardly says anything. */
    SHORT,
    /** How much of the task it takes up: such turns set how the task is understood. */
    TASK,
    /** The share of its facts that nobody had said before. */
    NEW,
    /** 1 where it holds code. */
    CODE,
    /** 1 where the run's first code after its beginning is here. */
    FIRST_CODE,
    /** 1 for work inside another agent's turn. */
    DELEGATED,
    /** 1 for the last of such work. */
    LAST_DELEGATED,
    /** 1 for the first turn that has another agent work. */
    FIRST_ORDER,
    /** 1 where the run ends with a report in fixed form instead of an answer. */
    ENDS_AS_TOOL,
    /** How many values it states after tools' results that these do not hold. */
    UNSOURCED,
    /** 1 where a tool that it asks for fails. */
    TOOL_FAILED,
    /** 1 where it asks for a tool that the run hardly uses: an act rather than a look. */
    RARE_TOOL,
    /** 1 for a person or a program among models. */
    OUTSIDER;

    /** The traits of a turn, by ordinal. */
    @SuppressWarnings("EnumOrdinal") // lives no longer than the process
    static double[] of(Conversation talk, int index) {
        Turn turn = talk.turns().get(index);
        FactSet said = turn.said();
        double[] values = new double[values().length];
        values[SHORT.ordinal()] = bit(turn.isShort());
        values[TASK.ordinal()] = talk.task().isEmpty() ? 0 : talk.task().shareIn(said);
        values[NEW.ordinal()] =
                said.isEmpty() ? 0 : (double) talk.fresh(index).weight() / said.weight();
        values[CODE.ordinal()] = bit(turn.code());
        values[FIRST_CODE.ordinal()] = bit(talk.isFirstCode(index));
        values[DELEGATED.ordinal()] = bit(turn.delegated());
        values[LAST_DELEGATED.ordinal()] = bit(talk.isLastDelegated(index));
        values[FIRST_ORDER.ordinal()] = bit(talk.isFirstOrder(index));
        values[ENDS_AS_TOOL.ordinal()] = bit(talk.endsAsTool(index));
        values[UNSOURCED.ordinal()] =
                turn.reads() ? Math.log1p(talk.unsourced(index).weight()) / 3 : 0;
        values[TOOL_FAILED.ordinal()] = bit(turn.toolFailed());
        values[RARE_TOOL.ordinal()] = bit(!turn.rareTool().isEmpty());
        values[OUTSIDER.ordinal()] = bit(talk.isOutsider(index));
        return values;
    }

    private static double bit(boolean holds) {
        return holds ? 1 : 0;
    }
}
