package io.agtrace.analyzers.diagnosis.suspects;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.diagnosis.FitWeights;
import io.agtrace.analyzers.diagnosis.LabelledRuns;
import io.agtrace.analyzers.diagnosis.LabelledRuns.LabelledRun;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Thresholds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Fits the weights of suspects on labelled runs that went wrong by a mistake of judgement: {@code
 * FitSuspects SUSPECTS.tsv FOLDER…}. Each folder holds traces and a {@code labels.jsonl}. Prints
 * what cross-validation gives, over ten parts of the tasks (runs of one task, in whichever folder,
 * are held out together) and over whole sorts of runs, with all traits and with some left out; then
 * writes the weights of all runs together.
 */
public final class FitSuspects {
    private static final double RIDGE = 10;
    private static final int STEPS = 25;
    private static final int PARTS = 10;

    /** Traits that say at which place of the work a turn stands. */
    private static final Set<Trait> PLACES =
            EnumSet.of(
                    Trait.FIRST_CODE, Trait.FIRST_ORDER, Trait.LAST_DELEGATED, Trait.ENDS_AS_TOOL);

    /** One run: its turns' traits and which turns are right. */
    private record Case(String sort, String task, double[][] turns, boolean[] right) {
        int rights() {
            int count = 0;
            for (boolean each : right) {
                count += each ? 1 : 0;
            }
            return count;
        }
    }

    /** How well a ranking does. */
    private static final class Tally {
        int runs;
        int first;
        int three;
        double loss;
        final double[][] bins = new double[10][3];

        void add(Case run, double[] chances) {
            Integer[] order = new Integer[chances.length];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (a, b) -> Double.compare(chances[b], chances[a]));
            boolean hit = run.right[order[0]];
            boolean near = hit;
            for (int i = 1; i < Math.min(3, order.length); i++) {
                near |= run.right[order[i]];
            }
            double rightly = 0;
            for (int i = 0; i < chances.length; i++) {
                rightly += run.right[i] ? chances[i] : 0;
            }
            runs++;
            first += hit ? 1 : 0;
            three += near ? 1 : 0;
            loss -= Math.log(rightly);
            double confidence = Math.min(Suspects.MOST_CONFIDENCE, chances[order[0]]);
            double[] bin = bins[(int) (confidence * 10)];
            bin[0]++;
            bin[1] += confidence;
            bin[2] += hit ? 1 : 0;
        }

        double calibrationError() {
            double error = 0;
            for (double[] bin : bins) {
                error += Math.abs(bin[1] - bin[2]) / runs;
            }
            return error;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%5.1f /%5.1f", 100.0 * first / runs, 100.0 * three / runs);
        }
    }

    private FitSuspects() {}

    /** See the class. */
    public static void main(String[] args) throws IOException {
        List<Case> cases = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            Path folder = Path.of(args[i]);
            for (LabelledRun run : LabelledRuns.read(folder)) {
                for (AgentsView view : run.workflows()) {
                    add(folder.getFileName() + " " + run.fault(), run, view, cases);
                }
            }
        }
        System.out.println(cases.size() + " runs; share of runs with the right turn first /");
        System.out.println("among three, by sort of run and over all; calibration error; log loss");
        List<String> tasks = List.copyOf(new TreeSet<>(cases.stream().map(Case::task).toList()));
        Function<Case, String> part = each -> "part " + tasks.indexOf(each.task) * 7 % PARTS;
        report("in sample", cases, each -> "", EnumSet.noneOf(Trait.class));
        report("held out: parts", cases, part, EnumSet.noneOf(Trait.class));
        report("held out: sorts", cases, Case::sort, EnumSet.noneOf(Trait.class));
        for (Trait trait : Trait.values()) {
            report("without " + trait, cases, part, EnumSet.of(trait));
        }
        report("without places", cases, part, PLACES);
        report("places only", cases, part, EnumSet.complementOf(EnumSet.copyOf(PLACES)));
        Files.writeString(Path.of(args[0]), fit(cases, EnumSet.noneOf(Trait.class)).print());
    }

    private static void add(String sort, LabelledRun run, AgentsView view, List<Case> cases) {
        Conversation talk = Conversation.of(new Run(view, Thresholds.STANDARD));
        int size = talk.turns().size();
        double[][] turns = new double[size][];
        boolean[] right = new boolean[size];
        for (int i = 0; i < size; i++) {
            int node = talk.turns().get(i).node();
            turns[i] = Trait.of(talk, i);
            right[i] = run.spans().contains(view.workflow().tree().span(node).spanId().toString());
        }
        Case made = new Case(sort, print(talk.task()), turns, right);
        if (made.rights() > 0) {
            cases.add(made);
        }
    }

    private static String print(FactSet task) {
        long sum = 0;
        for (int i = 0; i < task.size(); i++) {
            sum = sum * 31 + task.fact(i);
        }
        return Long.toHexString(sum);
    }

    /** Holds out each group in turn; a single group is not held out. */
    private static void report(
            String name, List<Case> cases, Function<Case, String> group, Set<Trait> without) {
        TreeSet<String> groups = new TreeSet<>(cases.stream().map(group).toList());
        Tally all = new Tally();
        StringBuilder text = new StringBuilder();
        List<String> sorts = List.copyOf(new TreeSet<>(cases.stream().map(Case::sort).toList()));
        List<Tally> bySort = new ArrayList<>();
        sorts.forEach(sort -> bySort.add(new Tally()));
        for (String held : groups) {
            List<Case> others =
                    cases.stream()
                            .filter(c -> groups.size() == 1 || !group.apply(c).equals(held))
                            .toList();
            SuspectWeights weights = fit(others, without);
            for (Case each : cases) {
                if (group.apply(each).equals(held)) {
                    double[] chances = weights.probabilities(each.turns);
                    all.add(each, chances);
                    bySort.get(sorts.indexOf(each.sort)).add(each, chances);
                }
            }
        }
        for (int i = 0; i < sorts.size(); i++) {
            text.append("  ").append(sorts.get(i)).append(' ').append(bySort.get(i));
        }
        System.out.printf(
                Locale.ROOT,
                "%-24s%s  all %s  %.3f  %.3f%n",
                name,
                text,
                all,
                all.calibrationError(),
                all.loss / all.runs);
    }

    /** The most likely weights under a ridge penalty on traits of equal spread. */
    private static SuspectWeights fit(List<Case> cases, Set<Trait> without) {
        int size = Trait.values().length;
        double[] spread = spread(cases);
        double[] weights = new double[size];
        for (int step = 0; step < STEPS; step++) {
            double[] slope = new double[size];
            double[][] bend = new double[size][size];
            for (Case each : cases) {
                add(each, weights, slope, bend);
            }
            for (int i = 0; i < size; i++) {
                double ridge = RIDGE * spread[i] * spread[i];
                slope[i] -= ridge * weights[i];
                bend[i][i] += ridge;
            }
            for (Trait each : without) {
                int i = each.ordinal();
                slope[i] = 0;
                Arrays.fill(bend[i], 0);
                for (double[] row : bend) {
                    row[i] = 0;
                }
                bend[i][i] = 1;
            }
            weights = step(cases, spread, weights, FitWeights.solve(bend, slope));
        }
        return new SuspectWeights(weights);
    }

    /** A step of Newton's method, halved until it makes things better. */
    private static double[] step(
            List<Case> cases, double[] spread, double[] weights, double[] change) {
        double now = loss(cases, spread, weights);
        for (double size = 1; size > 1e-6; size /= 2) {
            double[] moved = new double[weights.length];
            for (int i = 0; i < moved.length; i++) {
                moved[i] = weights[i] + size * change[i];
            }
            if (loss(cases, spread, moved) <= now) {
                return moved;
            }
        }
        return weights;
    }

    private static double loss(List<Case> cases, double[] spread, double[] weights) {
        double loss = 0;
        for (int i = 0; i < weights.length; i++) {
            loss += RIDGE / 2 * Math.pow(spread[i] * weights[i], 2);
        }
        for (Case each : cases) {
            double[] chances = new SuspectWeights(weights).probabilities(each.turns);
            for (int t = 0; t < chances.length; t++) {
                loss -= each.right[t] ? Math.log(chances[t]) / each.rights() : 0;
            }
        }
        return loss;
    }

    private static void add(Case run, double[] weights, double[] slope, double[][] bend) {
        double[] chances = new SuspectWeights(weights).probabilities(run.turns);
        int size = weights.length;
        double[] mean = new double[size];
        for (int t = 0; t < chances.length; t++) {
            double share = run.right[t] ? 1.0 / run.rights() : 0;
            for (int i = 0; i < size; i++) {
                mean[i] += chances[t] * run.turns[t][i];
                slope[i] += (share - chances[t]) * run.turns[t][i];
            }
        }
        for (int t = 0; t < chances.length; t++) {
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    bend[i][j] +=
                            chances[t] * (run.turns[t][i] - mean[i]) * (run.turns[t][j] - mean[j]);
                }
            }
        }
    }

    /** The standard deviations of the traits. */
    private static double[] spread(List<Case> cases) {
        int size = Trait.values().length;
        double[] sum = new double[size];
        double[] squares = new double[size];
        int count = 0;
        for (Case each : cases) {
            for (double[] turn : each.turns) {
                count++;
                for (int i = 0; i < size; i++) {
                    sum[i] += turn[i];
                    squares[i] += turn[i] * turn[i];
                }
            }
        }
        double[] spread = new double[size];
        for (int i = 0; i < size; i++) {
            double mean = sum[i] / count;
            spread[i] = Math.sqrt(Math.max(1e-6, squares[i] / count - mean * mean));
        }
        return spread;
    }
}
