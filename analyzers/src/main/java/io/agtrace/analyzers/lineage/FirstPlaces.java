package io.agtrace.analyzers.lineage;

import java.util.Arrays;

/** A map from facts to places (passages, turns): open addressing, no boxes. */
public final class FirstPlaces {
    private static final int NONE = -1;

    private long[] facts = new long[256];
    private int[] places = new int[256];
    private int size;

    public FirstPlaces() {
        Arrays.fill(places, NONE);
    }

    /** The place first noted for a fact, or -1. */
    public int get(long fact) {
        return places[slot(facts, places, fact)];
    }

    /** Notes a place for a fact that has none yet; returns the one that is noted now. */
    public int put(long fact, int place) {
        int slot = slot(facts, places, fact);
        if (places[slot] != NONE) {
            return places[slot];
        }
        facts[slot] = fact;
        places[slot] = place;
        if (++size > facts.length / 4 * 3) {
            grow();
        }
        return place;
    }

    private static int slot(long[] facts, int[] places, long fact) {
        int mask = facts.length - 1;
        int slot = (int) (fact ^ fact >>> 32) & mask;
        while (places[slot] != NONE && facts[slot] != fact) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] wider = new long[facts.length * 2];
        int[] where = new int[wider.length];
        Arrays.fill(where, NONE);
        for (int i = 0; i < facts.length; i++) {
            if (places[i] != NONE) {
                int slot = slot(wider, where, facts[i]);
                wider[slot] = facts[i];
                where[slot] = places[i];
            }
        }
        facts = wider;
        places = where;
    }
}
