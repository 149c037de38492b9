package io.agtrace.analyzers.rules.resilience;

import io.agtrace.analyzers.agents.Budget;
import io.agtrace.analyzers.agents.BudgetsText;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

/** Says which limit on time ended a wait, and whose it was. */
final class RanOut {
    private RanOut() {}

    /** The outermost failed span around a node that speaks of giving up, or -1. */
    static int around(Run run, int node) {
        int found = -1;
        for (int at = run.tree().parent(node); at >= 0; at = run.tree().parent(at)) {
            boolean gaveUp =
                    run.facts(at).failed()
                            && BudgetsText.speaksOfGivingUp(run.facts(at).errorMessage());
            found = gaveUp ? at : found;
        }
        return found;
    }

    /**
     * A sentence on the limit that ended the wait at a node: one that a span states or shows, else
     * the age at which the run gave up.
     */
    static String words(Run run, int node) {
        Budget limit = limit(run, node);
        if (limit != null) {
            String whose =
                    limit.node() == node
                            ? "Its own limit of "
                            : name(run, limit.node()) + "'s limit of ";
            String read =
                    limit.inferred()
                            ? " (no attribute states it; "
                                    + limit.evidence().source()
                                    + ": "
                                    + Words.quote(limit.evidence().text())
                                    + ")"
                            : "";
            return whose + Words.time(limit.nanos()) + " had run out" + read + ".";
        }
        int over = around(run, node);
        return over < 0
                ? "No span states the limit."
                : name(run, over)
                        + " ended with it after "
                        + Words.time(run.nanos(over))
                        + "; no span states the limit.";
    }

    /** The innermost limit, at a node or around it, that ran out; a stated one where there is. */
    private static @Nullable Budget limit(Run run, int node) {
        SpanTree tree = run.tree();
        Budget found = null;
        for (Budget each : run.view().budgets()) {
            boolean holds = each.node() <= node && node < tree.subtreeEnd(each.node());
            // In tree order what is inside comes later.
            boolean better = found == null || found.inferred() || !each.inferred();
            found = holds && each.exceeded() && better ? each : found;
        }
        return found;
    }

    private static String name(Run run, int node) {
        String agent = run.kind(node) == OperationKind.AGENT ? run.facts(node).agentName() : "";
        return agent.isEmpty() ? run.tree().span(node).name() : agent;
    }
}
