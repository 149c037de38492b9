package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.lineage.Cuts;
import io.agtrace.analyzers.lineage.Passage;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
        List<Hop> hops = Hop.all(run);
        Set<Integer> told = new HashSet<>();
        for (Message message : run.view().messages()) {
            if (message.sent() == null && message.received() == null) {
                unknown++;
                continue;
            }
            @Nullable String sent = Cuts.brokenJson(run.payloads().pieces(message.sent()));
            @Nullable String broken =
                    sent == null
                            ? Cuts.brokenJson(run.payloads().pieces(message.received()))
                            : sent;
            if (broken != null && (message.to() < 0 || told.add(message.to()))) {
                report(run, message, hops, broken, sent != null, report);
            }
        }
        report.notChecked(INFO, unknown, "boundaries");
        int longest = longest(run);
        for (AgentInvocation stay : run.view().invocations()) {
            if (!told.contains(stay.index())) {
                given(run, stay, hops.get(stay.index()), longest, report);
            }
        }
    }

    private static int longest(Run run) {
        int longest = 0;
        for (Passage passage : run.lineage().passages()) {
            longest = Math.max(longest, passage.length());
        }
        return longest;
    }

    /** What a stay was given cannot be read, although what was sent could. */
    private static void given(Run run, AgentInvocation stay, Hop hop, int longest, Report report) {
        int prompt = run.lineage().stay(stay.index()).promptNode();
        @Nullable AnyValue asked = prompt < 0 ? null : run.facts(prompt).input();
        @Nullable String object = Cuts.objectInstead(run.payloads().pieces(stay.input()));
        object = object == null ? Cuts.objectInstead(run.payloads().pieces(asked)) : object;
        if (object != null && Cuts.objectInstead(run.payloads().pieces(hop.payload())) == null) {
            tell(
                    stay,
                    hop,
                    object,
                    " was given "
                            + Words.quote(object)
                            + ": the name of an object, where its content should stand.",
                    report);
            return;
        }
        @Nullable String broken = Cuts.unreadableJson(run.payloads().pieces(stay.input()));
        broken = broken == null ? Cuts.unreadableJson(run.payloads().pieces(asked)) : broken;
        if (broken != null && !isRecordedSo(run, hop, broken, longest)) {
            String end =
                    broken.length() <= 160
                            ? broken
                            : "\u2026" + broken.substring(broken.length() - 160);
            tell(
                    stay,
                    hop,
                    end,
                    " was given a text that begins as JSON and is none: " + Words.quote(end) + ".",
                    report);
        }
    }

    /** Whether it was sent like that, or the recorder cuts all texts at this length. */
    private static boolean isRecordedSo(Run run, Hop hop, String broken, int longest) {
        if (hop.payload() != null) {
            return Cuts.unreadableJson(run.payloads().pieces(hop.payload())) != null;
        }
        return longest <= broken.length() * 1.1;
    }

    private static void tell(
            AgentInvocation stay, Hop hop, String quote, String story, Report report) {
        int node = hop.node() >= 0 ? hop.node() : stay.node();
        Report.Draft draft =
                report.at(INFO, node)
                        .agent(stay.agent())
                        .touches(stay.node())
                        .strength(hop.payload() == null ? 0.7 : 0.9)
                        .evidence(stay.node(), "input", quote);
        hop.name(draft, stay, -1);
        draft.report(stay.agent() + story);
    }

    private static void report(
            Run run,
            Message message,
            List<Hop> hops,
            String broken,
            boolean atSender,
            Report report) {
        int node =
                atSender && message.sentNode() >= 0
                        ? message.sentNode()
                        : message.to() >= 0
                                ? run.view().invocations().get(message.to()).node()
                                : message.evidence().getFirst().node();
        String agent = run.agentOf(node);
        String end =
                broken.length() <= 80 ? broken : "\u2026" + broken.substring(broken.length() - 80);
        Report.Draft draft =
                report.at(INFO, node)
                        .agent(agent.isEmpty() ? message.sender() : agent)
                        .strength(0.9)
                        .evidence(node, "payload", end);
        if (message.to() >= 0) {
            AgentInvocation receiver = run.view().invocations().get(message.to());
            hops.get(message.to()).name(draft, receiver, message.index());
        } else {
            draft.message(message.index());
        }
        draft.report(
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
