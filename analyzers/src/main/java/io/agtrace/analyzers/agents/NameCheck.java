package io.agtrace.analyzers.agents;

import org.jspecify.annotations.Nullable;

import java.util.function.Predicate;

/**
 * Asks something of names, of which the same few come again and again: remembers the answers given
 * last, each in the place of its name's hash. Threads may share it.
 */
final class NameCheck {
    private static final int SLOTS = 1 << 8;

    private final Predicate<String> check;
    private final @Nullable Answer[] answers = new Answer[SLOTS];

    /** Immutable, so that another thread sees all of it or nothing. */
    private record Answer(String name, boolean holds) {}

    NameCheck(Predicate<String> check) {
        this.check = check;
    }

    boolean test(String name) {
        int hash = name.hashCode();
        int slot = (hash ^ hash >>> 15) & SLOTS - 1;
        Answer known = answers[slot];
        if (known == null || !known.name.equals(name)) {
            known = new Answer(name, check.test(name));
            answers[slot] = known;
        }
        return known.holds;
    }
}
