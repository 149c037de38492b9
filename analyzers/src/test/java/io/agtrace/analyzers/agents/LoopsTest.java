package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.agents.CallShapeSketch.loops;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.agents.CallShapeSketch.Part;
import io.agtrace.analyzers.agents.Loop.Iteration;
import io.agtrace.analyzers.agents.Loop.Kind;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Loops in runs of known shape, and what merely looks like one. */
final class LoopsTest {
    private final CallShapeSketch run = new CallShapeSketch();
    private final Part root = run.root("report", 10_000);

    private static List<String> bodies(List<Loop> loops) {
        return loops.stream()
                .map(
                        l ->
                                l.kind()
                                        + " "
                                        + String.join(",", l.body())
                                        + " x"
                                        + l.iterations().size())
                .toList();
    }

    private void inTurn(Part parent, String... agents) {
        long at = 10;
        for (String agent : agents) {
            run.agent(parent, agent, at, at + 90);
            at += 100;
        }
    }

    @Test
    void twoAgentsInTurnAreACycle() {
        inTurn(root, "planner", "writer", "reviewer", "writer", "reviewer", "publisher");
        List<Loop> loops = loops(run.shapes());
        assertThat(bodies(loops)).containsExactly("CYCLE writer,reviewer x2");
        assertThat(loops.getFirst().agents()).containsExactly("writer", "reviewer");
        assertThat(loops.getFirst().ended()).isEqualTo("went on to publisher");
    }

    @Test
    void theLastRoundMayBeCutShort() {
        inTurn(root, "writer", "reviewer", "writer");
        assertThat(bodies(loops(run.shapes()))).containsExactly("CYCLE writer,reviewer x2");
    }

    @Test
    void oneAgentAgainAndAgainIsASelfLoop() {
        inTurn(root, "monitor", "monitor", "monitor");
        List<Loop> loops = loops(run.shapes());
        assertThat(bodies(loops)).containsExactly("SELF monitor x3");
        assertThat(loops.getFirst().ended()).isEqualTo("the run ended");
    }

    @Test
    void agentsSideBySideAreABatchNotALoop() {
        for (int i = 0; i < 5; i++) {
            run.agent(root, "worker", 10 + i, 500 + i);
        }
        assertThat(loops(run.shapes())).isEmpty();
    }

    @Test
    void aBatchThatComesAgainIsOneRoundEach() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 4; i++) {
                run.agent(root, "worker", 1_000L * round + 10 + i, 1_000L * round + 500 + i);
            }
            run.agent(root, "judge", 1_000L * round + 600, 1_000L * round + 700);
        }
        assertThat(bodies(loops(run.shapes()))).containsExactly("CYCLE worker,judge x3");
    }

    @Test
    void aPipelineIsNoLoop() {
        inTurn(root, "planner", "researcher", "writer", "reviewer");
        assertThat(loops(run.shapes())).isEmpty();
    }

    @Test
    void wrappersOfOneNameAroundDifferentAgentsAreNoLoop() {
        for (String agent : List.of("planner", "writer")) {
            int at = agent.equals("planner") ? 10 : 500;
            Part wrapper = run.span(root, "Agent workflow", at, at + 300);
            run.model(run.agent(wrapper, agent, at + 10, at + 290), at + 20, at + 200);
        }
        assertThat(loops(run.shapes())).isEmpty();
    }

    @Test
    void loopsNestAtOneLevelAndBelow() {
        inTurn(
                root,
                "planner",
                "writer",
                "reviewer",
                "writer",
                "reviewer",
                "planner",
                "writer",
                "reviewer",
                "writer",
                "reviewer",
                "writer",
                "reviewer",
                "publisher");
        List<Loop> loops = loops(run.shapes());
        assertThat(bodies(loops))
                .containsExactly(
                        "CYCLE planner,writer,reviewer x2",
                        "CYCLE writer,reviewer x2",
                        "CYCLE writer,reviewer x3");
        assertThat(loops).extracting(Loop::outer).containsExactly(-1, 0, 0);
        assertThat(loops).extracting(Loop::index).containsExactly(0, 1, 2);
    }

    @Test
    void aLoopInsideEachRoundKnowsTheLoopAroundIt() {
        for (int round = 0; round < 2; round++) {
            long at = 1_000L * round;
            Part agent = run.agent(root, "researcher", at + 10, at + 900);
            for (int turn = 0; turn < 3; turn++) {
                run.model(agent, at + 20 + 200L * turn, at + 100 + 200L * turn);
                run.tool(agent, "search", at + 110 + 200L * turn, at + 200 + 200L * turn);
            }
        }
        List<Loop> loops = loops(run.shapes());
        assertThat(bodies(loops))
                .containsExactly(
                        "SELF researcher x2",
                        "REASONING model call,search x3",
                        "REASONING model call,search x3");
        assertThat(loops).extracting(Loop::outer).containsExactly(-1, 0, 0);
    }

    @Test
    void usingAToolOnceIsNoLoopUsingItAfterReadingIsOne() {
        Part once = run.agent(root, "a", 0, 1_000);
        run.model(once, 10, 100);
        run.tool(once, "search", 110, 200);
        run.model(once, 210, 300);
        Part twice = run.agent(root, "b", 1_010, 2_000);
        for (int i = 0; i < 2; i++) {
            run.model(twice, 1_020 + 200L * i, 1_100 + 200L * i);
            run.tool(twice, "search", 1_110 + 200L * i, 1_200 + 200L * i);
        }
        run.model(twice, 1_500, 1_600);
        List<Loop> loops = loops(run.shapes());
        assertThat(bodies(loops)).containsExactly("REASONING model call,search x3");
        assertThat(loops.getFirst().ended()).isEqualTo("the model answered without calling a tool");
        assertThat(loops.getFirst().agents()).containsExactly("b");
    }

    @Test
    void severalToolsOfOneModelCallAreOneRound() {
        Part agent = run.agent(root, "a", 0, 2_000);
        for (int round = 0; round < 2; round++) {
            run.model(agent, 500L * round + 10, 500L * round + 100);
            run.tool(agent, "search", 500L * round + 110, 500L * round + 200);
            run.tool(agent, "search", 500L * round + 210, 500L * round + 300);
        }
        assertThat(bodies(loops(run.shapes()))).containsExactly("REASONING model call,search x2");
    }

    @Test
    void statedRoundsWinOverNames() {
        // Two attempts at writing in round 1; a second loop begins at 1 again.
        int[] rounds = {1, 1, 2, 3, 1, 2};
        for (int i = 0; i < rounds.length; i++) {
            run.agent(root, "writer", 100L * i + 10, 100L * i + 90, "iteration", rounds[i]);
        }
        assertThat(bodies(loops(run.shapes()))).containsExactly("SELF writer x3", "SELF writer x2");
    }

    @Test
    void numberedStepsAreRoundsOfOneLoop() {
        for (int i = 1; i <= 3; i++) {
            Part step = run.span(root, "reasoning_iteration_" + i, 100L * i, 100L * i + 90);
            run.model(step, 100L * i + 5, 100L * i + 50);
            run.tool(step, "search", 100L * i + 55, 100L * i + 85);
        }
        List<Loop> loops = loops(run.shapes());
        assertThat(loops).hasSize(1);
        assertThat(loops.getFirst().iterations()).hasSize(3);
        assertThat(loops.getFirst().kind()).isEqualTo(Kind.REASONING);
    }

    @Test
    void agentsThatHandOverToEachOther() {
        for (int i = 0; i < 3; i++) {
            Part a = run.agent(root, "triage", 400L * i + 10, 400L * i + 190);
            run.span(a, "handoff to support", 400L * i + 100, 400L * i + 110);
            Part b = run.agent(root, "support", 400L * i + 200, 400L * i + 390);
            run.span(b, "handoff to triage", 400L * i + 300, 400L * i + 310);
        }
        assertThat(bodies(loops(run.shapes()))).containsExactly("MUTUAL_HANDOFF triage,support x3");
    }

    @Test
    void roundsSayWhatChanged() {
        write(0, "Draft one.", 0.62, "{\"draft\":1}");
        write(1, "Draft two.", 0.91, "{\"draft\":2}");
        Loop loop = loops(run.shapes()).getFirst();
        Iteration second = loop.iterations().get(1);
        assertThat(second.changed()).startsWith("score 0.62 → 0.91");
        assertThat(second.changed()).contains("“one.” → “two.”");
        assertThat(second.progress()).isTrue();
        assertThat(loop.ended()).isEqualTo("score 0.91 reached the threshold of 0.8");
    }

    @Test
    void aRoundThatRepeatsTheOneBeforeMakesNoProgress() {
        for (int i = 0; i < 3; i++) {
            run.agent(
                    root,
                    "writer",
                    100L * i + 10,
                    100L * i + 90,
                    "input.value",
                    "{\"task\":\"write\",\"request_id\":\"r" + i + "\"}",
                    "output.value",
                    i == 2 ? "better" : "the same");
        }
        List<Iteration> rounds = loops(run.shapes()).getFirst().iterations();
        assertThat(rounds).extracting(Iteration::progress).containsExactly(true, false, true);
        assertThat(rounds.get(1).changed()).isEqualTo("same input and output as before");
    }

    @Test
    void roundsOfWhichNothingIsRecordedAreNotSaidToBeStuck() {
        inTurn(root, "monitor", "monitor");
        Iteration second = loops(run.shapes()).getFirst().iterations().get(1);
        assertThat(second.progress()).isTrue();
        assertThat(second.changed()).isEqualTo("inputs and outputs are not recorded");
    }

    @Test
    void aPollIsALoopThatMakesProgress() {
        for (int i = 0; i < 4; i++) {
            run.tool(
                    root,
                    "list_page",
                    100L * i + 10,
                    100L * i + 90,
                    "gen_ai.tool.call.arguments",
                    "{\"page\":" + i + "}",
                    "gen_ai.tool.call.result",
                    "rows of page " + i);
        }
        Loop loop = loops(run.shapes()).getFirst();
        assertThat(bodies(List.of(loop))).containsExactly("SELF list_page x4");
        assertThat(loop.iterations()).allMatch(Iteration::progress);
    }

    @Test
    void aStatedLimitIsWhyItEnded() {
        Part step = run.span(root, "refine", 0, 5_000, "max_iterations", 3);
        inTurn(step, "writer", "reviewer", "writer", "reviewer", "writer", "reviewer");
        Loop loop = loops(run.shapes()).getFirst();
        assertThat(loop.limit()).isEqualTo(3);
        assertThat(loop.ended()).isEqualTo("the limit of 3 was reached");
    }

    @Test
    void aDecisionIsWhyItEnded() {
        for (int i = 0; i < 2; i++) {
            run.agent(root, "writer", 200L * i + 10, 200L * i + 90);
            run.span(
                    root,
                    "continue_or_stop",
                    200L * i + 100,
                    200L * i + 110,
                    "decision",
                    i == 1 ? "stop" : "continue",
                    "decision_type",
                    "termination");
        }
        assertThat(loops(run.shapes()).getFirst().ended()).isEqualTo("decision: stop");
    }

    @Test
    void anErrorIsWhyItEnded() {
        inTurn(root, "writer", "reviewer", "writer");
        run.agent(root, "reviewer", 400, 450).failed("out of budget");
        assertThat(loops(run.shapes()).getFirst().ended()).isEqualTo("error: out of budget");
    }

    @Test
    void attemptsOfOneCallAreNoRounds() {
        run.agent(root, "writer", 10, 90, "input.value", "x").failed("429");
        run.agent(root, "writer", 100, 190, "input.value", "x");
        assertThat(loops(run.shapes())).isEmpty();
    }

    @Test
    void requestsAndChunksAreNoRounds() {
        Part model = run.model(root, 10, 900);
        for (int i = 0; i < 20; i++) {
            run.span(model, "model_chunk writer", 20L * i + 20, 20L * i + 25);
            run.span(model, "GET", 20L * i + 26, 20L * i + 30, "http.request.method", "GET");
        }
        assertThat(loops(run.shapes())).isEmpty();
    }

    @Test
    void nestingWithoutEndIsCut() {
        String[] names = new String[400];
        for (int i = 0; i < 200; i++) {
            names[i] = "agent " + (char) ('a' + i / 26) + (char) ('a' + i % 26);
            names[399 - i] = names[i];
        }
        inTurn(root, names);
        assertThat(loops(run.shapes())).hasSizeLessThan(20);
    }

    private void write(int round, String draft, double score, String task) {
        run.agent(
                root,
                "writer",
                300L * round + 10,
                300L * round + 90,
                "input.value",
                task,
                "output.value",
                draft);
        run.agent(
                root,
                "reviewer",
                300L * round + 100,
                300L * round + 190,
                "input.value",
                draft,
                "output.value",
                draft,
                "quality_score",
                score,
                "threshold",
                0.8);
    }
}
