package io.agtrace.analyzers.rules.control;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Evidence;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.rules.Nameless;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.workflow.Outcome;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The last steps of a plan, where none of them ran, though the steps before did. Nobody had sent
 * them anything yet: it was for the step before to go on.
 *
 * @param plan the node whose output is the plan
 * @param steps the agents that the plan names, in its order
 * @param first position of the first of them that did not run
 * @param before the last stay of the step before that one
 * @param fed whether that stay was given what other steps of the plan had made
 * @param ended whether nothing ran any more once the plan's other steps had ended
 */
public record PlanTail(
        int plan,
        List<String> steps,
        int first,
        AgentInvocation before,
        boolean fed,
        boolean ended) {
    /** What the view says of a receiver that is named in a plan and was handed nothing. */
    private static final String PLANNED = "name in output";

    private static final int MOST_STEPS = 64;

    public PlanTail {
        steps = List.copyOf(steps);
    }

    /** Where the step before ended: its span, or its last call where that span is missing. */
    int node(Run run) {
        boolean shown = run.kind(before.node()) == OperationKind.AGENT;
        return shown || before.modelCalls().isEmpty()
                ? before.node()
                : before.modelCalls().getLast();
    }

    /** Whether the plan's last step was left out. */
    boolean isSkipped() {
        return fed && first == steps.size() - 1;
    }

    /** Whether the run ended in the middle of the plan. */
    boolean isPremature() {
        return ended && !isSkipped();
    }

    /** The tails of all plans of a run; none where it broke off in an error. */
    static List<PlanTail> of(Run run) {
        Map<Integer, Set<String>> missing = missing(run);
        if (missing.isEmpty() || brokeOff(run)) {
            return List.of();
        }
        Map<String, AgentInvocation> ran = new HashMap<>();
        for (AgentInvocation each : run.view().invocations()) {
            ran.put(SkippedStep.key(each.agent()), each);
        }
        Nameless nameless = new Nameless(run);
        long lastStart = lastStart(run);
        return missing.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(
                        each ->
                                SkippedStep.plans(run, output(run, each.getKey())).stream()
                                        .map(
                                                steps ->
                                                        tail(
                                                                run,
                                                                each.getKey(),
                                                                steps,
                                                                each.getValue(),
                                                                ran,
                                                                nameless,
                                                                lastStart))
                                        .filter(tail -> tail != null)
                                        .limit(1))
                .toList();
    }

    /** Whether the run ended in an error, as it says itself or as what it did last shows. */
    static boolean brokeOff(Run run) {
        if (run.view().workflow().summary().outcome() == Outcome.FAILED) {
            return true;
        }
        int last = -1;
        for (int node = 0; node < run.tree().size(); node++) {
            OperationKind kind = run.kind(node);
            boolean works =
                    kind == OperationKind.MODEL_CALL
                            || kind == OperationKind.TOOL_CALL
                            || kind == OperationKind.RETRIEVAL;
            if (works && (last < 0 || run.tree().endNanos(node) >= run.tree().endNanos(last))) {
                last = node;
            }
        }
        return last >= 0 && run.facts(last).failed();
    }

    /** Indexes of the messages that nobody received because nobody had to send them yet. */
    public static Set<Integer> notYetSent(Run run) {
        Set<String> left = new HashSet<>();
        for (PlanTail each : of(run)) {
            if (each.isSkipped() || each.isPremature()) {
                each.steps()
                        .subList(each.first(), each.steps().size())
                        .forEach(step -> left.add(SkippedStep.key(step)));
            }
        }
        Set<Integer> messages = new HashSet<>();
        // Where the run does not say so itself, nothing else tells that it broke off.
        boolean unsaid = run.view().workflow().summary().outcome() != Outcome.FAILED;
        boolean all = unsaid && brokeOff(run);
        for (Message each : run.view().messages()) {
            boolean unsent = all || left.contains(SkippedStep.key(each.receiver()));
            if (planNode(each) >= 0 && unsent) {
                messages.add(each.index());
            }
        }
        return messages;
    }

    /** Receivers that are named in a plan and never ran, by the plan's node. */
    private static Map<Integer, Set<String>> missing(Run run) {
        Map<Integer, Set<String>> missing = new HashMap<>();
        for (Message each : run.view().messages()) {
            int plan = planNode(each);
            if (plan >= 0) {
                missing.computeIfAbsent(plan, _ -> new HashSet<>())
                        .add(SkippedStep.key(each.receiver()));
            }
        }
        return missing;
    }

    /** The node of the plan that alone speaks of a message; -1 for any other message. */
    private static int planNode(Message message) {
        if (message.to() >= 0 || message.sentNode() >= 0) {
            return -1;
        }
        int node = -1;
        for (Evidence each : message.evidence()) {
            if (!each.source().equals(PLANNED)) {
                return -1;
            }
            node = node < 0 ? each.node() : node;
        }
        return node;
    }

    /** What was given back at a node; an agent's span may leave that to its last model call. */
    private static @Nullable AnyValue output(Run run, int node) {
        AgentInvocation stay = run.invocation(run.invocationOf(node));
        AnyValue own = run.facts(node).output();
        return own == null && stay != null && stay.node() == node ? stay.output() : own;
    }

    private static @Nullable PlanTail tail(
            Run run,
            int plan,
            List<String> steps,
            Set<String> missing,
            Map<String, AgentInvocation> ran,
            Nameless nameless,
            long lastStart) {
        int first = steps.size();
        while (first > 0 && missing.contains(SkippedStep.key(steps.get(first - 1)))) {
            first--;
        }
        // Stays without a name may have been the first of them.
        first += first == 0 ? 0 : nameless.between(run.tree().endNanos(plan), Long.MAX_VALUE);
        if (first == 0 || first >= steps.size() || steps.size() > MOST_STEPS) {
            return null;
        }
        Set<Integer> done = new HashSet<>();
        long end = nameless.lastEndNanos();
        AgentInvocation before = null;
        for (String step : steps.subList(0, first)) {
            AgentInvocation stay = ran.get(SkippedStep.key(step));
            if (stay != null) {
                done.add(stay.index());
                before = stay;
                end = Math.max(end, stay.endNanos());
            }
        }
        if (before == null) {
            return null;
        }
        return new PlanTail(plan, steps, first, before, isFed(run, before, done), lastStart < end);
    }

    private static boolean isFed(Run run, AgentInvocation stay, Set<Integer> others) {
        for (Message each : run.receivedBy(stay.index())) {
            if (each.from() != stay.index() && others.contains(each.from())) {
                return true;
            }
        }
        return false;
    }

    /** When the last agent, model or tool began. */
    private static long lastStart(Run run) {
        SpanTree tree = run.tree();
        long last = Long.MIN_VALUE;
        for (int node = 0; node < tree.size(); node++) {
            OperationKind kind = run.kind(node);
            boolean works =
                    kind == OperationKind.AGENT
                            || kind == OperationKind.MODEL_CALL
                            || kind == OperationKind.TOOL_CALL
                            || kind == OperationKind.RETRIEVAL;
            last = works ? Math.max(last, tree.startNanos(node)) : last;
        }
        return last;
    }
}
