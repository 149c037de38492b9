package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.lineage.Cuts;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;

import org.jspecify.annotations.Nullable;

/** A payload holds JSON that is not complete. */
final class PayloadMalformed implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "payload-malformed",
                    Group.HANDOFF,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "A payload between two agents holds JSON that is not complete.",
                    "the payload of the hand-over (an attribute of the handoff span, or the"
                            + " receiver's input)");

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        int unknown = 0;
        for (Message message : run.view().messages()) {
            if (message.sent() == null && message.received() == null) {
                unknown++;
                continue;
            }
            @Nullable String sent = Cuts.brokenJson(message.sent());
            @Nullable String broken = sent == null ? Cuts.brokenJson(message.received()) : sent;
            if (broken != null) {
                report(run, message, broken, sent != null, report);
            }
        }
        report.notChecked(INFO, unknown, "boundaries");
    }

    private static void report(
            Run run, Message message, String broken, boolean atSender, Report report) {
        int node =
                atSender && message.sentNode() >= 0
                        ? message.sentNode()
                        : message.to() >= 0
                                ? run.view().invocations().get(message.to()).node()
                                : message.evidence().getFirst().node();
        String agent = run.agentOf(node);
        String end =
                broken.length() <= 80 ? broken : "\u2026" + broken.substring(broken.length() - 80);
        report.at(INFO, node)
                .agent(agent.isEmpty() ? message.sender() : agent)
                .message(message.index())
                .strength(0.9)
                .evidence(node, "payload", end)
                .report(
                        "What "
                                + Handed.sender(message)
                                + " handed to "
                                + message.receiver()
                                + " begins as JSON and breaks off after "
                                + Words.count(broken.length(), "character", "characters")
                                + ": "
                                + Words.quote(end)
                                + ".");
    }
}
