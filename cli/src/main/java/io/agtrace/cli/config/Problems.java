package io.agtrace.cli.config;

import java.util.ArrayList;
import java.util.List;

/** Collects mistakes, so that all are named at once; those beyond a screenful are not kept. */
final class Problems {
    private static final int MOST = 20;

    private final List<Problem> found = new ArrayList<>();

    void add(Place place, String message, String hint) {
        if (found.size() < MOST) {
            found.add(new Problem(place, message, hint));
        }
    }

    /**
     * Ends the reading.
     *
     * @throws ConfigurationException where there were mistakes
     */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigurationException(found);
        }
    }
}
