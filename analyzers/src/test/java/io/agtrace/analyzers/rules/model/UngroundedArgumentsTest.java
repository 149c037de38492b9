package io.agtrace.analyzers.rules.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.NotChecked;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.resilience.CallRuns;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UngroundedArgumentsTest {
    private static final Rule RULE = new UngroundedArguments();
    private final CallRuns run = new CallRuns();

    private Id clerk() {
        return run.agent(run.root(1000), "clerk", 0, 990);
    }

    private void use(String task, String arguments, String result) {
        Id agent = clerk();
        run.asks(agent, 0, 100, task, "c1", "lookup", arguments);
        run.tool(agent, "lookup", 110, 200, arguments, result, "gen_ai.tool.call.id", "c1");
        run.model(agent, 210, 400, task, "done");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Check the stock of part gear-box-12 | gear-box-12-old",
                "Check the stock of part gear-box-12-old | gear-box-12",
                "Check invoice INV-20419 | INV-20491",
                "Look for patient Katzenberger-Lux | Katzenburger-Lux"
            })
    void aValueThatIsAlmostTheOneGiven(String task, String value) {
        use(task, "{\"key\":\"" + value + "\"}", "[]");
        assertThat(run.found(RULE))
                .isNotEmpty()
                .allMatch(line -> line.endsWith("defect at 3 (clerk)"));
    }

    @Test
    void anotherYearThanTheOneAskedFor() {
        use(
                "Rooms in Porto, 3-5 June 2027",
                "{\"from\":\"2026-06-03\",\"to\":\"2026-06-05\"}",
                "[{\"room\":\"101\",\"free\":false}]");
        assertThat(run.found(RULE)).containsExactly("ungrounded-arguments suspicion at 3 (clerk)");
        assertThat(run.check(RULE).findings().getFirst().narrative())
                .contains("2026-06-03", "2027");
    }

    @Test
    void inAGraphOfLangChain() {
        Id graph = run.lc(null, "CHAIN", "graph", 0, 900, "Check invoice INV-20419", "none");
        Id agent = run.lc(graph, "AGENT", "clerk", 0, 800, "Check invoice INV-20419", "none");
        run.lc(agent, "LLM", "ChatModel", 10, 90, "Check invoice INV-20419", "looking");
        run.lc(agent, "TOOL", "lookup", 100, 200, "{\"invoice\":\"INV-20491\"}", "not found");
        assertThat(run.found(RULE)).containsExactly("ungrounded-arguments defect at 4 (clerk)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // The value itself, in another spelling.
                "Check invoice inv-20419 | INV-20419 | []",
                // A code for a place, a table's name, a page size: made from a schema.
                "Rooms in Lisbon | LIS | []",
                "Check the stock of part gear-box-12 | stock_levels | []",
                "Check the stock of part gear-box-12 | 500 | []",
                // A search in free words.
                "Rooms in Lisbon in 2027 | cheap rooms Lisbon summer 2026 reviews | []",
                // Nothing like it upstream.
                "Check the latest invoice | INV-20491 | []",
                // Found: an id that the agent had reason to try.
                "Check the stock of part gear-box-12 | gear-box-12-old | [{\"left\":4}]",
                // A date of the right year.
                "Rooms in Porto, 3-5 June 2027 | 2027-06-03 | []"
            })
    void whatAgentsMayMakeUp(String task, String value, String result) {
        use(task, "{\"key\":\"" + value + "\"}", result);
        assertThat(run.found(RULE)).isEmpty();
    }

    @Test
    void aPeriodThatReachesIntoAnotherYearIsAtMostANote() {
        use(
                "Compare with the report of 2024",
                "{\"from\":\"2023-07-01\",\"to\":\"2024-06-30\"}",
                "[{\"sum\":1}]");
        assertThat(run.check(RULE).findings())
                .allMatch(each -> each.severity() == Severity.NOTE || each.strength() < 0.5);
    }

    @Test
    void aMistakeThatWasPutRightIsNothing() {
        Id agent = clerk();
        String task = "Check invoice INV-20419";
        run.asks(agent, 0, 100, task, "c1", "lookup", "{\"key\":\"INV-20491\"}");
        run.tool(agent, "lookup", 110, 200, "{\"key\":\"INV-20491\"}", "[]");
        run.asks(agent, 210, 300, task, "c2", "lookup", "{\"key\":\"INV-20419\"}");
        run.tool(agent, "lookup", 310, 400, "{\"key\":\"INV-20419\"}", "[{\"sum\":7}]");
        assertThat(run.check(RULE).findings()).isEmpty();
    }

    @Test
    void aValueFromAnEarlierResultHasASource() {
        Id agent = clerk();
        run.tool(agent, "list", 10, 100, "{}", "[{\"id\":\"INV-20491\"},{\"id\":\"INV-20419\"}]");
        run.asks(agent, 110, 200, "Check INV-20419", "c1", "lookup", "{\"key\":\"INV-20491\"}");
        run.tool(agent, "lookup", 210, 300, "{\"key\":\"INV-20491\"}", "[]");
        assertThat(run.check(RULE).findings()).isEmpty();
    }

    @Test
    void withoutArgumentsItIsNotChecked() {
        Id agent = clerk();
        run.span(
                agent,
                "execute_tool x",
                10,
                20,
                "gen_ai.operation.name",
                "execute_tool",
                "gen_ai.tool.name",
                "x");
        assertThat(run.check(RULE).notChecked()).extracting(NotChecked::count).containsExactly(1);
        assertThat(run.check(RULE).findings()).extracting(Finding::rule).isEmpty();
    }
}
