package io.agtrace.analyzers.diagnosis;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.diagnosis.Diagnoser.Candidate;
import io.agtrace.analyzers.diagnosis.LabelledRuns.LabelledRun;
import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.Rules;
import io.agtrace.analyzers.rules.Thresholds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Fits the weights of hypotheses on labelled runs: {@code FitWeights WEIGHTS.tsv FOLDER…}. Each
 * folder holds traces and a {@code labels.jsonl}. Prints what cross-validation over frameworks
 * gives, with all features and with each of them left out, and writes the weights of all runs
 * together.
 *
 * <p>Logistic regression with a ridge penalty, by Newton's method; the weights of rules are shrunk
 * much more than those of features, since each rule has few cases.
 */
public final class FitWeights {
    private static final double RIDGE = 0.3;
    private static final double RULE_RIDGE = 4;
    private static final double RARE = -2;
    private static final double RARE_RIDGE = 6;
    private static final int STEPS = 30;

    /** One finding of one run, and whether it is the labelled fault. */
    private record Row(int run, String group, Finding finding, double[] features, boolean right) {
        double[] features(int without) {
            double[] copy = features.clone();
            if (without >= 0) {
                copy[without] = 0;
            }
            return copy;
        }
    }

    private FitWeights() {}

    /** See the class. */
    public static void main(String[] args) throws IOException {
        List<Row> rows = new ArrayList<>();
        List<LabelledRun> runs = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            for (LabelledRun run : LabelledRuns.read(Path.of(args[i]))) {
                add(run, runs.size(), rows);
                runs.add(run);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d runs, %d findings, %d of them right%n",
                runs.size(),
                rows.size(),
                rows.stream().filter(Row::right).count());
        System.out.println(
                "left out              both@1  false alarms  calibration error  log loss");
        report("nothing", rows, runs, -1);
        for (Features feature : Features.values()) {
            report(feature.name(), rows, runs, feature.ordinal());
        }
        report("all but the rule", rows, runs, -2);
        Files.writeString(Path.of(args[0]), fit(rows, -1, true).print());
    }

    private static void add(LabelledRun run, int number, List<Row> rows) {
        Diagnoser diagnoser = new Diagnoser(Rules.all(), Thresholds.STANDARD);
        for (AgentsView view : run.workflows()) {
            for (Candidate each : diagnoser.candidates(view)) {
                String span =
                        view.workflow().tree().span(each.finding().node()).spanId().toString();
                boolean right =
                        run.spans().contains(span)
                                && (run.rules().isEmpty()
                                        || run.rules().contains(each.finding().rule()));
                rows.add(new Row(number, run.group(), each.finding(), each.features(), right));
            }
        }
    }

    /** Holds out each framework in turn, and prints how well the others' weights do on it. */
    private static void report(String name, List<Row> rows, List<LabelledRun> runs, int without) {
        double[] confidence = new double[rows.size()];
        boolean byRule = without != -2;
        for (String group : new TreeSet<>(runs.stream().map(LabelledRun::group).toList())) {
            List<Row> others = rows.stream().filter(row -> !row.group.equals(group)).toList();
            Weights weights = fit(others, without, byRule);
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).group.equals(group)) {
                    confidence[i] =
                            weights.confidence(rows.get(i).finding, rows.get(i).features(without));
                }
            }
        }
        print(name, rows, runs, confidence);
    }

    private static void print(
            String name, List<Row> rows, List<LabelledRun> runs, double[] confidence) {
        Map<Integer, Integer> first = new TreeMap<>();
        double loss = 0;
        for (int i = 0; i < rows.size(); i++) {
            int known = first.getOrDefault(rows.get(i).run, -1);
            if (known < 0 || confidence[i] > confidence[known]) {
                first.put(rows.get(i).run, i);
            }
            loss -= Math.log(rows.get(i).right ? confidence[i] : 1 - confidence[i]);
        }
        int faulty = 0;
        int hit = 0;
        int alarms = 0;
        double[][] bins = new double[10][3];
        for (int run = 0; run < runs.size(); run++) {
            int top = first.getOrDefault(run, -1);
            boolean healthy = runs.get(run).fault().equals("none");
            faulty += healthy ? 0 : 1;
            if (top < 0) {
                continue;
            }
            boolean right = rows.get(top).right;
            hit += right && !healthy ? 1 : 0;
            alarms += healthy && confidence[top] >= 0.5 ? 1 : 0;
            if (!healthy) {
                double[] bin = bins[Math.min(9, (int) (confidence[top] * 10))];
                bin[0]++;
                bin[1] += confidence[top];
                bin[2] += right ? 1 : 0;
            }
        }
        double error = 0;
        double counted = Arrays.stream(bins).mapToDouble(bin -> bin[0]).sum();
        for (double[] bin : bins) {
            error += Math.abs(bin[1] - bin[2]) / Math.max(1, counted);
        }
        System.out.printf(
                Locale.ROOT,
                "%-20s %6.1f%%  %12d  %17.3f  %8.3f%n",
                name.toLowerCase(Locale.ROOT),
                100.0 * hit / Math.max(1, faulty),
                alarms,
                error,
                loss / Math.max(1, rows.size()));
    }

    /** The most likely weights under the penalty. */
    private static Weights fit(List<Row> rows, int without, boolean byRule) {
        Weights free = free(rows, without, byRule);
        int explains = Features.EXPLAINS.ordinal();
        // What explains more can't be less likely the cause for that.
        return without == -1 && free.features()[explains] < 0 ? free(rows, explains, byRule) : free;
    }

    private static Weights free(List<Row> rows, int without, boolean byRule) {
        int features = Features.values().length;
        List<String> rules =
                byRule
                        ? List.copyOf(
                                new TreeSet<>(rows.stream().map(r -> r.finding.rule()).toList()))
                        : List.of();
        int size = 1 + features + rules.size();
        double[] weights = new double[size];
        for (int step = 0; step < STEPS; step++) {
            double[] slope = new double[size];
            double[][] bend = new double[size][size];
            for (Row row : rows) {
                double[] x = new double[size];
                x[0] = 1;
                System.arraycopy(row.features(without), 0, x, 1, features);
                int rule = rules.indexOf(row.finding.rule());
                if (rule >= 0) {
                    x[1 + features + rule] = 1;
                }
                double sum = 0;
                for (int i = 0; i < size; i++) {
                    sum += weights[i] * x[i];
                }
                double p = 1 / (1 + Math.exp(-sum));
                for (int i = 0; i < size; i++) {
                    slope[i] += ((row.right ? 1 : 0) - p) * x[i];
                    for (int j = 0; j < size; j++) {
                        bend[i][j] += p * (1 - p) * x[i] * x[j];
                    }
                }
            }
            for (int i = 1; i < size; i++) {
                double ridge = i > features ? RULE_RIDGE : RIDGE;
                slope[i] -= ridge * weights[i];
                bend[i][i] += ridge;
            }
            // Without anything that speaks for it a finding is not the cause: labelled runs are
            // mostly faulty ones, those of users mostly healthy.
            slope[0] -= RARE_RIDGE * (weights[0] - RARE);
            bend[0][0] += RARE_RIDGE;
            double[] change = solve(bend, slope);
            for (int i = 0; i < size; i++) {
                weights[i] += change[i];
            }
        }
        Map<String, Double> byId = new LinkedHashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            byId.put(rules.get(i), weights[1 + features + i]);
        }
        return new Weights(weights[0], Arrays.copyOfRange(weights, 1, 1 + features), byId);
    }

    /** Solves a symmetric system by elimination. */
    public static double[] solve(double[][] matrix, double[] right) {
        int size = right.length;
        double[] values = right.clone();
        for (int i = 0; i < size; i++) {
            for (int j = i + 1; j < size; j++) {
                double factor = matrix[j][i] / matrix[i][i];
                for (int k = i; k < size; k++) {
                    matrix[j][k] -= factor * matrix[i][k];
                }
                values[j] -= factor * values[i];
            }
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                values[i] -= matrix[i][k] * values[k];
            }
            values[i] /= matrix[i][i];
        }
        return values;
    }
}
