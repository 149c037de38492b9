package io.agtrace.analyzers.rules.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;

/** Slow branches and slow calls, and what only looks like them. */
final class SlownessRulesTest {
    private final RuleRuns run = new RuleRuns();

    /** Two branches, each a model call and a search, then one that joins them. */
    private void branches(long slowSearch) {
        Id root = run.span(null, "report", 0, 900 + slowSearch);
        Id planner = run.agent(root, "planner", 0, 90);
        run.model(planner, 1, 89, "Report on tides", "Ask harbour and library");
        Id harbour = run.agent(root, "harbour", 100, 260 + slowSearch);
        run.model(harbour, 101, 180, "Tides in the harbour", "I look");
        run.tool(harbour, "gauge", 185, 185 + slowSearch, "{}", "tide 3.41");
        run.model(harbour, 190 + slowSearch, 255 + slowSearch, "Tides", "Tide is 3.41");
        Id library = run.agent(root, "library", 101, 300);
        run.model(library, 102, 180, "Tides in books", "I look");
        run.tool(library, "catalogue", 181, 220, "{}", "book 77");
        run.model(library, 221, 299, "Tides", "Book 77");
        Id writer = run.agent(root, "writer", 310 + slowSearch, 400 + slowSearch);
        run.model(writer, 311 + slowSearch, 399 + slowSearch, "Tide 3.41, book 77", "Report");
    }

    @Test
    void findsTheCallThatAJoinWaitedFor() {
        branches(3_000);

        assertThat(run.found(new SlowJoin())).containsExactly("slow-join suspicion at 6 (harbour)");
        // The same call is not told of twice.
        assertThat(run.found(new LatencyOutlier())).isEmpty();
    }

    @Test
    void findsTheSlowOneOfManyWorkers() {
        Id graph = run.graph(null, "CHAIN", "graph", 0, 3_000, "map", "done");
        for (int i = 0; i < 5; i++) {
            long took = i == 3 ? 2_400 : 300 + i;
            Id worker =
                    run.graph(
                            graph,
                            "AGENT",
                            "worker-" + (char) ('a' + i),
                            10 + i,
                            12 + i + took,
                            "part " + i,
                            "sum of part " + i);
            run.graph(worker, "LLM", "llm", 11 + i, 11 + i + took, "part " + i, "sum");
        }
        Id merge = run.graph(graph, "AGENT", "merge", 2_500, 2_700, "sums", "total");
        run.graph(merge, "LLM", "llm", 2_501, 2_699, "sums", "total");

        assertThat(run.found(new SlowJoin()))
                .containsExactly("slow-join suspicion at 9 (worker-d)");
    }

    @Test
    void leavesUnevenBranchesAloneWhereLittleIsToBeWon() {
        branches(130);

        assertThat(run.found(new SlowJoin())).isEmpty();
        assertThat(run.found(new LatencyOutlier())).isEmpty();
    }

    @Test
    void leavesABranchAloneThatEndsLongBeforeAnother() {
        Id root = run.span(null, "report", 0, 20_000);
        Id one = run.agent(root, "one", 100, 900);
        run.model(one, 101, 899, "a", "b");
        Id two = run.agent(root, "two", 101, 300);
        run.model(two, 102, 299, "a", "c");
        Id writer = run.agent(root, "writer", 910, 19_900);
        run.model(writer, 911, 19_899, "b, c", "report");

        assertThat(run.found(new SlowJoin())).isEmpty();
    }

    @Test
    void findsACallThatTakesManyTimesWhatTheOthersTake() {
        Id agent = run.agent(null, "clerk", 0, 7_000);
        for (int i = 0; i < 4; i++) {
            run.model(agent, 100L * i, 100L * i + 90, "question " + i, "answer " + i);
        }
        run.tool(agent, "lookup", 400, 5_400, "{}", "row 12");
        run.model(agent, 5_410, 5_500, "row 12", "It is row 12");

        assertThat(run.found(new LatencyOutlier()))
                .containsExactly("latency-outlier suspicion at 6 (clerk)");
    }

    @Test
    void findsAModelCallThatIsNotLongForWhatItWrote() {
        Id graph = run.graph(null, "CHAIN", "graph", 0, 9_000, "go", "done");
        Id agent = run.graph(graph, "AGENT", "clerk", 0, 8_900, "go", "done");
        for (int i = 0; i < 5; i++) {
            long start = i < 2 ? 200L * i : 200L * i + 6_000;
            run.graph(
                    agent,
                    "LLM",
                    "llm",
                    start,
                    start + (i == 1 ? 6_000 : 180),
                    "q" + i,
                    "a" + i,
                    "llm.token_count.completion",
                    40 + i,
                    "llm.model_name",
                    "m");
        }

        assertThat(run.found(new LatencyOutlier()))
                .containsExactly("latency-outlier suspicion at 4 (clerk)");
    }

    @Test
    void leavesALongAnswerAloneThatTakesLong() {
        Id agent = run.agent(null, "author", 0, 9_000);
        for (int i = 0; i < 4; i++) {
            run.model(
                    agent,
                    100L * i,
                    100L * i + 90,
                    "question " + i,
                    "answer " + i,
                    "gen_ai.usage.output_tokens",
                    20);
        }
        run.model(
                agent,
                400,
                5_400,
                "chapter",
                "A long chapter",
                "gen_ai.usage.output_tokens",
                2_100);

        assertThat(run.found(new LatencyOutlier())).isEmpty();
    }

    @Test
    void leavesACallAloneThatFailed() {
        Id agent = run.agent(null, "clerk", 0, 7_000);
        for (int i = 0; i < 4; i++) {
            run.model(agent, 100L * i, 100L * i + 90, "question " + i, "answer " + i);
        }
        run.tool(agent, "lookup", 400, 5_400, "{}", "", "failed", "timed out");

        assertThat(run.found(new LatencyOutlier())).isEmpty();
    }

    @Test
    void saysWhereThereIsNothingToCompareWith() {
        Id agent = run.agent(null, "clerk", 0, 7_000);
        run.model(agent, 0, 6_000, "question", "answer");

        assertThat(run.check(new LatencyOutlier()).notChecked())
                .singleElement()
                .satisfies(each -> assertThat(each.count()).isEqualTo(1));
    }
}
