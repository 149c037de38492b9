package io.agtrace.analyzers.rules.control;

import io.agtrace.analyzers.agents.Assessment;
import io.agtrace.analyzers.agents.Decision;
import io.agtrace.analyzers.agents.Loop;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.Passage;
import io.agtrace.analyzers.lineage.SeenFacts;
import io.agtrace.analyzers.lineage.Side;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * What the rounds of one loop said, and who had the last word in each.
 *
 * @param judge the agent whose word ends a round or starts the next one; empty where unknown
 * @param judgeNode the judge's call in the first round in which it speaks
 * @param verdicts what the judge decided in each round; empty where it decided nothing
 * @param news for each round the share of what the judge said, or of what the others made if that
 *     is greater, that no earlier round of the loop had said; 1 in the first, NaN where nothing is
 *     recorded
 * @param kept mean share of what the others made in a round that earlier rounds had made; NaN where
 *     unknown: high where one thing is worked on, low where each round takes another
 * @param passed whether the last round's quality was found sufficient
 */
record Rounds(
        Loop loop,
        String judge,
        int judgeNode,
        List<String> verdicts,
        List<Double> news,
        double kept,
        boolean passed) {
    /** News of so small a share are a counter or a date. */
    private static final double NOTHING = 0.06;

    /** The rounds of a loop. */
    static Rounds of(Run run, SaidByNode said, Loop loop) {
        return new Reader(run, said, loop).read();
    }

    int count() {
        return loop.iterations().size();
    }

    /** Rounds at the end in which nothing new was said. */
    int staleTail() {
        int stale = 0;
        for (int i = news.size() - 1; i > 0 && news.get(i) <= NOTHING; i--) {
            stale++;
        }
        return stale;
    }

    /** The verdict that all rounds gave that gave any; empty where they differ or few gave one. */
    String sameVerdict() {
        String same = "";
        int given = 0;
        for (String each : verdicts) {
            if (!each.isEmpty()) {
                if (given++ > 0 && !each.equals(same)) {
                    return "";
                }
                same = each;
            }
        }
        return given * 2 > verdicts.size() ? same : "";
    }

    /** Whether the last round's verdict was one that no round before had given. */
    boolean turned() {
        String last = verdicts.getLast();
        boolean given = false;
        for (String each : verdicts.subList(0, verdicts.size() - 1)) {
            if (each.equals(last)) {
                return false;
            }
            given |= !each.isEmpty();
        }
        return given && !last.isEmpty();
    }

    /** Whether the rounds are known to work on one thing, not each on another. */
    boolean isOneWork() {
        return kept >= 0.5;
    }

    /** Payloads of answers and results by node. */
    static final class SaidByNode {
        private final Map<Integer, List<Passage>> byNode = new HashMap<>();
        private final Map<Integer, List<Decision>> decisions = new HashMap<>();
        private final Map<Integer, Assessment> assessments = new HashMap<>();

        /** The agent that decides to hand over at a node, or null. */
        @Nullable String handsOver(int node) {
            for (Decision each : decisions.getOrDefault(node, List.of())) {
                if (each.type().equals("handoff")) {
                    return each.by();
                }
            }
            return null;
        }

        SaidByNode(Run run) {
            for (Passage each : run.lineage().passages()) {
                if (each.side().isMade() && each.side() != Side.ARGUMENTS) {
                    byNode.computeIfAbsent(each.node(), _ -> new ArrayList<>(1)).add(each);
                }
            }
            for (Decision each : run.view().decisions()) {
                decisions.computeIfAbsent(each.node(), _ -> new ArrayList<>(1)).add(each);
            }
            for (Assessment each : run.view().assessments()) {
                assessments.put(each.node(), each);
            }
        }
    }

    private static final class Reader {
        private final Run run;
        private final SpanTree tree;
        private final SaidByNode said;
        private final Loop loop;
        private final Map<String, Integer> decides = new LinkedHashMap<>();
        private final Map<String, Integer> closes = new LinkedHashMap<>();

        Reader(Run run, SaidByNode said, Loop loop) {
            this.run = run;
            this.tree = run.tree();
            this.said = said;
            this.loop = loop;
        }

        Rounds read() {
            loop.iterations().forEach(this::vote);
            String judge = judge();
            List<String> verdicts = new ArrayList<>();
            List<Double> news = new ArrayList<>();
            SeenFacts judged = new SeenFacts();
            SeenFacts work = new SeenFacts();
            double kept = 0;
            int compared = 0;
            int judgeNode = -1;
            Boolean passed = null;
            for (Loop.Iteration each : loop.iterations()) {
                List<FactSet> word = new ArrayList<>();
                List<FactSet> made = new ArrayList<>();
                Decision verdict = null;
                passed = null;
                for (int node = each.first(); node < end(each); node++) {
                    boolean judges = run.agentOf(node).equals(judge);
                    for (Passage passage : said.byNode.getOrDefault(node, List.of())) {
                        (judges ? word : made).add(passage.facts());
                    }
                    Decision decided = judges ? decision(node) : null;
                    if (decided != null && outranks(decided, verdict)) {
                        verdict = decided;
                    }
                    if (judges && judgeNode < 0 && isModel(node)) {
                        judgeNode = node;
                    }
                    Assessment stated = said.assessments.get(node);
                    passed = stated != null && stated.passed() != null ? stated.passed() : passed;
                }
                verdicts.add(verdict == null ? "" : verdict.chosen());
                news.add(news.isEmpty() ? 1.0 : news(word, judged, made, work));
                if (!made.isEmpty() && !work.isEmpty()) {
                    kept += 1 - news(made, work);
                    compared++;
                }
                word.forEach(judged::add);
                made.forEach(work::add);
            }
            return new Rounds(
                    loop,
                    judge,
                    judgeNode >= 0 ? judgeNode : loop.iterations().getFirst().first(),
                    verdicts,
                    news,
                    compared == 0 ? Double.NaN : kept / compared,
                    Boolean.TRUE.equals(passed));
        }

        private static double news(
                List<FactSet> word, SeenFacts judged, List<FactSet> made, SeenFacts work) {
            if (word.isEmpty() && made.isEmpty()) {
                return Double.NaN;
            }
            return Math.max(news(word, judged), news(made, work));
        }

        /** The share that has not been seen; 0 where nothing was said. */
        private static double news(List<FactSet> said, SeenFacts before) {
            double all = 0;
            double known = 0;
            for (FactSet each : said) {
                all += each.weight();
                known += before.weightOf(each);
            }
            return all == 0 ? 0 : 1 - known / all;
        }

        /** Behind the last node of a round. */
        private int end(Loop.Iteration round) {
            return Math.max(tree.subtreeEnd(round.first()), tree.subtreeEnd(round.last()));
        }

        private boolean isModel(int node) {
            return run.kind(node) == OperationKind.MODEL_CALL;
        }

        private void vote(Loop.Iteration round) {
            LinkedHashSet<String> deciders = new LinkedHashSet<>();
            String last = "";
            for (int node = round.first(); node < end(round); node++) {
                String agent = run.agentOf(node);
                if (decision(node) != null) {
                    deciders.remove(agent);
                    deciders.add(agent);
                }
                last = isModel(node) ? agent : last;
            }
            deciders.forEach(agent -> decides.merge(agent, 2, Integer::sum));
            if (!deciders.isEmpty()) {
                // Of several that decide, the last one starts the next round.
                decides.merge(deciders.getLast(), 1, Integer::sum);
            }
            closes.merge(last, 1, Integer::sum);
        }

        private String judge() {
            String decider = most(decides);
            return decider == null || decides.getOrDefault(decider, 0) < loop.iterations().size()
                    ? orEmpty(most(closes))
                    : decider;
        }

        private static String orEmpty(@Nullable String text) {
            return text == null ? "" : text;
        }

        private static @Nullable String most(Map<String, Integer> votes) {
            String best = null;
            int most = 0;
            for (Map.Entry<String, Integer> each : votes.entrySet()) {
                if (each.getValue() > most) {
                    most = each.getValue();
                    best = each.getKey();
                }
            }
            return best;
        }

        private @Nullable Decision decision(int node) {
            Decision last = null;
            for (Decision each : said.decisions.getOrDefault(node, List.of())) {
                if (!each.type().equals("tool choice") && outranks(each, last)) {
                    last = each;
                }
            }
            return last;
        }

        /** What was said counts more than what was read from the path taken; the later wins. */
        private static boolean outranks(Decision one, @Nullable Decision other) {
            return other == null || one.explicit() || !other.explicit();
        }
    }
}
