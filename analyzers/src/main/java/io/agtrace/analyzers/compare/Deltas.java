package io.agtrace.analyzers.compare;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.check.Fingerprint;
import io.agtrace.analyzers.workflow.WorkflowSummary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What agents took. */
final class Deltas {
    private Deltas() {}

    /** Of all agents, those with the largest difference in time first. */
    static List<Delta> of(AgentsView good, AgentsView bad) {
        Map<String, Load> goods = loads(good);
        Map<String, Load> bads = loads(bad);
        TreeSet<String> agents = new TreeSet<>(goods.keySet());
        agents.addAll(bads.keySet());
        List<Delta> deltas = new ArrayList<>();
        for (String agent : agents) {
            Load was = goods.getOrDefault(agent, Load.NONE);
            Load is = bads.getOrDefault(agent, Load.NONE);
            deltas.add(new Delta(agent, was, is));
        }
        // The sort is stable: of equal ones by name.
        deltas.sort(Comparator.comparingLong(each -> -Math.abs(each.nanos())));
        return deltas;
    }

    /** Of each agent, by its name. */
    static Map<String, Load> loads(AgentsView view) {
        Map<String, Load> loads = new TreeMap<>();
        for (AgentInvocation stay : view.invocations()) {
            Load load =
                    new Load(
                            1,
                            stay.modelCalls().size(),
                            stay.toolCalls().size(),
                            stay.selfNanos(),
                            stay.inputTokens(),
                            stay.outputTokens(),
                            stay.costUsd());
            loads.merge(Fingerprint.steady(stay.agent()), load, Load::plus);
        }
        return loads;
    }

    /** Of the runs as a whole. */
    static Delta total(AgentsView good, AgentsView bad) {
        return new Delta("", total(good), total(bad));
    }

    /** Of the run as a whole. */
    static Load total(AgentsView view) {
        WorkflowSummary summary = view.workflow().summary();
        return new Load(
                view.invocations().size(),
                summary.modelCalls(),
                summary.toolCalls(),
                summary.durationNanos(),
                summary.inputTokens(),
                summary.outputTokens(),
                summary.costUsd());
    }
}
