package io.agtrace.analyzers.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.rules.Rules;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.span.Id;

/** Any bytes as payloads of a small run. */
class LineageFuzzTest {
    private static final String SEED =
            """
            {"messages":[{"role":"user","content":[{"type":"text","text":"Gate 17, 1,200.50"}]},
            {"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{\\"a\\":1}"}}]},
            {"lc":1,"id":["x","AIMessage"],"kwargs":{"content":"H-204 2026-05-14"}}],"version":3}
            """;

    @FuzzTest(maxExecutions = 10_000)
    void readsAnyPayload(FuzzedDataProvider data) {
        RuleRuns runs = new RuleRuns();
        Id root = runs.span(null, "flow", 0, 500, "input.value", payload(data));
        Id one = runs.agent(root, "one", 10, 200, "output.value", payload(data));
        runs.span(
                one,
                "chat",
                11,
                199,
                "gen_ai.operation.name",
                "chat",
                "gen_ai.input.messages",
                payload(data),
                "gen_ai.output.messages",
                payload(data));
        Id two = runs.agent(root, "two", 210, 490, "input.value", payload(data));
        runs.tool(two, "look", 220, 230, payload(data), payload(data));
        Run run = runs.run();
        for (Delivery each : run.lineage().deliveries()) {
            assertThat(each.delivered())
                    .satisfiesAnyOf(
                            share -> assertThat(share).isNaN(),
                            share -> assertThat(share).isBetween(0.0, 1.0));
        }
        Report report = new Report(run);
        Rules.all().forEach(rule -> rule.check(run, report));
        assertThat(report.findings()).allMatch(each -> each.node() < run.tree().size());
    }

    private static String payload(FuzzedDataProvider data) {
        int at = data.consumeInt(0, SEED.length());
        int without = data.consumeInt(0, SEED.length() - at);
        return SEED.substring(0, at) + data.consumeString(60) + SEED.substring(at + without);
    }
}
