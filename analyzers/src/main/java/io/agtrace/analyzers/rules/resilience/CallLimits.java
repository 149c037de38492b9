package io.agtrace.analyzers.rules.resilience;

import io.agtrace.analyzers.agents.Budget;
import io.agtrace.analyzers.agents.Retry;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The limits and retries of a run's calls, and how to speak of a call. */
final class CallLimits {
    private final Run run;
    private final SpanTree tree;

    /** The limit of each node that has one. */
    private final Map<Integer, Budget> limits = new HashMap<>();

    /** For each attempt of a retry, the retry. */
    private final Map<Integer, Retry> retries = new HashMap<>();

    CallLimits(Run run) {
        this.run = run;
        tree = run.tree();
        for (Budget budget : run.view().budgets()) {
            limits.putIfAbsent(budget.node(), budget);
        }
        for (Retry retry : run.view().retries()) {
            retry.attempts().forEach(each -> retries.putIfAbsent(each.node(), retry));
        }
    }

    @Nullable Budget limit(int node) {
        return limits.get(node);
    }

    @Nullable Retry retry(int node) {
        return retries.get(node);
    }

    /** The attempts of the retry that a call belongs to; none where it was not tried again. */
    List<Retry.Attempt> attempts(int call) {
        Retry retry = retries.get(call);
        return retry == null ? List.of() : retry.attempts();
    }

    /** The first attempt of a call, itself where it was not tried again. */
    int firstAttempt(int call) {
        Retry retry = retries.get(call);
        return retry == null ? call : retry.attempts().getFirst().node();
    }

    String subject(int node) {
        String agent = run.agentOf(node);
        String what = name(node);
        return agent.isEmpty() || agent.equals(what) ? what : agent + "'s call of " + what;
    }

    String name(int node) {
        String tool = run.facts(node).toolName();
        String agent = run.kind(node) == OperationKind.AGENT ? run.facts(node).agentName() : "";
        return !tool.isEmpty() ? tool : agent.isEmpty() ? tree.span(node).name() : agent;
    }

    static String ownLimit(@Nullable Budget own) {
        return own == null ? "" : " (limit " + Words.time(own.nanos()) + ")";
    }
}
