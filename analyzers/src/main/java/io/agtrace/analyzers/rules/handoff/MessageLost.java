package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.agents.Verdict;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Nameless;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.rules.control.PlanTail;
import io.agtrace.analyzers.span.Span;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A message was sent, and its receiver never started. */
final class MessageLost implements Rule {
    /** Each look walks through all that the sender sent and the run gave back. */
    private static final int MOST_LOOKS = 50;

    private static final RuleInfo INFO =
            new RuleInfo(
                    "message-lost",
                    Group.HANDOFF,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "A message was sent, and its receiver never started.",
                    "spans of both agents, or of the queue that lies between them");

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        Set<Integer> notYetSent = PlanTail.notYetSent(run);
        List<Message> lost = new ArrayList<>();
        Set<String> receivers = new HashSet<>();
        long first = Long.MAX_VALUE;
        for (Message message : run.view().messages()) {
            if (message.to() < 0
                    && message.verdicts().received().answer() != Verdict.Answer.YES
                    && message.kind() != Message.Kind.RETURN
                    && !notYetSent.contains(message.index())) {
                lost.add(message);
                receivers.add(message.receiver());
                first =
                        message.sentNanos() == Span.NO_TIME
                                ? Long.MIN_VALUE
                                : Math.min(first, message.sentNanos());
            }
        }
        int nameless = lost.isEmpty() ? 0 : new Nameless(run).between(first, Long.MAX_VALUE);
        int unknown = 0;
        int looks = 0;
        for (Message message : lost) {
            // What only a plan names may be what those without a name did.
            boolean hidden = nameless >= receivers.size() || message.sentNode() < 0;
            if (nameless > 0 && hidden) {
                unknown++;
            } else {
                report(run, message, looks++ < MOST_LOOKS, report);
            }
        }
        report.notChecked(INFO, unknown, "boundaries");
    }

    /**
     * Who should have started the receiver: what passed the message on last; else what started the
     * others that were given work at the same time; else who sent it.
     */
    private static int sender(Run run, Message message) {
        int own = message.evidence().getFirst().node();
        if (message.from() < 0) {
            return own;
        }
        AgentInvocation from = run.view().invocations().get(message.from());
        long next = Long.MAX_VALUE;
        int parent = -1;
        for (Message other : run.sentBy(message.from())) {
            if (other.to() >= 0) {
                AgentInvocation to = run.view().invocations().get(other.to());
                next = Math.min(next, to.startNanos());
                parent = run.tree().parent(to.node());
            }
        }
        FactSet content = run.payloads().facts(message.sent()).minus(run.lineage().wording());
        int holder = -1;
        if (next != Long.MAX_VALUE && content.weight() > 0) {
            holder = run.lineage().lastHolder(content, next);
        }
        if (holder >= 0 && run.tree().startNanos(holder) >= from.endNanos()) {
            return holder;
        }
        boolean program = parent >= 0 && run.agentOf(parent).isEmpty();
        return program && parent != run.tree().parent(from.node()) ? parent : own;
    }

    private static void report(Run run, Message message, boolean looks, Report report) {
        int own = message.evidence().getFirst().node();
        int node =
                message.sentNode() >= 0 ? message.sentNode() : looks ? sender(run, message) : own;
        String agent = run.agentOf(node);
        String sender = message.sender().isEmpty() ? "The run" : message.sender();
        String receiver = message.receiver().isEmpty() ? "nobody" : message.receiver();
        String when =
                message.sentNanos() == Span.NO_TIME
                        ? ""
                        : " at " + Words.moment(run, message.sentNanos());
        Report.Draft draft =
                report.at(INFO, node)
                        .message(message.index())
                        .agent(agent.isEmpty() ? message.sender() : agent)
                        .strength(0.5 + 0.5 * message.confidence());
        if (message.confidence() < 0.5) {
            draft.suspicion();
        }
        message.evidence().forEach(draft::evidence);
        draft.measure("confidence", message.confidence())
                .report(
                        sender
                                + " handed work to "
                                + receiver
                                + when
                                + ", and "
                                + receiver
                                + " never started after it. "
                                + message.verdicts().received().reason()
                                + ".");
    }
}
