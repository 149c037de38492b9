package io.agtrace.analyzers.rules.instrumentation;

import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Nearly all spans tell of the program around the agents, not of the agents' work. */
final class NoisyTrace implements Rule {
    private static final Threshold LEAST_SPANS =
            new Threshold("least-spans", 50, "spans", "how many spans a run must have");

    private static final Threshold LEAST_NOISE =
            new Threshold(
                    "least-noise",
                    0.8,
                    "share",
                    "from which share of spans without agents' work on a trace is noisy");

    private static final RuleInfo INFO =
            new RuleInfo(
                    "noisy-trace",
                    Group.INSTRUMENTATION,
                    Severity.NOTE,
                    Tier.SUSPICION,
                    "Nearly all spans tell of the program around the agents, not of their work.",
                    "any spans",
                    LEAST_SPANS,
                    LEAST_NOISE);

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        int size = run.tree().size();
        int noise = 0;
        Map<String, Integer> names = new TreeMap<>();
        for (int node = 0; node < size; node++) {
            if (isNoise(run, node)) {
                noise++;
                names.merge(run.tree().span(node).name(), 1, Integer::sum);
            }
        }
        double share = size == 0 ? 0 : (double) noise / size;
        if (size < run.threshold(INFO, LEAST_SPANS) || share < run.threshold(INFO, LEAST_NOISE)) {
            return;
        }
        String most =
                names.entrySet().stream()
                        .max(
                                Map.Entry.<String, Integer>comparingByValue()
                                        .thenComparing(
                                                Map.Entry.comparingByKey(
                                                        Comparator.reverseOrder())))
                        .map(Map.Entry::getKey)
                        .orElse("");
        report.at(INFO, 0)
                .title(Math.round(share * 100) + " % of the spans")
                .strength(share)
                .measure("share", share)
                .measure("spans", size)
                .report(
                        Math.round(share * 100)
                                + " % of the run's "
                                + size
                                + " spans are neither agents nor their work nor say anything that"
                                + " is known; most of all "
                                + Words.quote(most)
                                + " ("
                                + names.getOrDefault(most, 0)
                                + ").");
    }

    /** Steps that are an agent's stay, failed, or carry what was given and made, are no noise. */
    private static boolean isNoise(Run run, int node) {
        int stay = run.invocationOf(node);
        boolean own = stay >= 0 && run.view().invocations().get(stay).node() == node;
        if (own || run.facts(node).failed()) {
            return false;
        }
        return switch (run.kind(node)) {
            case OTHER -> true;
            case CHAIN -> run.facts(node).input() == null && run.facts(node).output() == null;
            default -> false;
        };
    }
}
