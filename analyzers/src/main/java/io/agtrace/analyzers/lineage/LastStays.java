package io.agtrace.analyzers.lineage;

import io.agtrace.analyzers.agents.AgentInvocation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** For each fact the last stay to begin that has it. */
final class LastStays {
    private final FirstPlaces places = new FirstPlaces();
    private final List<AgentInvocation> stays;

    LastStays(List<AgentInvocation> stays, Function<AgentInvocation, FactSet> has) {
        this.stays = stays;
        List<AgentInvocation> lastFirst = new ArrayList<>(stays);
        lastFirst.sort(Comparator.comparingLong(AgentInvocation::startNanos).reversed());
        for (AgentInvocation stay : lastFirst) {
            FactSet facts = has.apply(stay);
            for (int i = 0; i < facts.size(); i++) {
                places.put(facts.fact(i), stay.index());
            }
        }
    }

    /** Facts of a set that a stay has which began at a time or later. */
    FactSet since(FactSet facts, long nanos) {
        long[] kept = new long[facts.size()];
        int size = 0;
        for (int i = 0; i < facts.size(); i++) {
            int stay = places.get(facts.fact(i));
            if (stay >= 0 && stays.get(stay).startNanos() >= nanos) {
                kept[size++] = facts.fact(i);
            }
        }
        return FactSet.sorted(kept, size);
    }
}
