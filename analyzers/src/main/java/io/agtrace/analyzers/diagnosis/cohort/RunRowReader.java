package io.agtrace.analyzers.diagnosis.cohort;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Decision;
import io.agtrace.analyzers.agents.Loop;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.agents.Retry;
import io.agtrace.analyzers.agents.Segment;
import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.StandardConventions;
import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.diagnosis.Standing;
import io.agtrace.analyzers.diagnosis.cohort.Feature.Kind;
import io.agtrace.analyzers.lineage.Piece;
import io.agtrace.analyzers.lineage.Pieces;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.WorkflowSummary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the features of one run. */
final class RunRowReader {
    private static final int MOST_FEATURES = 200;
    private static final int MOST_STAYS = 64;
    private static final int MOST_VALUES = 24;
    private static final int LONGEST = 80;
    private static final int LONGEST_VALUE = 32;
    private static final int LONGEST_ROUTE = 24;

    private final Diagnosis diagnosis;
    private final AgentsView view;
    private final SpanTree tree;
    private final Set<Feature> features = new LinkedHashSet<>();

    RunRowReader(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
        view = diagnosis.run().view();
        tree = view.workflow().tree();
    }

    RunRow row() {
        WorkflowSummary summary = view.workflow().summary();
        List<AgentInvocation> stays = new ArrayList<>(view.invocations());
        stays.sort(
                Comparator.comparingLong(AgentInvocation::startNanos)
                        .thenComparingInt(AgentInvocation::index));
        boolean failing = Standing.of(diagnosis).health() == Standing.Health.FAILING;
        if (failing) {
            features.add(Feature.of(Kind.FAILURE));
        }
        for (Decision each : view.decisions()) {
            add(Kind.DECISION, each.by(), each.chosen());
        }
        add(Kind.ROUTE, "", route(stays));
        versions();
        models(stays);
        inputs(stays);
        return new RunRow(
                Words.cut(summary.name(), LONGEST).replaceAll("[0-9]+", "#"),
                stays.isEmpty() ? "" : Words.cut(stays.getFirst().agent(), LONGEST),
                Words.cut(summary.id(), LONGEST),
                summary.startNanos() == Span.NO_TIME ? 0 : summary.startNanos(),
                summary.agents().stream().limit(MOST_STAYS).toList(),
                failing,
                features,
                measures(summary));
    }

    private void add(Kind kind, String of, String value) {
        if (!value.isBlank() && features.size() < MOST_FEATURES) {
            features.add(new Feature(kind, Words.cut(of, LONGEST), Words.cut(value, LONGEST)));
        }
    }

    /**
     * The agents in order of time; a step from one to another that was taken before is left out.
     */
    private static String route(List<AgentInvocation> stays) {
        List<String> route = new ArrayList<>();
        Set<List<String>> taken = new HashSet<>();
        String last = "";
        for (AgentInvocation each : stays) {
            boolean known = each.agent().equals(last) || !taken.add(List.of(last, each.agent()));
            if (!known && route.size() < LONGEST_ROUTE) {
                route.add(each.agent());
            }
            last = each.agent();
        }
        return String.join(" → ", route);
    }

    private void versions() {
        Set<String> seen = new HashSet<>();
        StandardConventions conventions = StandardConventions.standard();
        for (int node = 0; node < tree.size() && seen.size() < MOST_STAYS; node++) {
            Span span = tree.span(node);
            String service = span.resource().serviceName();
            if (seen.add("service " + service)) {
                add(Kind.SERVICE_VERSION, service, span.resource().serviceVersion());
            }
            String agent = diagnosis.run().agentOf(node);
            boolean unknown = !agent.isEmpty() && !seen.contains("agent " + agent);
            String version = unknown ? conventions.concepts(span).text(Concept.AGENT_VERSION) : "";
            if (!version.isEmpty()) {
                seen.add("agent " + agent);
                add(Kind.AGENT_VERSION, agent, version);
            }
        }
    }

    private void models(List<AgentInvocation> stays) {
        for (AgentInvocation each : stays.subList(0, Math.min(MOST_STAYS, stays.size()))) {
            if (!each.modelCalls().isEmpty()) {
                add(Kind.MODEL, each.agent(), tree.facts(each.modelCalls().getFirst()).model());
            }
        }
    }

    /** Who an agent was given its work by, and the short values among it. */
    private void inputs(List<AgentInvocation> stays) {
        for (Message each : view.messages()) {
            if (each.kind() != Message.Kind.RETURN && !each.sender().isEmpty()) {
                add(Kind.INPUT_FROM, each.receiver(), each.sender());
            }
        }
        Set<String> read = new HashSet<>();
        for (AgentInvocation each : stays.subList(0, Math.min(MOST_STAYS, stays.size()))) {
            int values = 0;
            for (Piece piece :
                    read.add(each.agent()) ? Pieces.of(each.input()) : List.<Piece>of()) {
                boolean brief = !piece.key().isEmpty() && piece.text().length() <= LONGEST_VALUE;
                if (brief && !isMessage(piece.key()) && values++ < MOST_VALUES) {
                    add(Kind.INPUT_VALUE, each.agent() + "." + piece.key(), piece.text());
                }
            }
        }
    }

    private static boolean isMessage(String key) {
        return key.equals("content") || key.equals("text");
    }

    private Map<Kind, Double> measures(WorkflowSummary summary) {
        Map<Kind, Double> measures = new EnumMap<>(Kind.class);
        measures.put(Kind.DURATION, (double) summary.durationNanos());
        measures.put(Kind.WAITING, (double) view.gaps().stream().mapToLong(Segment::nanos).sum());
        int rounds = 0;
        for (Loop each : view.loops()) {
            rounds += each.iterations().size();
        }
        measures.put(Kind.ROUNDS, (double) rounds);
        long failed = 0;
        for (Retry each : view.retries()) {
            failed += each.attempts().stream().filter(Retry.Attempt::failed).count();
        }
        measures.put(Kind.FAILED_ATTEMPTS, (double) failed);
        double confidence = Double.POSITIVE_INFINITY;
        for (Decision each : view.decisions()) {
            confidence =
                    each.confidence() < 0 ? confidence : Math.min(confidence, each.confidence());
        }
        if (Double.isFinite(confidence)) {
            measures.put(Kind.CONFIDENCE, confidence);
        }
        measures.put(Kind.TOKENS, (double) (summary.inputTokens() + summary.outputTokens()));
        if (summary.costUsd() >= 0) {
            measures.put(Kind.COST, summary.costUsd());
        }
        return measures;
    }
}
