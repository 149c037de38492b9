package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Estimates how far the clocks of services differ, from calls between them. A server's span lies
 * within its client's; where clocks differ it seems to start before it or to end after it. As in
 * NTP, the middle of the server's span is taken for the middle of the client's, the distance
 * between them for the offset, and the median over all calls of a pair of services for the answer.
 * It is given only where at least half of the calls look impossible, and where it exceeds {@link
 * #LEAST}, which is far beyond what rounding in exports does.
 *
 * <p>A consumer may start any time after its producer, so a consumer that seems to start earlier
 * gives a lower bound only; it is used where the two services have no calls.
 */
final class ClockSkews {
    /** One millisecond. */
    static final long LEAST = 1_000_000;

    private final SpanTree tree;
    private final TreeMap<String, Pair> pairs = new TreeMap<>();

    private static final class Pair {
        private final String service;
        private final String against;
        private final List<Long> offsets = new ArrayList<>();
        private int impossible;
        private long earliest;
        private int early;
        private int firstNode = Draft.NONE;

        private Pair(String service, String against) {
            this.service = service;
            this.against = against;
        }
    }

    private ClockSkews(SpanTree tree) {
        this.tree = tree;
    }

    /** An estimate and the first node that speaks for it. */
    record Estimate(ClockSkew skew, int node) {}

    static List<Estimate> of(SpanTree tree) {
        ClockSkews skews = new ClockSkews(tree);
        for (int node = 0; node < tree.size(); node++) {
            if (tree.parent(node) >= 0) {
                skews.see(node, tree.parent(node));
            }
        }
        return skews.estimates();
    }

    private void see(int node, int parent) {
        Span callee = tree.span(node);
        Span caller = tree.span(parent);
        boolean call = caller.kind() == SpanKind.CLIENT && callee.kind() == SpanKind.SERVER;
        boolean message = caller.kind() == SpanKind.PRODUCER && callee.kind() == SpanKind.CONSUMER;
        if (!call && !message || !hasTimes(callee) || !hasTimes(caller)) {
            return;
        }
        String service = callee.resource().serviceName();
        String against = caller.resource().serviceName();
        if (service.isEmpty() || against.isEmpty() || service.equals(against)) {
            return;
        }
        Pair pair =
                pairs.computeIfAbsent(service + '\n' + against, _ -> new Pair(service, against));
        long early = callee.startNanos() - caller.startNanos();
        long late = callee.endNanos() - caller.endNanos();
        if (message) {
            if (early < -LEAST) {
                pair.early++;
                pair.earliest = Math.min(pair.earliest, early);
                note(pair, node);
            }
        } else if (callee.durationNanos() <= caller.durationNanos() + LEAST) {
            // A callee that takes longer than its caller went on alone; it tells nothing.
            pair.offsets.add(early / 2 + late / 2);
            if (early < -Orphans.TOLERANCE || late > Orphans.TOLERANCE) {
                pair.impossible++;
                note(pair, node);
            }
        }
    }

    private static void note(Pair pair, int node) {
        if (pair.firstNode < 0) {
            pair.firstNode = node;
        }
    }

    private static boolean hasTimes(Span span) {
        return span.hasStart() && span.hasEnd() && span.endNanos() >= span.startNanos();
    }

    private List<Estimate> estimates() {
        List<Estimate> all = new ArrayList<>();
        for (Pair pair : pairs.values()) {
            long offset = 0;
            int rests = 0;
            if (pair.offsets.isEmpty()) {
                offset = pair.earliest;
                rests = pair.early;
            } else if (pair.impossible * 2 >= pair.offsets.size()) {
                pair.offsets.sort(null);
                int middle = pair.offsets.size() / 2;
                offset =
                        pair.offsets.size() % 2 == 1
                                ? pair.offsets.get(middle)
                                : pair.offsets.get(middle - 1) / 2 + pair.offsets.get(middle) / 2;
                rests = pair.offsets.size();
            }
            if (pair.firstNode >= 0 && Math.abs(offset) >= LEAST) {
                all.add(
                        new Estimate(
                                new ClockSkew(pair.service, pair.against, offset, rests),
                                pair.firstNode));
            }
        }
        return all;
    }
}
