package io.agtrace.analyzers.diagnosis;

import io.agtrace.analyzers.agents.Budget;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds what is wrong at the end of a run, as its user would see it. */
final class Symptoms {
    /** Business outcomes that say that the run failed, in the words that conventions use. */
    private static final Set<String> BAD =
            Set.of(
                    "failed",
                    "failure",
                    "error",
                    "rejected",
                    "timeout",
                    "timed_out",
                    "cancelled",
                    "canceled",
                    "aborted",
                    "incomplete",
                    "abandoned");

    private Symptoms() {}

    /** The gravest first. */
    static List<Symptom> of(Run run) {
        List<Symptom> found = new ArrayList<>();
        SpanTree tree = run.tree();
        int root = mainRoot(tree);
        if (root < 0) {
            return found;
        }
        if (run.facts(root).failed()) {
            String message = Words.cut(run.facts(root).errorMessage(), 160);
            String what = message.isEmpty() ? "the run failed" : "the run failed: " + message;
            found.add(new Symptom(Symptom.Kind.ERROR, root, what));
        }
        boolean speaks = run.facts(root).operation().kind() == OperationKind.WORKFLOW;
        if (speaks && run.facts(root).input() != null && run.facts(root).output() == null) {
            found.add(new Symptom(Symptom.Kind.NO_RESULT, root, "no result is recorded"));
        }
        String outcome = run.view().outcome();
        if (BAD.contains(outcome)) {
            found.add(new Symptom(Symptom.Kind.BAD_OUTCOME, root, "its outcome is " + outcome));
        }
        for (Budget budget : run.view().budgets()) {
            if (budget.exceeded() && budget.node() == root) {
                found.add(
                        new Symptom(
                                Symptom.Kind.LIMIT,
                                root,
                                budget.what()
                                        + ": "
                                        + Words.time(budget.usedNanos())
                                        + " of "
                                        + Words.time(budget.nanos())));
            }
        }
        return found;
    }

    /** The root that ends last: where the run's user waits. */
    private static int mainRoot(SpanTree tree) {
        int root = -1;
        for (int node = 0; node < tree.size(); node = tree.subtreeEnd(node)) {
            boolean longer =
                    root < 0
                            || tree.endNanos(node) - tree.startNanos(node)
                                    > tree.endNanos(root) - tree.startNanos(root);
            root = longer ? node : root;
        }
        return root;
    }
}
