package io.agtrace.analyzers.rules.instrumentation;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;

import java.util.ArrayList;
import java.util.List;

/** Agents do not say what they are called, or model calls belong to no agent. */
final class UnnamedAgent implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "unnamed-agent",
                    Group.INSTRUMENTATION,
                    Severity.NOTE,
                    Tier.DEFECT,
                    "Agents do not say what they are called, or model calls belong to no agent.",
                    "spans of agents or model calls");

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        List<Integer> unnamed = new ArrayList<>();
        List<Integer> homeless = new ArrayList<>();
        for (int node = 0; node < run.tree().size(); node++) {
            OperationKind kind = run.kind(node);
            if (kind == OperationKind.AGENT && run.facts(node).agentName().isEmpty()) {
                unnamed.add(node);
            } else if (kind == OperationKind.MODEL_CALL && run.invocationOf(node) < 0) {
                homeless.add(node);
            }
        }
        report(
                run,
                unnamed,
                Words.count(unnamed.size(), "agent's span has", "agents' spans have")
                        + " no agent name (gen_ai.agent.name), and no name that could stand in for"
                        + " it.",
                report);
        report(
                run,
                homeless,
                Words.count(homeless.size(), "model call belongs", "model calls belong")
                        + " to no agent that the trace names: they take part in no message, and no"
                        + " rule about agents sees them.",
                report);
    }

    private static void report(Run run, List<Integer> nodes, String story, Report report) {
        if (nodes.isEmpty()) {
            return;
        }
        int first = nodes.getFirst();
        Report.Draft draft =
                report.at(INFO, first)
                        .title(Words.count(nodes.size(), "span", "spans"))
                        .strength(1)
                        .evidence(first, "span name", run.tree().span(first).name())
                        .measure("spans", nodes.size());
        nodes.stream().skip(1).forEach(draft::touches);
        draft.report(story);
    }
}
