package io.agtrace.analyzers.rules.time;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A call that takes many times as long as the other calls of the run. */
final class LatencyOutlier implements Rule {
    private static final Threshold TIMES =
            new Threshold(
                    "times",
                    8,
                    "times",
                    "How many times as long as the middle one of the other calls it takes.");
    private static final Threshold NEXT =
            new Threshold(
                    "times-next",
                    4,
                    "times",
                    "How many times as long as the next slowest it takes.");
    private static final Threshold SHARE =
            new Threshold("share", 0.3, "share", "Share of the run's time that the call takes.");
    private static final RuleInfo INFO =
            new RuleInfo(
                    "latency-outlier",
                    Group.TIME_AND_COST,
                    Severity.WARNING,
                    Tier.SUSPICION,
                    "One call takes many times as long as the run's other calls.",
                    "at least three other model or tool calls with start and end",
                    TIMES,
                    NEXT,
                    SHARE);
    private static final int LEAST_PEERS = 3;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        List<Integer> calls = SlowCalls.of(run);
        if (calls.size() <= LEAST_PEERS) {
            report.notChecked(INFO, calls.size(), "calls");
            return;
        }
        Set<Integer> explained = new HashSet<>();
        SlowJoin.found(run).forEach(each -> explained.add(each.call()));
        int slowest = -1;
        for (int call : calls) {
            slowest = slowest < 0 || run.nanos(call) > run.nanos(slowest) ? call : slowest;
        }
        // What failed is an error, and its length a timeout's.
        if (!explained.contains(slowest) && !run.facts(slowest).failed()) {
            check(run, report, slowest, peers(run, calls, slowest));
        }
    }

    /** The other calls that did not fail: those of the same name where there are enough. */
    private static List<Integer> peers(Run run, List<Integer> calls, int of) {
        String name = SlowCalls.name(run, of);
        OperationKind kind = run.kind(of);
        List<Integer> same = new ArrayList<>();
        List<Integer> all = new ArrayList<>();
        for (int call : calls) {
            if (call != of && !run.facts(call).failed()) {
                all.add(call);
                if (run.kind(call) == kind && SlowCalls.name(run, call).equals(name)) {
                    same.add(call);
                }
            }
        }
        List<Integer> peers = same.size() >= LEAST_PEERS ? same : all;
        peers.sort((a, b) -> Long.compare(run.nanos(a), run.nanos(b)));
        return peers;
    }

    /** How long the call would take at the pace of the others, by tokens written; 0 if unknown. */
    private static double byLength(Run run, int call, List<Integer> peers) {
        long tokens = run.facts(call).tokens().output();
        long theirs = 0;
        double nanos = 0;
        for (int peer : peers) {
            long written = run.facts(peer).tokens().output();
            if (written > 0) {
                theirs += written;
                nanos += run.nanos(peer);
            }
        }
        return tokens <= 0 || theirs == 0 ? 0 : nanos / theirs * tokens;
    }

    private static void check(Run run, Report report, int call, List<Integer> peers) {
        if (peers.size() < LEAST_PEERS) {
            return;
        }
        long took = run.nanos(call);
        long next = Math.max(1, run.nanos(peers.getLast()));
        long middle = Math.max(1, run.nanos(peers.get(peers.size() / 2)));
        double whole = Math.max(1, run.view().workflow().summary().durationNanos());
        if (took < run.threshold(INFO, TIMES) * middle
                || took < run.threshold(INFO, NEXT) * next
                || took < run.threshold(INFO, SHARE) * whole
                || took < run.threshold(INFO, NEXT) * byLength(run, call, peers)) {
            return;
        }
        String name = SlowCalls.name(run, call);
        boolean same = SlowCalls.name(run, peers.getFirst()).equals(name);
        report.at(INFO, call)
                .strength((took / whole + 1 - (double) next / took) / 2)
                .measure("times the middle", (double) took / middle)
                .measure("times the next", (double) took / next)
                .measure("share of run", took / whole)
                .title(name)
                .evidence(call, "time", Words.time(took))
                .evidence(peers.getLast(), "time", Words.time(next))
                .report(
                        name
                                + " took "
                                + Words.time(took)
                                + " from "
                                + Words.moment(run, run.tree().startNanos(call))
                                + " on; "
                                + peers.size()
                                + (same ? " other calls of it" : " other calls of the run")
                                + " took "
                                + Words.time(middle)
                                + " in the middle and "
                                + Words.time(next)
                                + " at most. The call itself reports no reason: look for retries,"
                                + " a queue or a cold start inside its client.");
    }
}
