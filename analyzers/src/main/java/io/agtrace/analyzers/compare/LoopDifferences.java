package io.agtrace.analyzers.compare;

import io.agtrace.analyzers.agents.Loop;
import io.agtrace.analyzers.check.Fingerprint;
import io.agtrace.analyzers.compare.Alignment.Item;
import io.agtrace.analyzers.compare.Difference.Kind;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** How the loops of two runs differ in their rounds. Further rounds are told of as one thing. */
final class LoopDifferences {
    private final StepPairs pairs;
    private final BitSet goodRounds = new BitSet();
    private final BitSet badRounds = new BitSet();

    LoopDifferences(StepPairs pairs) {
        this.pairs = pairs;
    }

    List<Difference> all() {
        List<Loop> goods = pairs.good().run().view().loops();
        List<Loop> bads = pairs.bad().run().view().loops();
        Alignment alignment =
                Alignment.of(
                        goods.stream().map(LoopDifferences::item).toList(),
                        bads.stream().map(LoopDifferences::item).toList());
        List<Difference> found = new ArrayList<>();
        for (int i = 0; i < goods.size(); i++) {
            int partner = alignment.partner(i);
            if (partner >= 0) {
                add(found, goods.get(i), bads.get(partner));
            } else if (isCommon(pairs.good(), goods.get(i), true)) {
                ended(found, goods.get(i), 1, -1, pairs.badTime(end(goods.get(i), 0)));
            }
        }
        for (int added : alignment.added()) {
            Loop loop = bads.get(added);
            if (isCommon(pairs.bad(), loop, false)) {
                wentOn(found, loop, 1, -1);
            }
        }
        return found;
    }

    private static Item item(Loop loop) {
        return new Item(loop.kind() + " " + body(loop), "");
    }

    private static String body(Loop loop) {
        return Fingerprint.steady(String.join(", ", loop.body()));
    }

    private static long end(Loop loop, int round) {
        return loop.iterations().get(round).endNanos();
    }

    /** Whether the other run has the first round of a loop. */
    private boolean isCommon(Steps steps, Loop loop, boolean good) {
        Loop.Iteration first = loop.iterations().getFirst();
        int step = steps.stepOf(first.first());
        return (good ? pairs.badOf(step) : pairs.goodOf(step)) >= 0;
    }

    private void add(List<Difference> found, Loop good, Loop bad) {
        int was = good.iterations().size();
        int is = bad.iterations().size();
        if (is > was) {
            wentOn(found, bad, was, good.parentNode());
        } else if (is < was) {
            ended(found, good, is, bad.parentNode(), end(bad, is - 1));
        }
    }

    private void wentOn(List<Difference> found, Loop loop, int was, int goodNode) {
        mark(pairs.bad(), loop, was, badRounds);
        int is = loop.iterations().size();
        Loop.Iteration further = loop.iterations().get(was);
        found.add(rounds(loop, goodNode, further.first(), further.startNanos(), was, is, is - was));
    }

    private void ended(List<Difference> found, Loop loop, int is, int badNode, long nanos) {
        mark(pairs.good(), loop, is, goodRounds);
        int was = loop.iterations().size();
        int node = loop.iterations().get(is).first();
        found.add(rounds(loop, node, badNode, nanos, was, is, was - is));
    }

    private static Difference rounds(
            Loop loop, int goodNode, int badNode, long nanos, int was, int is, int size) {
        String agent = loop.agents().size() == 1 ? loop.agents().getFirst() : "";
        String good = Integer.toString(was);
        String bad = Integer.toString(is);
        return new Difference(
                Kind.ROUNDS, goodNode, badNode, nanos, agent, body(loop), good, bad, size);
    }

    /** Marks the steps of a loop's rounds from one on. */
    private static void mark(Steps steps, Loop loop, int from, BitSet marks) {
        int first = steps.firstFrom(loop.iterations().get(from).first());
        int last = steps.tree().subtreeEnd(loop.iterations().getLast().last());
        marks.set(first, Math.max(first, steps.firstFrom(last)));
    }

    /** Steps of the good run that are part of such rounds. */
    BitSet goodRounds() {
        return goodRounds;
    }

    /** Steps of the bad run that are part of such rounds. */
    BitSet badRounds() {
        return badRounds;
    }
}
