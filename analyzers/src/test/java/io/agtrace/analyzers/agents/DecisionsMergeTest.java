package io.agtrace.analyzers.agents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class DecisionsMergeTest {
    /** Two agents that hand one task to each other, each inside the other's stay. */
    private static List<Decision> recursion(int deep) {
        DecisionsRun run = DecisionsRun.run();
        int id = 0;
        for (int level = 0; level < deep; level++) {
            String agent = level % 2 == 0 ? "planner" : "solver";
            String next = level % 2 == 0 ? "solver" : "planner";
            run.agent(++id, id - 1, agent, level, 1000 - level);
            run.tool(++id, id - 1, "ask_" + next, level, 1000 - level);
        }
        return run.decisions();
    }

    @Test
    void namesEachEvidenceOnceHoweverOftenAChoiceIsRecorded() {
        List<Decision> decisions = recursion(60);

        assertThat(decisions).isNotEmpty();
        assertThat(decisions)
                .allSatisfy(each -> assertThat(each.evidence()).doesNotHaveDuplicates());
        assertThat(decisions.stream().mapToInt(each -> each.evidence().size()).sum())
                .isGreaterThanOrEqualTo(60 - 2);
    }
}
