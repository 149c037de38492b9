package io.agtrace.analyzers.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.agents.CallShapeSketch.Part;
import io.agtrace.analyzers.agents.FanOut.Branch;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Branches that ran at the same time, joins, and steps that could have. */
final class FanOutsTest {
    private final CallShapeSketch run = new CallShapeSketch();
    private final Part root = run.root("report", 10_000);

    private List<FanOut> fanOuts() {
        return FanOuts.of(run.shapes());
    }

    private static List<String> names(FanOut fanOut) {
        return fanOut.branches().stream().map(Branch::name).toList();
    }

    private String join(FanOut fanOut) {
        return fanOut.joinNode() < 0 ? "" : CallShapeSketch.name(run.shapes(), fanOut.joinNode());
    }

    @Test
    void agentsThatStartTogetherAndWhatWaitedForThem() {
        run.agent(root, "planner", 0, 90);
        run.agent(root, "web", 100, 500);
        run.agent(root, "db", 110, 900);
        run.agent(root, "writer", 910, 1_000);
        FanOut fanOut = fanOuts().getFirst();
        assertThat(names(fanOut)).containsExactly("web", "db");
        assertThat(join(fanOut)).isEqualTo("invoke_agent writer");
        assertThat(fanOut.waitedFor()).isEqualTo(1);
        assertThat(fanOut.branches())
                .extracting(b -> b.slackNanos() / 1_000_000)
                .containsExactly(400L, 0L);
    }

    @Test
    void stepsInTurnAreNone() {
        run.agent(root, "a", 0, 100);
        run.agent(root, "b", 100, 200);
        // Milliseconds that were rounded make it overlap by one.
        run.agent(root, "c", 199, 300);
        assertThat(fanOuts()).isEmpty();
    }

    @Test
    void whatFollowsOneBranchIsNotAnotherBranch() {
        run.agent(root, "slow", 0, 1_000);
        run.agent(root, "quick", 5, 300);
        run.agent(root, "after_quick", 310, 600);
        FanOut fanOut = fanOuts().getFirst();
        assertThat(names(fanOut)).containsExactly("slow", "quick");
        assertThat(fanOut.joinNode()).isEqualTo(-1);
    }

    @Test
    void anAgentCalledAsAToolIsNoBranchThoughItHangsBesideItsCaller() {
        Part coordinator = run.agent(root, "coordinator", 0, 2_000);
        run.tool(coordinator, "ask_math_specialist", 500, 1_000);
        run.agent(root, "math_specialist", 500, 1_000);
        assertThat(fanOuts()).isEmpty();
    }

    @Test
    void parallelToolCallsAndTheModelThatReadsThem() {
        Part agent = run.agent(root, "a", 0, 2_000);
        run.model(agent, 0, 100);
        run.tool(agent, "search", 110, 300);
        run.tool(agent, "lookup", 111, 400);
        run.model(agent, 401, 500);
        FanOut fanOut = fanOuts().getFirst();
        assertThat(names(fanOut)).containsExactly("search", "lookup");
        assertThat(join(fanOut)).isEqualTo("chat m");
    }

    @Test
    void aWrapperThatStatesBranchesAndTheStepBehindIt() {
        Part parallel =
                run.span(
                        root,
                        "parallel 2 branches",
                        100,
                        500,
                        "mastra.workflow_parallel.branch_count",
                        2);
        run.agent(parallel, "a", 100, 200);
        run.agent(parallel, "b", 210, 500);
        run.agent(root, "writer", 510, 600);
        FanOut fanOut = fanOuts().getFirst();
        assertThat(names(fanOut)).containsExactly("a", "b");
        assertThat(fanOut.evidence().getFirst().source())
                .isEqualTo("mastra.workflow_parallel.branch_count");
        assertThat(join(fanOut)).isEqualTo("invoke_agent writer");
    }

    @Test
    void aGroupIdBindsBranches() {
        run.agent(root, "a", 100, 900, "parallel_group", "g1");
        run.agent(root, "b", 500, 950, "parallel_group", "g1");
        assertThat(fanOuts()).singleElement().satisfies(f -> assertThat(names(f)).hasSize(2));
    }

    @Test
    void aStepWithLinksJoinsWhatItLinksTo() {
        Part a = run.agent(root, "a", 100, 300);
        Part b = run.agent(root, "b", 100, 400);
        run.agent(root, "c", 100, 900);
        run.agent(root, "merge", 410, 500).linkedTo(a, b);
        FanOut fanOut = fanOuts().getFirst();
        assertThat(join(fanOut)).isEqualTo("invoke_agent merge");
        assertThat(fanOut.branches().get(fanOut.waitedFor()).name()).isEqualTo("b");
        assertThat(fanOut.evidence().getLast().source()).isEqualTo("span link");
    }

    @Test
    void requestsAtTheSameTimeAreNoBranches() {
        Part agent = run.agent(root, "a", 0, 2_000);
        for (int i = 0; i < 3; i++) {
            run.span(agent, "GET", 100, 300, "http.request.method", "GET");
        }
        assertThat(fanOuts()).isEmpty();
    }

    @Test
    void aBackgroundStepHidesNoFanOut() {
        run.span(root, "heartbeat", 0, 9_000);
        run.agent(root, "a", 1_000, 2_000);
        run.agent(root, "b", 1_001, 2_000);
        assertThat(fanOuts()).extracting(FanOutsTest::names).containsExactly(List.of("a", "b"));
    }

    @Test
    void independentStepsThatRanInTurn() {
        Part parent =
                run.span(
                        root,
                        "research",
                        0,
                        5_000,
                        "input",
                        "Compare harbour tug prices with ferry safety records.");
        step(parent, "prices", 0, "List harbour tug prices", "Between two and nine millions.");
        step(parent, "safety", 1_000, "List ferry safety records", "Few accidents since June.");
        List<Stretch> stretches = stretches();
        assertThat(stretches).hasSize(1);
        assertThat(stretches.getFirst().nodes()).hasSize(2);
        assertThat(stretches.getFirst().possibleGainNanos()).isEqualTo(900_000_000);
    }

    @Test
    void stepsThatUseWhatTheOneBeforeGaveCouldNot() {
        Part parent =
                run.span(
                        root,
                        "research",
                        0,
                        5_000,
                        "input",
                        "Compare harbour tug prices with ferry safety records.");
        step(parent, "prices", 0, "List harbour tug prices", "Between two and nine millions.");
        step(
                parent,
                "safety",
                1_000,
                "List ferry safety records; tugs: Between two and nine millions.",
                "Few accidents since June.");
        assertThat(stretches()).isEmpty();
    }

    @Test
    void stepsWithoutACommonTaskAreNotSaidToBeIndependent() {
        step(root, "prices", 0, "List harbour tug prices", "Between two and nine millions.");
        step(root, "safety", 1_000, "Now improve the style", "Few accidents since June.");
        assertThat(stretches()).isEmpty();
    }

    private void step(Part parent, String agent, long start, String input, String output) {
        run.agent(parent, agent, start, start + 900, "input.value", input, "output.value", output);
    }

    private List<Stretch> stretches() {
        CallShapes made = run.shapes();
        List<Retry> retries = CallShapeSketch.retries(made);
        return Stretches.of(made, Loops.of(made, retries), retries);
    }
}
