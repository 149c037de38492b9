package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.Message;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One message was taken and worked on more than once, although the first time succeeded. */
final class DuplicateDelivery implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "duplicate-delivery",
                    Group.HANDOFF,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "One message was worked on more than once, although the first time succeeded.",
                    "ids of received messages (messaging.message.id)");

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        Map<String, List<Integer>> taken = new LinkedHashMap<>();
        for (int node = 0; node < run.tree().size(); node++) {
            String id = run.facts(node).messageIdReceived();
            if (!id.isEmpty()) {
                List<Integer> before = taken.computeIfAbsent(id, _ -> new ArrayList<>(1));
                boolean inside =
                        !before.isEmpty() && node < run.tree().subtreeEnd(before.getLast());
                if (!inside && works(run, node)) {
                    before.add(node);
                }
            }
        }
        Map<Integer, Integer> messages = new HashMap<>();
        for (Message message : run.view().messages()) {
            messages.putIfAbsent(message.receivedNode(), message.index());
        }
        taken.forEach(
                (id, nodes) -> {
                    if (nodes.size() > 1) {
                        nodes.removeIf(node -> failed(run, node));
                    }
                    if (nodes.size() > 1 && isOneReceiver(run, nodes)) {
                        report(run, id, nodes, messages, report);
                    }
                });
        new Twice(run, INFO, report).check();
    }

    /** Whether something is done with the message: a bare receive is followed by a process span. */
    private static boolean works(Run run, int node) {
        for (int i = node; i < run.tree().subtreeEnd(node); i++) {
            OperationKind kind = run.kind(i);
            if (kind == OperationKind.AGENT
                    || kind == OperationKind.MODEL_CALL
                    || kind == OperationKind.TOOL_CALL) {
                return true;
            }
        }
        return false;
    }

    /** A failed attempt is delivered again on purpose. */
    private static boolean failed(Run run, int node) {
        boolean failed = run.facts(node).failed();
        int end = run.tree().subtreeEnd(node);
        for (int child = node + 1; child < end && !failed; child = run.tree().subtreeEnd(child)) {
            failed = run.facts(child).failed();
        }
        return failed;
    }

    /** A topic delivers to every subscriber once. */
    private static boolean isOneReceiver(Run run, List<Integer> nodes) {
        return receiver(run, nodes.get(0)).equals(receiver(run, nodes.get(1)));
    }

    private static String receiver(Run run, int node) {
        String worker = Handed.worker(run, node);
        return worker.isEmpty() ? run.tree().span(node).name() : worker;
    }

    private static void report(
            Run run,
            String id,
            List<Integer> nodes,
            Map<Integer, Integer> messages,
            Report report) {
        int second = nodes.get(1);
        String receiver = receiver(run, second);
        Report.Draft draft =
                report.at(INFO, second)
                        .agent(receiver)
                        .strength(0.9)
                        .measure("deliveries", nodes.size());
        int none = Integer.MAX_VALUE;
        int message =
                Math.min(
                        messages.getOrDefault(nodes.getFirst(), none),
                        messages.getOrDefault(second, none));
        if (message < none) {
            draft.message(message);
        }
        for (int node : nodes) {
            draft.evidence(node, "message id", id);
            draft.touches(node);
        }
        draft.report(
                receiver
                        + " worked on the message "
                        + Words.quote(id)
                        + " at "
                        + Words.moment(run, run.tree().startNanos(nodes.get(0)))
                        + " and again at "
                        + Words.moment(run, run.tree().startNanos(second))
                        + ", although the first time had succeeded.");
    }
}
