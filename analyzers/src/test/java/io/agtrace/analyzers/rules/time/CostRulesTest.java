package io.agtrace.analyzers.rules.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Work in turn, time that no total shows, and limits that were passed. */
final class CostRulesTest {
    private static final String TASK =
            "Compare the lighthouses of Skagen and Lindesnes for the coastal museum catalogue";

    private final RuleRuns run = new RuleRuns();

    private void inTurn(String secondTask, long first, long second) {
        Id root = run.graph(null, "CHAIN", "job", 0, 200 + first + second, TASK, "done");
        run.graph(
                root,
                "AGENT",
                "skagen",
                10,
                10 + first,
                "Compare the lighthouses of Skagen",
                "A tower of forty six metres, built of brick");
        run.graph(
                root,
                "AGENT",
                "lindesnes",
                20 + first,
                20 + first + second,
                secondTask,
                "An iron tower on the southern cape, still lit");
    }

    @Test
    void findsStepsThatNeedNotHaveWaited() {
        inTurn("the lighthouses of Skagen and Lindesnes for the coastal museum", 400, 400);

        assertThat(run.found(new SerializedWork()))
                .containsExactly("serialized-work suspicion at 3 (lindesnes)");
        // The first of two may well have decided that the second runs.
        assertThat(run.check(new SerializedWork()).findings())
                .allSatisfy(each -> assertThat(each.severity()).isEqualTo(Severity.NOTE));
    }

    @Test
    void warnsOfThreeStepsInTurn() {
        Id root = run.graph(null, "CHAIN", "job", 0, 1400, TASK, "done");
        List<String> towers = List.of("skagen", "lindesnes", "eddystone");
        List<String> answers =
                List.of(
                        "A tower of forty six metres, built of brick",
                        "An iron tower on the southern cape, still lit",
                        "Granite blocks, dovetailed against the Channel swell");
        for (int i = 0; i < towers.size(); i++) {
            run.graph(
                    root,
                    "AGENT",
                    towers.get(i),
                    10 + 410L * i,
                    410 + 410L * i,
                    "the lighthouses of Skagen and Lindesnes for the coastal museum",
                    answers.get(i));
        }

        assertThat(run.check(new SerializedWork()).findings())
                .singleElement()
                .satisfies(each -> assertThat(each.severity()).isEqualTo(Severity.WARNING));
    }

    @Test
    void leavesStepsAloneOfWhichOneUsesTheOther() {
        inTurn("A tower of forty six metres, built of brick: compare it with Lindesnes", 400, 400);

        assertThat(run.found(new SerializedWork())).isEmpty();
    }

    @Test
    void leavesStepsAloneWhereLittleIsToBeWon() {
        inTurn("the lighthouses of Skagen and Lindesnes for the coastal museum", 4_000, 60);

        assertThat(run.found(new SerializedWork())).isEmpty();
    }

    @Test
    void findsARootThatEndedLongBeforeItsWork() {
        Id root = run.span(null, "POST /reports", 0, 2_100);
        Id agent = run.agent(root, "clerk", 50, 47_000);
        run.model(agent, 100, 20_000, "report", "half");
        run.model(agent, 20_100, 46_900, "half", "whole");

        assertThat(run.found(new HiddenTime())).containsExactly("hidden-time suspicion at 1 ()");
    }

    @Test
    void findsAChildThatOutlivesItsServer() {
        Id root = run.graph(null, "CHAIN", "entry", 0, 300, "go", "accepted");
        run.graph(root, "AGENT", "worker", 10, 9_000, "go", "done");

        assertThat(run.found(new HiddenTime())).containsExactly("hidden-time suspicion at 1 ()");
    }

    @Test
    void leavesWorkAloneThatAQueueTookOver() {
        Id root = run.span(null, "POST /reports", 0, 300);
        Id agent = run.agent(root, "clerk", 900, 9_000);
        run.model(agent, 1_000, 8_900, "report", "whole");

        assertThat(run.found(new HiddenTime())).isEmpty();
    }

    @Test
    void leavesRootsAloneThatCoverTheirWork() {
        Id root = run.span(null, "POST /reports", 0, 9_100);
        Id agent = run.agent(root, "clerk", 50, 9_000);
        run.model(agent, 100, 8_900, "report", "whole");

        assertThat(run.found(new HiddenTime())).isEmpty();
    }

    @Test
    void onlyNotesAWaitInsideAnAgent() {
        Id agent = run.agent(null, "clerk", 0, 60_000);
        run.model(agent, 0, 900, "book room 12", "I ask the manager");
        run.model(agent, 58_000, 58_900, "granted", "Room 12 is booked");

        assertThat(run.check(new HiddenTime()).findings())
                .singleElement()
                .satisfies(each -> assertThat(each.severity()).isEqualTo(Severity.NOTE));
    }

    @Test
    void findsACallThatRanOnBeyondItsLimit() {
        Id agent = run.agent(null, "clerk", 0, 9_000);
        run.tool(agent, "scan", 100, 8_100, "{}", "ok", "timeout_ms", 3_000);

        assertThat(run.found(new BudgetExceeded()))
                .containsExactly("budget-exceeded defect at 2 (clerk)");
    }

    @Test
    void findsWhatUsedTheBudgetOfAnAgent() {
        Id agent = run.agent(null, "clerk", 0, 9_000, "timeout_ms", 4_000);
        run.model(agent, 10, 200, "scan", "I scan");
        run.tool(agent, "scan", 210, 8_100, "{}", "ok");

        assertThat(run.found(new BudgetExceeded()))
                .containsExactly("budget-exceeded defect at 3 (clerk)");
    }

    @Test
    void leavesWorkAloneThatKeptToItsLimit() {
        Id agent = run.agent(null, "clerk", 0, 3_900, "timeout_ms", 4_000);
        run.tool(agent, "scan", 100, 3_100, "{}", "ok", "timeout_ms", 3_000);

        assertThat(run.found(new BudgetExceeded())).isEmpty();
    }

    @Test
    void leavesATimeoutAloneThatHeld() {
        Id agent = run.agent(null, "clerk", 0, 9_000);
        run.tool(agent, "scan", 100, 4_100, "{}", "", "timeout_ms", 3_000, "failed", "timed out");

        assertThat(run.found(new BudgetExceeded())).isEmpty();
    }

    @Test
    void findsStepsInAScriptWithoutSpaces() {
        Id root = run.graph(null, "CHAIN", "job", 0, 1_000, "比较两座灯塔的高度和历史，写成目录", "完成");
        run.graph(root, "AGENT", "a", 10, 410, "第一座：比较两座灯塔的高度和历史", "砖塔，四十六米高，一八五八年建成");
        run.graph(root, "AGENT", "b", 420, 820, "第二座：比较两座灯塔的高度和历史", "铁塔，位于南端，至今仍在使用之中");

        assertThat(run.found(new SerializedWork()))
                .containsExactly("serialized-work suspicion at 3 (b)");
    }

    /** A tool that starts long after its model asked for it. */
    private void late(String tool) {
        Id agent = run.agent(null, "clerk", 0, 60_000);
        run.model(agent, 10, 900, "look up room 12", "I look it up");
        run.tool(agent, tool, 58_000, 58_900, "{\"room\":12}", "free");
        run.model(agent, 58_910, 59_500, "free", "Room 12 is free");
    }

    @Test
    void findsACallThatBeganLongAfterItWasAskedFor() {
        late("lookup");

        assertThat(run.found(new HiddenTime()))
                .containsExactly("hidden-time suspicion at 3 (clerk)");
        assertThat(run.check(new HiddenTime()).findings())
                .allSatisfy(each -> assertThat(each.severity()).isEqualTo(Severity.WARNING));
    }

    @Test
    void onlyNotesACallThatMayHaveNeededLeave() {
        late("book_after_approval");

        assertThat(run.check(new HiddenTime()).findings())
                .allSatisfy(each -> assertThat(each.severity()).isEqualTo(Severity.NOTE));
    }

    /** A run of two model calls, 1,500 tokens and two cents together. */
    private void spending(String name, Object most) {
        Id root = run.span(null, "report", 0, 9_000, name, most);
        Id agent = run.agent(root, "clerk", 10, 8_900);
        for (long i = 0; i < 2; i++) {
            run.model(
                    agent,
                    100 + i * 1_000,
                    900 + i * 1_000,
                    "scan",
                    "scanned",
                    "gen_ai.usage.input_tokens",
                    700,
                    "gen_ai.usage.output_tokens",
                    50);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"token_budget", "app.max_total_tokens", "tokenBudget", "budget.tokens"})
    void findsARunThatUsedMoreTokensThanItsBudget(String name) {
        spending(name, 1_000);

        assertThat(run.found(new BudgetExceeded()))
                .containsExactly("budget-exceeded defect at 1 ()");
        assertThat(run.check(new BudgetExceeded()).findings().getFirst().narrative())
                .contains("1500 tokens", "1000 tokens");
    }

    @Test
    void findsABudgetAmongMetadata() {
        spending("metadata", "{\"thread\":\"t1\",\"token_budget\":1000}");

        assertThat(run.found(new BudgetExceeded()))
                .containsExactly("budget-exceeded defect at 1 ()");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_tokens",
                "thinking.budget_tokens",
                "remaining_token_budget",
                "context_tokens"
            })
    void leavesNumbersOfTokensAloneThatAreNoBudget(String name) {
        spending(name, 1_000);

        assertThat(run.found(new BudgetExceeded())).isEmpty();
    }

    @Test
    void leavesARunAloneThatKeptToItsBudget() {
        spending("token_budget", 1_600);

        assertThat(run.found(new BudgetExceeded())).isEmpty();
    }

    @Test
    void readsWhatAgentsWereGivenFromTheirModelCallsWhereNothingElseTells() {
        Id root = run.span(null, "job", 0, 900, "input.value", TASK);
        for (int i = 0; i < 2; i++) {
            Id agent = run.agent(root, i == 0 ? "skagen" : "lindesnes", 400L * i, 390 + 400L * i);
            run.model(
                    agent,
                    400L * i + 1,
                    389 + 400L * i,
                    "the lighthouses of Skagen and Lindesnes for the coastal museum",
                    i == 0 ? "A tower of forty six metres" : "An iron tower, still lit");
        }

        assertThat(run.found(new SerializedWork()))
                .containsExactly("serialized-work suspicion at 4 (lindesnes)");
    }
}
