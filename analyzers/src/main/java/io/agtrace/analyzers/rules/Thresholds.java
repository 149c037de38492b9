package io.agtrace.analyzers.rules;

import java.util.Map;

/** The values of thresholds: the user's where set, else the standard ones. */
public final class Thresholds {
    /** No threshold is set by the user. */
    public static final Thresholds STANDARD = new Thresholds(Map.of());

    private final Map<String, Map<String, Double>> set;

    /**
     * @param set values by rule id and threshold name
     */
    public Thresholds(Map<String, Map<String, Double>> set) {
        this.set = Map.copyOf(set);
    }

    /** The value in force. */
    public double of(String rule, Threshold threshold) {
        Double value = set.getOrDefault(rule, Map.of()).get(threshold.name());
        return value == null ? threshold.standard() : value;
    }
}
