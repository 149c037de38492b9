package io.agtrace.analyzers.rules.control;

import io.agtrace.analyzers.agents.Decision;
import io.agtrace.analyzers.agents.Loop;
import io.agtrace.analyzers.lineage.Lineage;
import io.agtrace.analyzers.lineage.Passage;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.workflow.Outcome;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same decision made again and again though nothing new had come to light since. */
final class RepeatedDecision implements Rule {
    private static final Threshold TIMES =
            new Threshold("times", 3, "times", "How often the decision is made in a row.");
    private static final Threshold NEWS =
            new Threshold(
                    "news",
                    1,
                    "facts",
                    "How many new facts may lie between two of them and count for nothing.");
    private static final RuleInfo INFO =
            new RuleInfo(
                    "repeated-decision",
                    Group.CONTROL_FLOW,
                    Severity.WARNING,
                    Tier.SUSPICION,
                    "One decision was made over and over although nothing new was known.",
                    "decisions, and the texts of what ran between them",
                    TIMES,
                    NEWS);

    /** Clocks that count in milliseconds. */
    private static final long CLOCK_NANOS = 5_000_000;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        Map<String, List<Decision>> byDecider = new LinkedHashMap<>();
        for (Decision each : run.view().decisions()) {
            // A graph's edge that leads back is how the program is built, nobody's choice.
            boolean chosen = each.explicit() || !each.type().equals("routing");
            if (chosen
                    && !each.type().equals("tool choice")
                    && !each.type().equals("termination")
                    && !each.chosen().equals(each.by())
                    && each.followedBy() >= 0) {
                byDecider.computeIfAbsent(each.by(), _ -> new ArrayList<>()).add(each);
            }
        }
        double times = run.threshold(INFO, TIMES);
        if (byDecider.values().stream().noneMatch(each -> each.size() >= times)) {
            return;
        }
        News news = new News(run.lineage());
        List<List<Decision>> rows = new ArrayList<>();
        for (List<Decision> all : byDecider.values()) {
            collect(run, all, news, rows);
        }
        if (rows.isEmpty()) {
            return;
        }
        List<int[]> loops = reportedLoops(run);
        for (List<Decision> row : rows) {
            if (!isPartOf(loops, row)) {
                report(run, report, row);
            }
        }
    }

    private static void collect(Run run, List<Decision> all, News news, List<List<Decision>> rows) {
        List<Decision> row = new ArrayList<>();
        for (Decision each : all) {
            // What the first one led to is news, even if of no use.
            boolean goesOn =
                    row.isEmpty()
                            || isSame(row.getLast(), each)
                                    && (row.size() == 1 || isOld(run, row.getLast(), each, news));
            if (!goesOn) {
                close(run, row, rows);
            }
            row.add(each);
        }
        close(run, row, rows);
    }

    /** Whether a step decided once more before anything had come of its first decision. */
    private static boolean isIdle(Run run, Decision before, Decision now) {
        SpanTree tree = run.tree();
        int led = now.followedBy();
        return before.node() != now.node()
                && before.followedBy() == led
                && tree.startNanos(led) >= now.timeNanos() - CLOCK_NANOS
                && tree.span(before.node()).name().equals(tree.span(now.node()).name());
    }

    private static boolean isSame(Decision before, Decision now) {
        return now.chosen().equals(before.chosen()) && now.type().equals(before.type());
    }

    /** Whether what was said between two decisions had all been said before. */
    private static boolean isOld(Run run, Decision before, Decision now, News news) {
        if (isIdle(run, before, now)) {
            return true;
        }
        return news.isRecorded(before.timeNanos(), now.timeNanos())
                && news.between(before.timeNanos(), now.timeNanos()) <= run.threshold(INFO, NEWS);
    }

    private static void close(Run run, List<Decision> row, List<List<Decision>> rows) {
        if (row.size() >= run.threshold(INFO, TIMES)) {
            rows.add(List.copyOf(row));
        }
        row.clear();
    }

    /** First and last node of the loops that other rules report. */
    private static List<int[]> reportedLoops(Run run) {
        List<int[]> ranges = new ArrayList<>();
        Rounds.SaidByNode said = new Rounds.SaidByNode(run);
        for (Loop loop : run.view().loops()) {
            LoopEnding ending = LoopEnding.of(run, said, loop, RunawayLoop.limits(run));
            if (ending.isRunaway()
                    || NoProgressLoop.isStale(run, ending.rounds())
                    || HandoffPingPong.isPingPong(run, said, ending.rounds())) {
                Loop.Iteration last = loop.iterations().getLast();
                int end =
                        Math.max(
                                run.tree().subtreeEnd(last.first()),
                                run.tree().subtreeEnd(last.last()));
                ranges.add(new int[] {loop.iterations().getFirst().first(), end});
            }
        }
        return ranges;
    }

    /** Whether it is the engine of a loop that other rules report. */
    private static boolean isPartOf(List<int[]> loops, List<Decision> row) {
        int first = row.getFirst().node();
        int last = row.getLast().node();
        return loops.stream().anyMatch(each -> last >= each[0] && first < each[1]);
    }

    private static void report(Run run, Report report, List<Decision> row) {
        Decision first = row.getFirst();
        Decision second = row.get(1);
        // To decide without waiting for what comes of it is wrong however the run ends.
        boolean harmless =
                run.view().workflow().summary().outcome() == Outcome.OK
                        && !isIdle(run, first, row.getLast());
        Report.Draft draft =
                report.at(INFO, second.node())
                        .agent(second.by())
                        .severity(harmless ? Severity.NOTE : INFO.severity())
                        .strength(1 - 1.0 / row.size())
                        .measure("times", row.size())
                        .title(first.chosen() + ", " + row.size() + " times");
        for (Decision each : row) {
            draft.touches(each.node());
        }
        first.evidence().forEach(draft::evidence);
        second.evidence().forEach(draft::evidence);
        draft.report(
                first.by()
                        + " decided for "
                        + Words.quote(first.chosen())
                        + " "
                        + row.size()
                        + " times in a row, first at "
                        + Words.moment(run, first.timeNanos())
                        + " and last at "
                        + Words.moment(run, row.getLast().timeNanos())
                        + ", although what it led to brought nothing new.");
    }

    /** New facts by time. */
    private static final class News {
        private final long[] nanos;
        private final int[] sum;

        News(Lineage lineage) {
            List<Passage> passages = lineage.passages();
            nanos = new long[passages.size()];
            sum = new int[passages.size() + 1];
            for (int i = 0; i < nanos.length; i++) {
                Passage each = passages.get(i);
                nanos[i] = each.nanos();
                sum[i + 1] = sum[i] + (each.side().isMade() ? lineage.firstHere(each) : 0);
            }
        }

        /** Whether anything was said in between at all. */
        boolean isRecorded(long since, long until) {
            return at(until) > at(since);
        }

        int between(long since, long until) {
            return sum[at(until)] - sum[at(since)];
        }

        /** How many passages lie at or before a time. */
        private int at(long time) {
            int low = 0;
            int high = nanos.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (nanos[middle] <= time) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
