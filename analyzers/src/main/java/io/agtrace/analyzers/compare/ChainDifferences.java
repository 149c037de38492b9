package io.agtrace.analyzers.compare;

import io.agtrace.analyzers.agents.Decision;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.check.Fingerprint;
import io.agtrace.analyzers.compare.Alignment.Item;
import io.agtrace.analyzers.compare.Difference.Kind;
import io.agtrace.analyzers.lineage.Delivery;
import io.agtrace.analyzers.lineage.Lineage;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How the decisions and the messages of two runs differ. */
final class ChainDifferences {
    /** So much of a message is to arrive; less than the second is a loss. */
    private static final double WHOLE = 0.9;

    private static final double PART = 0.7;
    private static final int LONGEST = 160;

    private final StepPairs pairs;
    private final List<Difference> found = new ArrayList<>();

    ChainDifferences(StepPairs pairs) {
        this.pairs = pairs;
    }

    /** All of them, in no particular order. */
    List<Difference> all() {
        decisions();
        messages();
        return found;
    }

    private void decisions() {
        List<Decision> goods = pairs.good().run().view().decisions();
        List<Decision> bads = pairs.bad().run().view().decisions();
        Alignment alignment =
                Alignment.of(
                        goods.stream().map(ChainDifferences::item).toList(),
                        bads.stream().map(ChainDifferences::item).toList());
        for (int i = 0; i < goods.size(); i++) {
            int partner = alignment.partner(i);
            if (partner >= 0
                    && !alignment.isMoved(i)
                    && !chosen(goods.get(i)).equals(chosen(bads.get(partner)))) {
                Decision one = goods.get(i);
                Decision other = bads.get(partner);
                found.add(
                        new Difference(
                                Kind.DECISION,
                                one.node(),
                                other.node(),
                                other.timeNanos(),
                                other.by(),
                                other.type(),
                                Words.cut(one.chosen(), LONGEST),
                                Words.cut(other.chosen(), LONGEST),
                                1));
            }
        }
    }

    private static Item item(Decision decision) {
        return new Item("by " + decision.by(), decision.type() + "\u001f" + chosen(decision));
    }

    private static String chosen(Decision decision) {
        return Fingerprint.steady(decision.chosen());
    }

    private void messages() {
        List<Message> goods = pairs.good().run().view().messages();
        List<Message> bads = pairs.bad().run().view().messages();
        Alignment alignment =
                Alignment.of(
                        goods.stream().map(ChainDifferences::item).toList(),
                        bads.stream().map(ChainDifferences::item).toList());
        for (int i = 0; i < goods.size(); i++) {
            Message message = goods.get(i);
            int partner = alignment.partner(i);
            if (partner >= 0) {
                arrival(message, bads.get(partner));
            } else if (isCommon(message, true)) {
                long nanos = pairs.badTime(sentAt(pairs.good().tree(), message));
                found.add(of(Kind.MESSAGE_LOST, message, null, nanos));
            }
        }
        for (int added : alignment.added()) {
            Message message = bads.get(added);
            if (isCommon(message, false)) {
                long nanos = sentAt(pairs.bad().tree(), message);
                Kind kind = message.to() < 0 ? Kind.NOT_RECEIVED : Kind.MESSAGE_ADDED;
                found.add(of(kind, null, message, nanos));
            }
        }
    }

    /** Whether both runs have those at its ends; else it is told of with them. */
    private boolean isCommon(Message message, boolean good) {
        for (int end : new int[] {message.from(), message.to()}) {
            Steps steps = good ? pairs.good() : pairs.bad();
            int node = end < 0 ? -1 : steps.run().view().invocations().get(end).node();
            int step = steps.stepOf(node);
            int other = good ? pairs.badOf(step) : pairs.goodOf(step);
            if (step >= 0 && other < 0) {
                return false;
            }
        }
        return true;
    }

    private static Item item(Message message) {
        return new Item(names(message), message.kind().toString());
    }

    private static String names(Message message) {
        return Fingerprint.steady(message.sender() + " → " + message.receiver());
    }

    private static long sentAt(SpanTree tree, Message message) {
        if (message.sentNanos() != Span.NO_TIME) {
            return message.sentNanos();
        }
        int node = message.sentNode() >= 0 ? message.sentNode() : message.receivedNode();
        return node < 0 ? message.receivedNanos() : tree.startNanos(node);
    }

    private void arrival(Message one, Message other) {
        long sent = sentAt(pairs.bad().tree(), other);
        if (one.to() >= 0 && other.to() < 0) {
            found.add(of(Kind.NOT_RECEIVED, one, other, sent));
            return;
        }
        Delivery was = pairs.good().run().lineage().deliveries().get(one.index());
        Delivery is = pairs.bad().run().lineage().deliveries().get(other.index());
        if (was.delivered() >= WHOLE && is.delivered() < PART) {
            String lost = Words.cut(Lineage.quote(other.sent(), is.lost()), LONGEST);
            long nanos = other.receivedNanos() == Span.NO_TIME ? sent : other.receivedNanos();
            found.add(
                    new Difference(
                            Kind.DELIVERED_LESS,
                            node(pairs.good(), one),
                            node(pairs.bad(), other),
                            nanos,
                            other.receiver(),
                            names(other),
                            Math.round(100 * was.delivered()) + " %",
                            Math.round(100 * is.delivered())
                                    + " %"
                                    + (lost.isEmpty() ? "" : ", without \u201c" + lost + "\u201d"),
                            1));
        }
    }

    /** Where a message shows: where it was sent, else received, else who sent it. */
    private static int node(Steps steps, Message message) {
        if (message.sentNode() >= 0) {
            return message.sentNode();
        }
        return message.receivedNode() >= 0 || message.from() < 0
                ? message.receivedNode()
                : steps.run().view().invocations().get(message.from()).node();
    }

    private Difference of(Kind kind, @Nullable Message good, @Nullable Message bad, long nanos) {
        Message any = good == null ? Objects.requireNonNull(bad) : good;
        return new Difference(
                kind,
                good == null ? -1 : node(pairs.good(), good),
                bad == null ? -1 : node(pairs.bad(), bad),
                nanos,
                any.sender(),
                names(any),
                good == null ? "" : Contents.words(good.sent()),
                bad == null ? "" : Contents.words(bad.sent()),
                1);
    }
}
