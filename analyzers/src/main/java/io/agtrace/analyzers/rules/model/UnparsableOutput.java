package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** A step could not read what a model had answered. */
public final class UnparsableOutput implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "unparsable-output",
                    Group.MODEL_AND_TOOL,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "A step could not parse what a model had answered",
                    "error messages of the steps after model calls");

    /** Clocks of one process may differ by so much. */
    private static final long TOLERANCE = 2_000_000;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        SpanTree tree = run.tree();
        Map<String, Long> lastSuccess = new HashMap<>();
        for (int node = 0; node < tree.size(); node++) {
            if (!run.facts(node).failed()) {
                lastSuccess.merge(tree.span(node).name(), tree.startNanos(node), Math::max);
            }
        }
        NavigableMap<Long, Integer> models = modelsByEnd(run);
        Set<Integer> told = new HashSet<>();
        for (int node = 0; node < tree.size(); node++) {
            if (!Parsing.isParser(run, node)) {
                continue;
            }
            boolean again =
                    lastSuccess.getOrDefault(tree.span(node).name(), Long.MIN_VALUE)
                            >= tree.endNanos(node);
            Map.Entry<Long, Integer> model = models.floorEntry(tree.startNanos(node) + TOLERANCE);
            if (!again && model != null && told.add(model.getValue())) {
                report(run, report, node, model.getValue());
            }
        }
    }

    /** Model calls by the time of their end. */
    private static NavigableMap<Long, Integer> modelsByEnd(Run run) {
        TreeMap<Long, Integer> models = new TreeMap<>();
        for (int node = 0; node < run.tree().size(); node++) {
            if (run.kind(node) == OperationKind.MODEL_CALL) {
                models.put(run.tree().endNanos(node), node);
            }
        }
        return models;
    }

    private static void report(Run run, Report report, int step, int model) {
        String text = run.answer(model).text();
        boolean broken = Parsing.isBrokenJson(text);
        boolean cut = run.facts(model).finishReason().equals("length");
        double strength = (broken ? 0.8 : text.isEmpty() ? 0.5 : 0.45) + (cut ? 0.15 : 0);
        String error = run.facts(step).errorMessage();
        Report.Draft draft =
                report.at(INFO, model)
                        .strength(strength)
                        .measure("broken", broken ? 1 : 0)
                        .measure("cut", cut ? 1 : 0)
                        .evidence(step, "error", Words.cut(error, 200))
                        .touches(step);
        if (!text.isEmpty()) {
            draft.evidence(model, "output", Words.cut(text, 200));
        }
        if (!broken) {
            draft.suspicion();
        }
        String agent = run.agentOf(model);
        draft.report(
                run.tree().span(step).name()
                        + " failed at "
                        + Words.moment(run, run.tree().endNanos(step))
                        + " on what "
                        + (agent.isEmpty() ? "a model" : agent + "'s model")
                        + " had answered: "
                        + Words.quote(error)
                        + "."
                        + (cut ? " The answer had been cut off by its token limit." : ""));
    }
}
