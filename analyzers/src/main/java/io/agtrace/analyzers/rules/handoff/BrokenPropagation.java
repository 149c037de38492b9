package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.TraceJoin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The receiver of a message started a new trace that knows nothing of the sender's. */
final class BrokenPropagation implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "broken-propagation",
                    Group.HANDOFF,
                    Severity.WARNING,
                    Tier.DEFECT,
                    "The receiver of a message started a new trace that knows nothing of the"
                            + " sender's.",
                    "message ids at both ends (messaging.message.id), or another id of the run and"
                            + " the payload at both ends");

    /** Two texts of which one holds so much of the other are the same message. */
    private static final double SAME = 0.8;

    private static final double KNOWN = 0.95;
    private static final int LEAST_CONTENT = 5;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        Set<String> reported = new HashSet<>();
        Map<String, List<Message>> between = between(run);
        for (TraceJoin join : run.view().workflow().summary().joins()) {
            if (join.kind() == TraceJoin.Kind.MESSAGE_ID
                    || join.kind() == TraceJoin.Kind.TRACEPARENT_IN_PAYLOAD) {
                message(run, join, between, reported, report);
            }
        }
        Set<Id> apart = apart(run);
        if (!apart.isEmpty()) {
            int[] roots = roots(run);
            for (Message message : run.view().messages()) {
                handedOver(run, message, roots, apart, reported, report);
            }
        }
    }

    /** Traces that only an id of the run, which every span of it has, ties to the others. */
    private static Set<Id> apart(Run run) {
        Set<Id> apart = new HashSet<>();
        Set<Id> tied = new HashSet<>();
        for (TraceJoin join : run.view().workflow().summary().joins()) {
            switch (join.kind()) {
                case WORKFLOW_ID, RUN_ID, CONVERSATION_ID, SESSION_ID, BAGGAGE -> {
                    apart.add(join.from());
                    apart.add(join.to());
                }
                default -> tied.add(join.to());
            }
        }
        apart.removeAll(tied);
        return apart;
    }

    /**
     * A message whose receiver's trace begins with it. The next turn of a conversation is a trace
     * of its own by right: it begins when the one before is over, and with what the user says.
     */
    private static void handedOver(
            Run run,
            Message message,
            int[] roots,
            Set<Id> apart,
            Set<String> reported,
            Report report) {
        if (message.to() < 0 || message.kind() == Message.Kind.RETURN) {
            return;
        }
        AgentInvocation receiver = run.view().invocations().get(message.to());
        int root = roots[receiver.node()];
        int sent = message.sentNode() >= 0 ? message.sentNode() : sender(run, message);
        // What is missing at the beginning of a trace may have borne a link.
        boolean missing = run.tree().placement(root) == SpanTree.Placement.PLACEHOLDER;
        if (sent < 0 || missing || !run.tree().span(root).links().isEmpty()) {
            return;
        }
        Id from = run.tree().span(sent).traceId();
        Id to = run.tree().span(root).traceId();
        boolean begins = root == receiver.node() || run.kind(root) == OperationKind.QUEUE_RECEIVE;
        int top = roots[sent];
        // Where every agent begins a tree of its own, none of them is cut off from the others.
        boolean together = top != sent || message.sentNode() >= 0;
        boolean during =
                run.tree().startNanos(root) <= run.tree().endNanos(top)
                        || run.kind(root) == OperationKind.QUEUE_RECEIVE
                                && run.kind(sent) == OperationKind.QUEUE_SEND;
        if (!from.equals(to)
                && begins
                && together
                && during
                && apart.contains(to)
                && isSame(run, message, receiver)
                && reported.add(from + " " + to)) {
            reportApart(run, message, root, sent, report);
        }
    }

    private static int sender(Run run, Message message) {
        return message.from() < 0 ? -1 : run.view().invocations().get(message.from()).node();
    }

    /** The root above each node. */
    private static int[] roots(Run run) {
        int[] roots = new int[run.tree().size()];
        for (int node = 0; node < roots.length; node++) {
            int parent = run.tree().parent(node);
            roots[node] = parent < 0 ? node : roots[parent];
        }
        return roots;
    }

    /** Whether what was received is what was sent. */
    private static boolean isSame(Run run, Message message, AgentInvocation receiver) {
        FactSet received = run.payloads().facts(message.received());
        if (received.isEmpty()) {
            received = run.lineage().stay(receiver.index()).prompt();
        }
        FactSet sent = run.payloads().facts(message.sent());
        if (sent.isEmpty()) {
            sent = run.payloads().facts(Handed.said(run, message));
        }
        double share = Math.max(received.shareIn(sent), sent.shareIn(received));
        if (received.and(sent).weight() >= LEAST_CONTENT && share >= SAME) {
            return true;
        }
        // A span that sends need not say what: then all that arrives must stem from the run.
        FactSet known = received.minus(run.lineage().without(received, receiver.startNanos()));
        return message.sentNode() >= 0
                && known.weight() >= LEAST_CONTENT
                && known.weight() >= KNOWN * received.weight();
    }

    private static void reportApart(Run run, Message message, int root, int sent, Report report) {
        String quote =
                Words.cut(
                        run.payloads()
                                .quote(
                                        message.received(),
                                        run.payloads().facts(message.received())),
                        160);
        report.at(INFO, root)
                .agent(message.receiver())
                .message(message.index())
                .touches(sent)
                .strength(message.sentNode() >= 0 ? 0.85 : 0.7)
                .evidence(root, "trace id", run.tree().span(root).traceId().toString())
                .evidence(sent, "trace id", run.tree().span(sent).traceId().toString())
                .evidence(root, "input", quote)
                .report(
                        message.receiver()
                                + " took what "
                                + Handed.sender(message)
                                + " handed over at "
                                + Words.moment(run, run.tree().startNanos(root))
                                + " in a trace of its own, "
                                + run.tree().span(root).traceId()
                                + ", with neither a parent nor a link in the sender's trace "
                                + run.tree().span(sent).traceId()
                                + "; only an id of the whole run and the payload show that they"
                                + " belong together.");
    }

    /** Messages that are seen at both ends, by the traces that these lie in. */
    private static Map<String, List<Message>> between(Run run) {
        Map<String, List<Message>> between = new HashMap<>();
        for (Message message : run.view().messages()) {
            int sent = message.sentNode();
            int received = message.receivedNode();
            if (sent >= 0 && received >= 0) {
                Id from = run.tree().span(sent).traceId();
                Id to = run.tree().span(received).traceId();
                between.computeIfAbsent(from + " " + to, _ -> new ArrayList<>(1)).add(message);
            }
        }
        return between;
    }

    private static void message(
            Run run,
            TraceJoin join,
            Map<String, List<Message>> between,
            Set<String> reported,
            Report report) {
        List<String> ways = List.of(join.from() + " " + join.to(), join.to() + " " + join.from());
        for (String way : ways) {
            List<Message> messages = between.getOrDefault(way, List.of());
            if (!messages.isEmpty() && reported.add(way)) {
                report(run, messages.getFirst(), join, report);
            }
        }
    }

    private static void report(Run run, Message message, TraceJoin join, Report report) {
        int received = message.receivedNode();
        int sent = message.sentNode();
        report.at(INFO, received)
                .agent(
                        message.receiver().isEmpty()
                                ? Handed.worker(run, received)
                                : message.receiver())
                .message(message.index())
                .touches(sent)
                .strength(0.9)
                .evidence(received, "trace id", run.tree().span(received).traceId().toString())
                .evidence(sent, "trace id", run.tree().span(sent).traceId().toString())
                .evidence(received, "join", join.evidence())
                .report(
                        message.receiver()
                                + " took the message of "
                                + Handed.sender(message)
                                + " at "
                                + Words.moment(run, run.tree().startNanos(received))
                                + " in a trace of its own, "
                                + run.tree().span(received).traceId()
                                + ", with neither a parent nor a link in the sender's trace "
                                + run.tree().span(sent).traceId()
                                + "; only the message's id shows that they belong together.");
    }
}
