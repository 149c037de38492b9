package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.ContextUse;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.lineage.Delivery;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.Lineage;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An agent worked from an older state of the context than there was. */
final class StaleContext implements Rule {
    private static final Threshold MOST_DELIVERED =
            new Threshold(
                    "most-delivered",
                    0.45,
                    "share",
                    "up to which share of the new content counts as not seen");

    /** Each look walks through all messages. */
    private static final int MOST_LOOKS = 50;

    private static final RuleInfo INFO =
            new RuleInfo(
                    "stale-context",
                    Group.HANDOFF,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "An agent worked from an older state of the context than there was.",
                    "versions or times of the context (context.version, context.updated_at, or a"
                            + " version field in the payload)",
                    MOST_DELIVERED);

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        List<ContextUse> uses = new ArrayList<>(run.view().contextUses());
        uses.sort(Comparator.comparingLong(use -> moment(run, use)));
        Set<Integer> reported = new HashSet<>();
        older(run, uses, reported, report);
        replaced(run, uses, reported, report);
        new Superseded(run, INFO, report).check(reported);
        if (uses.isEmpty()) {
            report.notChecked(INFO, run.view().messages().size(), "boundaries");
        }
    }

    private static long moment(Run run, ContextUse use) {
        return use.written() ? run.tree().endNanos(use.node()) : run.tree().startNanos(use.node());
    }

    /**
     * A version was read after a later one had been written upstream, or had been worked with by
     * those who handed their work over. What others wrote at the same time could not be known.
     */
    private static void older(
            Run run, List<ContextUse> uses, Set<Integer> reported, Report report) {
        Map<String, Long> newest = new HashMap<>();
        int looks = 0;
        List<Hop> hops = Hop.all(run);
        Sources sources = Sources.in(run);
        for (ContextUse use : uses) {
            long version = number(use.version());
            if (version < 0) {
                continue;
            }
            long known = newest.merge(use.key(), version, Math::max);
            int owner = run.invocationOf(use.node());
            if (use.written() || known <= version || reported.contains(owner)) {
                continue;
            }
            if (++looks > MOST_LOOKS) {
                return;
            }
            ContextUse later = latestUpstream(run, uses, use, sources);
            if (later != null) {
                reported.add(owner);
                report(run, use, later, hops, report);
            }
        }
    }

    private static @Nullable ContextUse latestUpstream(
            Run run, List<ContextUse> uses, ContextUse use, Sources sources) {
        int reader = run.invocationOf(use.node());
        Set<Integer> senders = new HashSet<>();
        BitSet upstream = upstream(run, reader, senders);
        AgentInvocation reading = run.invocation(reader);
        if (reading != null) {
            // What others of the same fan-out had made was to be there too.
            Set<Integer> beside = sources.of(reading);
            beside.forEach(upstream::set);
            senders.addAll(beside);
        }
        long start = run.tree().startNanos(use.node());
        ContextUse latest = use;
        for (ContextUse other : uses) {
            int stay = run.invocationOf(other.node());
            boolean known =
                    other.written() ? stay < 0 || upstream.get(stay) : senders.contains(stay);
            if (known
                    && other.key().equals(use.key())
                    && isOlder(latest, other)
                    && moment(run, other) < start) {
                latest = other;
            }
        }
        return latest.equals(use) ? null : latest;
    }

    /** Stays whose work reaches a stay through messages, itself among them. */
    private static BitSet upstream(Run run, int reader, Set<Integer> senders) {
        BitSet seen = new BitSet();
        if (reader < 0) {
            return seen;
        }
        Map<Integer, List<Integer>> from = new HashMap<>();
        for (Message message : run.view().messages()) {
            if (message.from() >= 0 && message.to() >= 0) {
                from.computeIfAbsent(message.to(), _ -> new ArrayList<>(2)).add(message.from());
            }
        }
        senders.addAll(from.getOrDefault(reader, List.of()));
        Deque<Integer> open = new ArrayDeque<>(List.of(reader));
        seen.set(reader);
        while (!open.isEmpty()) {
            for (int sender : from.getOrDefault(open.poll(), List.of())) {
                if (!seen.get(sender)) {
                    seen.set(sender);
                    open.add(sender);
                }
            }
        }
        return seen;
    }

    private static boolean isOlder(ContextUse one, ContextUse other) {
        return number(one.version()) < number(other.version());
    }

    private static void report(
            Run run, ContextUse use, ContextUse known, List<Hop> hops, Report report) {
        int owner = run.invocationOf(use.node());
        Delivery delivery = owner < 0 ? null : worst(run, owner);
        String agent = run.agentOf(use.node());
        String writer = run.agentOf(known.node());
        Report.Draft draft =
                report.at(INFO, use.node())
                        .agent(agent)
                        .strength(0.95)
                        .evidence(use.evidence())
                        .evidence(known.evidence())
                        .measure(
                                "versions-behind",
                                (double) (number(known.version()) - number(use.version())));
        String missed = "";
        AgentInvocation reader = run.invocation(owner);
        if (reader != null) {
            int otherwise = delivery == null ? -1 : delivery.message().index();
            hops.get(owner).name(draft, reader, otherwise);
        }
        if (delivery != null) {
            String quote = Handed.quote(run, delivery.message(), delivery.lost());
            missed = quote.isEmpty() ? "" : " It did not see " + Words.quote(quote) + ".";
        }
        draft.report(
                (agent.isEmpty() ? "A step" : agent)
                        + " worked from version "
                        + use.version()
                        + " of "
                        + use.key()
                        + " at "
                        + Words.moment(run, run.tree().startNanos(use.node()))
                        + "; version "
                        + known.version()
                        + " was "
                        + (known.written() ? "written" : "known")
                        + " at "
                        + Words.moment(run, moment(run, known))
                        + (writer.isEmpty() ? "" : " by " + writer)
                        + "."
                        + missed);
    }

    private static @Nullable Delivery worst(Run run, int receiver) {
        Delivery worst = null;
        for (Delivery each : run.lineage().deliveries()) {
            if (each.message().to() == receiver
                    && each.readable()
                    && (worst == null || each.lost().weight() > worst.lost().weight())) {
                worst = each;
            }
        }
        return worst;
    }

    /** Something older stands in place of what the sender said. */
    private static void replaced(
            Run run, List<ContextUse> uses, Set<Integer> reported, Report report) {
        Lineage lineage = run.lineage();
        FirstUses firstUses = new FirstUses(run, uses);
        for (Delivery each : lineage.deliveries()) {
            int to = each.message().to();
            if (to < 0
                    || !each.readable()
                    || each.relay()
                    || each.message().kind() == Message.Kind.RETURN
                    || each.content().weightOfHard() < 6
                    || reported.contains(to)) {
                continue;
            }
            AgentInvocation stay = run.view().invocations().get(to);
            FactSet foreign = lineage.without(each.given(), stay.startNanos());
            double delivered = each.delivered();
            ContextUse use = firstUses.of(to, each.givenNode());
            boolean another = foreign.weightOfHard() >= 6;
            if (delivered > run.threshold(INFO, MOST_DELIVERED) || use == null || !another) {
                continue;
            }
            reported.add(to);
            String quote = run.payloads().quote(Handed.given(run, each), foreign);
            int node =
                    each.message().sentNode() >= 0 ? each.message().sentNode() : each.givenNode();
            String agent = run.agentOf(node);
            Report.Draft draft =
                    report.at(INFO, node)
                            .agent(agent.isEmpty() ? stay.agent() : agent)
                            .message(each.message().index())
                            .touches(each.givenNode())
                            .strength((1 - delivered) * Math.min(1, 0.4 + foreign.weight() / 25.0))
                            .evidence(use.evidence())
                            .evidence(each.givenNode(), "input", quote)
                            .measure("delivered", delivered)
                            .measure("foreign", foreign.weight());
            draft.report(
                    stay.agent()
                            + " worked from "
                            + (use.version().isEmpty() ? "a state" : "version " + use.version())
                            + " of "
                            + use.key()
                            + age(run, use, stay)
                            + ", which says "
                            + Words.quote(quote)
                            + ". Of what "
                            + Handed.sender(each.message())
                            + " had said, "
                            + Words.quote(Handed.quote(run, each.message(), each.lost()))
                            + " among it, it was given "
                            + Math.round(delivered * 100)
                            + " %.");
        }
    }

    private static String age(Run run, ContextUse use, AgentInvocation stay) {
        if (use.timestampNanos() == Span.NO_TIME || use.timestampNanos() >= stay.startNanos()) {
            return "";
        }
        return " of " + Words.moment(run, use.timestampNanos());
    }

    /** Which use of a context comes first, at a node or in a stay that reads. */
    private static final class FirstUses {
        private final List<ContextUse> uses;
        private final Map<Integer, Integer> byNode = new HashMap<>();
        private final Map<Integer, Integer> byReader = new HashMap<>();

        FirstUses(Run run, List<ContextUse> uses) {
            this.uses = uses;
            for (int i = 0; i < uses.size(); i++) {
                ContextUse use = uses.get(i);
                byNode.putIfAbsent(use.node(), i);
                if (!use.written()) {
                    byReader.putIfAbsent(run.invocationOf(use.node()), i);
                }
            }
        }

        @Nullable ContextUse of(int stay, int node) {
            int first =
                    Math.min(
                            byNode.getOrDefault(node, uses.size()),
                            byReader.getOrDefault(stay, uses.size()));
            return first == uses.size() ? null : uses.get(first);
        }
    }

    private static long number(String version) {
        String digits =
                version.startsWith("v") || version.startsWith("V") ? version.substring(1) : version;
        if (digits.isEmpty() || digits.length() > 18) {
            return -1;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return -1;
            }
        }
        return Long.parseLong(digits);
    }
}
