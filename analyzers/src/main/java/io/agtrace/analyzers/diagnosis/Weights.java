package io.agtrace.analyzers.diagnosis;

import io.agtrace.analyzers.rules.Finding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * From features to a confidence: logistic regression, fitted on labelled runs by the program {@code
 * FitWeights} among this module's tests. The numbers stand in the resource {@code weights.tsv};
 * they are written by that program, never by hand.
 *
 * @param intercept of all rules
 * @param features by the ordinal of {@link Features}
 * @param rules how much more or less a rule's findings are right than the others', shrunk towards 0
 */
record Weights(double intercept, double[] features, Map<String, Double> rules) {
    private static final String RESOURCE = "weights.tsv";

    Weights {
        features = features.clone();
        rules = Map.copyOf(rules);
    }

    /** The fitted weights. */
    static Weights fitted() {
        return Holder.FITTED;
    }

    private static final class Holder {
        static final Weights FITTED = read();
    }

    /** The confidence that a finding with these features is the root cause, 0 to 1. */
    double confidence(Finding finding, double[] values) {
        double sum = intercept + rules.getOrDefault(finding.rule(), 0.0);
        for (int i = 0; i < values.length; i++) {
            sum += features[i] * values[i];
        }
        return 1 / (1 + Math.exp(-sum));
    }

    private static Weights read() {
        try (InputStream in = Weights.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + RESOURCE + " is missing");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines of kind, name and number, parted by tabs. */
    static Weights parse(String text) {
        double intercept = 0;
        double[] features = new double[Features.values().length];
        Map<String, Double> rules = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            String[] parts = line.split("\t", -1);
            if (parts.length != 3) {
                continue;
            }
            double value = Double.parseDouble(parts[2]);
            switch (parts[0]) {
                case "intercept" -> intercept = value;
                case "feature" -> features[index(parts[1])] = value;
                case "rule" -> rules.put(parts[1], value);
                default -> throw new IllegalArgumentException(RESOURCE + ": " + line);
            }
        }
        return new Weights(intercept, features, rules);
    }

    @SuppressWarnings("EnumOrdinal") // lives no longer than the process
    private static int index(String feature) {
        return Features.valueOf(feature).ordinal();
    }

    /** The weights as {@link #parse} reads them. */
    String print() {
        StringBuilder text = new StringBuilder();
        line(text, "intercept", "", intercept);
        for (Features feature : Features.values()) {
            line(text, "feature", feature.name(), features[index(feature.name())]);
        }
        new TreeMap<>(rules).forEach((id, value) -> line(text, "rule", id, value));
        return text.toString();
    }

    private static void line(StringBuilder text, String kind, String name, double value) {
        text.append(kind).append('\t').append(name).append('\t');
        text.append(Math.round(value * 1000) / 1000.0).append('\n');
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Weights theirs
                && intercept == theirs.intercept
                && Arrays.equals(features, theirs.features)
                && rules.equals(theirs.rules);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(features) * 31 + rules.hashCode();
    }

    @Override
    public String toString() {
        return print();
    }
}
