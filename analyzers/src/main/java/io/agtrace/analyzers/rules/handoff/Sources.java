package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.rules.Run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whose work is in what a stay was given. */
final class Sources {
    /** The last of a fan-out that are looked at for each stay after them. */
    private static final int MOST_BESIDE = 64;

    private final Run run;

    /** Messages of a sender in order of the end of those who were given them. */
    private final Map<Integer, List<Message>> byEnd = new HashMap<>();

    /** Those of a run, for all rules. */
    static Sources in(Run run) {
        return run.shared(Sources.class, Sources::new);
    }

    private Sources(Run run) {
        this.run = run;
    }

    /**
     * The stays whose work should be in what a stay was given: those that sent it something, and
     * those that were given their part together with one of these and were done before it began.
     * Looks at all that the senders sent, so it is for findings, not for every stay.
     */
    Set<Integer> of(AgentInvocation stay) {
        Set<Integer> senders = senders(stay);
        List<Message> beside = new ArrayList<>();
        for (int sender : senders) {
            boolean dispatches =
                    run.sentBy(sender).stream().anyMatch(each -> senders.contains(each.to()));
            if (dispatches) {
                beside.addAll(before(sender, stay, Integer.MAX_VALUE));
            }
        }
        return with(senders, beside, stay);
    }

    /** The same, and those that were given their part together with the stay itself. */
    Set<Integer> possible(AgentInvocation stay) {
        Set<Integer> senders = senders(stay);
        List<Message> beside = new ArrayList<>();
        for (int sender : senders) {
            beside.addAll(before(sender, stay, MOST_BESIDE));
        }
        return with(senders, beside, stay);
    }

    private Set<Integer> senders(AgentInvocation stay) {
        Set<Integer> senders = new LinkedHashSet<>();
        for (Message message : run.receivedBy(stay.index())) {
            if (message.from() >= 0 && message.kind() != Message.Kind.RETURN) {
                senders.add(message.from());
            }
        }
        return senders;
    }

    private static Set<Integer> with(
            Set<Integer> senders, List<Message> beside, AgentInvocation stay) {
        if (beside.size() > 1) {
            beside.sort(Comparator.comparingInt(Message::index));
        }
        Set<Integer> all = new LinkedHashSet<>(senders);
        beside.forEach(each -> all.add(each.to()));
        all.remove(stay.index());
        return all;
    }

    /** A sender's messages to those beside a stay who were done before it, the last ones first. */
    private List<Message> before(int sender, AgentInvocation stay, int most) {
        List<Message> all = byEnd.computeIfAbsent(sender, this::inOrder);
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (receiver(all.get(middle)).endNanos() <= stay.startNanos()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        List<Message> before = new ArrayList<>();
        for (int i = low - 1; i >= 0 && low - i <= most; i--) {
            if (receiver(all.get(i)).parent() == stay.parent()) {
                before.add(all.get(i));
            }
        }
        return before;
    }

    private List<Message> inOrder(int sender) {
        List<Message> all = new ArrayList<>();
        for (Message each : run.sentBy(sender)) {
            if (each.to() >= 0) {
                all.add(each);
            }
        }
        if (all.size() > 1) {
            all.sort(Comparator.comparingLong(each -> receiver(each).endNanos()));
        }
        return all;
    }

    private AgentInvocation receiver(Message message) {
        return run.view().invocations().get(message.to());
    }
}
