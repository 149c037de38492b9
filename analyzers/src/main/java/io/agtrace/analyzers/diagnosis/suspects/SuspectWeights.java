package io.agtrace.analyzers.diagnosis.suspects;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * From traits to the probability of each turn of a run to be the one at which it went wrong, given
 * that it went wrong at one: a choice among the turns (conditional logistic regression), fitted on
 * labelled runs by the program {@code FitSuspects} among this module's tests. The numbers stand in
 * the resource {@code suspects.tsv}; they are written by that program, never by hand.
 *
 * @param traits by the ordinal of {@link Trait}
 */
record SuspectWeights(double[] traits) {
    private static final String RESOURCE = "suspects.tsv";

    SuspectWeights {
        traits = traits.clone();
    }

    /** The fitted weights. */
    static SuspectWeights fitted() {
        return Holder.FITTED;
    }

    private static final class Holder {
        static final SuspectWeights FITTED = read();
    }

    /** The probabilities of a run's turns by their traits; they add up to 1. */
    double[] probabilities(double[][] turns) {
        double[] scores = new double[turns.length];
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < turns.length; i++) {
            for (int j = 0; j < traits.length; j++) {
                scores[i] += traits[j] * turns[i][j];
            }
            most = Math.max(most, scores[i]);
        }
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Math.exp(scores[i] - most);
            sum += scores[i];
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] /= sum;
        }
        return scores;
    }

    private static SuspectWeights read() {
        try (InputStream in = SuspectWeights.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + RESOURCE + " is missing");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines of a trait's name and a number, parted by a tab. */
    static SuspectWeights parse(String text) {
        double[] traits = new double[Trait.values().length];
        for (String line : text.lines().toList()) {
            int tab = line.indexOf('\t');
            if (tab < 0) {
                throw new IllegalArgumentException(RESOURCE + ": " + line);
            }
            traits[index(line.substring(0, tab))] = Double.parseDouble(line.substring(tab + 1));
        }
        return new SuspectWeights(traits);
    }

    /** The weights as {@link #parse} reads them. */
    String print() {
        StringBuilder text = new StringBuilder();
        for (Trait trait : Trait.values()) {
            double weight = Math.round(traits[index(trait.name())] * 1000) / 1000.0;
            text.append(trait.name()).append('\t').append(weight).append('\n');
        }
        return text.toString();
    }

    @SuppressWarnings("EnumOrdinal") // lives no longer than the process
    private static int index(String trait) {
        return Trait.valueOf(trait).ordinal();
    }
}
