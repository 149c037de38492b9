package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.StayFacts;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Words;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A branch that nobody waited for: it was given its part of the work by the same agent as its
 * siblings, the consumer took what those found and began while it still worked, and what it found
 * is nowhere in the run after it.
 */
final class Overtaken {
    private static final long TOLERANCE = 5_000_000;
    private static final int LEAST_CONTENT = 6;
    private static final double LIVED_ON = 0.4;

    /** Of those who took from siblings while a branch worked so many are looked at. */
    private static final int MOST_TAKERS = 64;

    /** Of what one of them took so much is looked at. */
    private static final int MOST_TAKEN = 256;

    private final Run run;
    private final RuleInfo info;
    private final Report report;

    /** Messages into each stay that came from another one. */
    private final List<List<Message>> into = new ArrayList<>();

    /** Who sent something to whom. */
    private final Set<Long> senders = new HashSet<>();

    /** The agents' stays that were given work by the same stay, by its index. */
    private final Map<Integer, List<AgentInvocation>> branches = new LinkedHashMap<>();

    Overtaken(Run run, RuleInfo info, Report report) {
        this.run = run;
        this.info = info;
        this.report = report;
        for (int i = 0; i < run.view().invocations().size(); i++) {
            into.add(new ArrayList<>(2));
        }
        for (Message message : run.view().messages()) {
            if (message.from() >= 0 && message.to() >= 0 && isForward(message)) {
                into.get(message.to()).add(message);
                senders.add(pair(message.from(), message.to()));
                branches.computeIfAbsent(message.from(), _ -> new ArrayList<>(4))
                        .add(run.view().invocations().get(message.to()));
            }
        }
    }

    private static long pair(int from, int to) {
        return (long) from << 32 | to;
    }

    private static boolean isForward(Message message) {
        return message.kind() != Message.Kind.RETURN;
    }

    void check(double mostDelivered) {
        if (!run.view().workflow().skews().isEmpty()) {
            return;
        }
        for (List<AgentInvocation> fan : branches.values()) {
            Set<Integer> members = new HashSet<>();
            fan.forEach(each -> members.add(each.index()));
            List<AgentInvocation> takers = members.size() < 2 ? List.of() : takers(members);
            for (AgentInvocation slow : fan) {
                AgentInvocation consumer = consumer(takers, members, slow);
                if (consumer != null) {
                    tell(slow, consumer, mostDelivered);
                }
            }
        }
    }

    /** Those who were sent something by a branch, in order of time. */
    private List<AgentInvocation> takers(Set<Integer> members) {
        Set<Integer> takers = new TreeSet<>();
        for (int member : members) {
            for (Message message : run.sentBy(member)) {
                if (message.to() >= 0 && isForward(message)) {
                    takers.add(message.to());
                }
            }
        }
        return takers.stream()
                .map(each -> run.view().invocations().get(each))
                .sorted(Comparator.comparingLong(AgentInvocation::startNanos))
                .toList();
    }

    /** The first agent that took what siblings of a branch had found, while it still worked. */
    private @Nullable AgentInvocation consumer(
            List<AgentInvocation> takers, Set<Integer> fan, AgentInvocation slow) {
        long tolerance = Math.max(TOLERANCE, (slow.endNanos() - slow.startNanos()) / 20);
        int first = after(takers, slow.startNanos());
        for (int i = first; i < Math.min(takers.size(), first + MOST_TAKERS); i++) {
            AgentInvocation each = takers.get(i);
            if (each.startNanos() >= slow.endNanos() - tolerance) {
                return null;
            }
            boolean apart = each.parent() == slow.parent() && each.index() != slow.index();
            if (apart && !each.agent().equals(slow.agent()) && takesFrom(each, fan, slow)) {
                return each;
            }
        }
        return null;
    }

    /** Position of the first that began after a time. */
    private static int after(List<AgentInvocation> takers, long nanos) {
        int low = 0;
        int high = takers.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (takers.get(middle).startNanos() <= nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean takesFrom(AgentInvocation consumer, Set<Integer> fan, AgentInvocation slow) {
        if (senders.contains(pair(slow.index(), consumer.index()))) {
            return false;
        }
        boolean taken = false;
        List<Message> messages = into.get(consumer.index());
        for (Message message : messages.subList(0, Math.min(messages.size(), MOST_TAKEN))) {
            AgentInvocation from = run.view().invocations().get(message.from());
            boolean sibling =
                    fan.contains(from.index())
                            && !from.agent().equals(slow.agent())
                            && from.parent() == slow.parent()
                            && from.endNanos() <= consumer.startNanos() + TOLERANCE
                            && overlap(from, slow);
            taken |= sibling;
        }
        return taken;
    }

    private static boolean overlap(AgentInvocation one, AgentInvocation other) {
        return one.startNanos() < other.endNanos() && other.startNanos() < one.endNanos();
    }

    private void tell(AgentInvocation slow, AgentInvocation consumer, double mostDelivered) {
        StayFacts made = run.lineage().stay(slow.index());
        StayFacts given = run.lineage().stay(consumer.index());
        FactSet all =
                made.output()
                        .minus(run.lineage().task())
                        .minus(run.lineage().wording())
                        .minus(made.input())
                        .minus(made.prompt());
        // The words are those of the trade, and the others' too.
        FactSet content = all.hard().weight() >= LEAST_CONTENT ? all.hard() : all;
        boolean recorded = given.prompted() || consumer.input() != null;
        boolean own = content.hard().weight() > 0 || content.weight() >= 2 * LEAST_CONTENT;
        if (slow.failed()
                || !recorded
                || !made.answered()
                || !own
                || content.weight() < LEAST_CONTENT) {
            return;
        }
        double delivered = content.shareIn(given.prompt().or(given.input()));
        double lived = content.shareIn(run.lineage().madeSince(content, slow.endNanos()));
        if (delivered > mostDelivered || Math.max(lived, delivered) > LIVED_ON) {
            return;
        }
        int node = given.promptNode() >= 0 ? given.promptNode() : consumer.node();
        long early = slow.endNanos() - consumer.startNanos();
        String quote = run.payloads().quote(run.facts(made.answerNode()).output(), content);
        report.at(info, node)
                .agent(consumer.agent())
                .boundary(slow.agent(), consumer.agent())
                .touches(slow.node())
                .strength((1 - delivered) * Math.min(1, 0.6 + content.weight() / 40.0))
                .evidence(node, "time", Words.moment(run, consumer.startNanos()))
                .evidence(made.answerNode(), "output", Words.cut(quote, 200))
                .measure("early-ms", early / 1e6)
                .measure("delivered", delivered)
                .report(
                        consumer.agent()
                                + " began to work at "
                                + Words.moment(run, consumer.startNanos())
                                + " with what the other branches had found, "
                                + Words.time(early)
                                + " before "
                                + slow.agent()
                                + " was done. What that found, "
                                + Words.quote(quote)
                                + " among it, is nowhere in the run after it.");
    }
}
