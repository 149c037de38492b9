package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.workflow.TraceJoin;

import java.util.HashSet;
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
                    "message ids at both ends (messaging.message.id), or another id of the run");

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        Set<String> reported = new HashSet<>();
        for (TraceJoin join : run.view().workflow().summary().joins()) {
            if (join.kind() == TraceJoin.Kind.MESSAGE_ID
                    || join.kind() == TraceJoin.Kind.TRACEPARENT_IN_PAYLOAD) {
                message(run, join, reported, report);
            }
        }
    }

    private static void message(Run run, TraceJoin join, Set<String> reported, Report report) {
        for (Message message : run.view().messages()) {
            int sent = message.sentNode();
            int received = message.receivedNode();
            if (sent < 0 || received < 0) {
                continue;
            }
            Id from = run.tree().span(sent).traceId();
            Id to = run.tree().span(received).traceId();
            boolean joined =
                    from.equals(join.from()) && to.equals(join.to())
                            || from.equals(join.to()) && to.equals(join.from());
            if (joined && reported.add(from + " " + to)) {
                report(run, message, join, report);
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
