package io.agtrace.analyzers.check;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What must be in a run, and what must not. Names may hold {@code *}; their case, and whether words
 * are joined by spaces, hyphens or underscores, does not matter.
 *
 * @param agents that must take part
 * @param tools that must be called
 * @param steps names of spans that must occur
 * @param forbiddenAgents that must not take part
 * @param forbiddenTools that must not be called
 * @param forbiddenSteps names of spans that must not occur
 * @param order agents, tools or steps, each of which must begin after the one before it did
 * @param handoffs the only hand-overs of work that are allowed; empty where all are
 */
public record Structure(
        List<String> agents,
        List<String> tools,
        List<String> steps,
        List<String> forbiddenAgents,
        List<String> forbiddenTools,
        List<String> forbiddenSteps,
        List<String> order,
        List<Handoff> handoffs) {
    public static final Structure NONE =
            new Structure(
                    List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                    List.of());

    public Structure {
        agents = List.copyOf(agents);
        tools = List.copyOf(tools);
        steps = List.copyOf(steps);
        forbiddenAgents = List.copyOf(forbiddenAgents);
        forbiddenTools = List.copyOf(forbiddenTools);
        forbiddenSteps = List.copyOf(forbiddenSteps);
        order = List.copyOf(order);
        handoffs = List.copyOf(handoffs);
    }

    /** Work that may go from one agent to another. */
    public record Handoff(String from, String to) {}

    /**
     * Something that is missing, or should not be there.
     *
     * @param key the policy's key, for the fingerprint
     * @param node the span that shows it; the run's root where something is missing
     * @param message index of the message it is about, or -1
     */
    record Breach(String key, int node, int message, String narrative) {}

    /** Something that ran. */
    private record Seen(String name, int node, long startNanos) {}

    /** What is wrong with a run, in the order of the policy's keys. */
    List<Breach> breaches(AgentsView view) {
        List<Breach> breaches = new ArrayList<>();
        List<Seen> ranAgents = new ArrayList<>();
        for (AgentInvocation each : view.invocations()) {
            ranAgents.add(new Seen(each.agent(), each.node(), each.startNanos()));
        }
        List<Seen> ranTools = new ArrayList<>();
        List<Seen> ranSteps = new ArrayList<>();
        SpanTree tree = view.workflow().tree();
        for (int node = 0; node < tree.size(); node++) {
            long start = tree.startNanos(node);
            ranSteps.add(new Seen(tree.span(node).name(), node, start));
            if (tree.facts(node).operation().kind() == OperationKind.TOOL_CALL) {
                ranTools.add(new Seen(tree.facts(node).toolName(), node, start));
            }
        }
        require(breaches, "agent", agents, ranAgents);
        require(breaches, "tool", tools, ranTools);
        require(breaches, "step", steps, ranSteps);
        forbid(breaches, "agent", forbiddenAgents, ranAgents);
        forbid(breaches, "tool", forbiddenTools, ranTools);
        forbid(breaches, "step", forbiddenSteps, ranSteps);
        order(breaches, List.of(ranAgents, ranTools, ranSteps));
        handoffs(breaches, view);
        return breaches;
    }

    private static void require(
            List<Breach> breaches, String what, List<String> wanted, List<Seen> ran) {
        for (String name : wanted) {
            if (first(name, List.of(ran)) == null) {
                breaches.add(
                        new Breach(
                                "require " + what + " " + name,
                                0,
                                -1,
                                "The policy requires the "
                                        + what
                                        + " "
                                        + name
                                        + ", which did not"
                                        + " run."));
            }
        }
    }

    private static void forbid(
            List<Breach> breaches, String what, List<String> unwanted, List<Seen> ran) {
        for (String name : unwanted) {
            Seen seen = first(name, List.of(ran));
            if (seen != null) {
                breaches.add(
                        new Breach(
                                "forbid " + what + " " + name,
                                seen.node,
                                -1,
                                "The "
                                        + what
                                        + " "
                                        + seen.name
                                        + " ran, which the policy"
                                        + " forbids."));
            }
        }
    }

    private void order(List<Breach> breaches, List<List<Seen>> ran) {
        Seen before = null;
        for (String name : order) {
            Seen seen = first(name, ran);
            if (seen == null) {
                continue;
            }
            if (before != null && seen.startNanos < before.startNanos) {
                breaches.add(
                        new Breach(
                                "order " + name,
                                seen.node,
                                -1,
                                seen.name
                                        + " began before "
                                        + before.name
                                        + "; the policy has it"
                                        + " the other way round."));
            }
            before = seen;
        }
    }

    /** The first that a name means: among agents, else tools, else steps. */
    private static @Nullable Seen first(String name, List<List<Seen>> kinds) {
        Pattern pattern = Names.pattern(name);
        for (List<Seen> kind : kinds) {
            Seen first = null;
            for (Seen each : kind) {
                if (Names.fits(pattern, each.name)
                        && (first == null || each.startNanos < first.startNanos)) {
                    first = each;
                }
            }
            if (first != null) {
                return first;
            }
        }
        return null;
    }

    private void handoffs(List<Breach> breaches, AgentsView view) {
        if (handoffs.isEmpty()) {
            return;
        }
        record Allowed(Pattern from, Pattern to) {}

        List<Allowed> allowed = new ArrayList<>();
        for (Handoff each : handoffs) {
            allowed.add(new Allowed(Names.pattern(each.from), Names.pattern(each.to)));
        }
        List<String> told = new ArrayList<>();
        for (Message message : view.messages()) {
            boolean isWork =
                    message.kind() != Message.Kind.RETURN
                            && !message.sender().isEmpty()
                            && !message.receiver().isEmpty();
            boolean fits =
                    allowed.stream()
                            .anyMatch(
                                    each ->
                                            Names.fits(each.from, message.sender())
                                                    && Names.fits(each.to, message.receiver()));
            if (isWork && !fits && !told.contains(message.boundary())) {
                told.add(message.boundary());
                int node = message.sentNode() >= 0 ? message.sentNode() : message.receivedNode();
                int stay = message.to() >= 0 ? view.invocations().get(message.to()).node() : 0;
                breaches.add(
                        new Breach(
                                "handoff " + message.boundary(),
                                node >= 0 ? node : stay,
                                message.index(),
                                message.sender()
                                        + " handed work to "
                                        + message.receiver()
                                        + ", which the policy does not allow."));
            }
        }
    }
}
