package io.agtrace.analyzers.rules.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.NotChecked;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SwallowedErrorTest {
    private static final String ASKED = "How many parcels did depot D-14 send in March?";
    private final CallRuns run = new CallRuns();

    private Id clerk() {
        return run.agent(run.root(1000), "clerk", 0, 990);
    }

    private void failing(Id agent, String answer) {
        run.asks(agent, 0, 100, ASKED, "c1", "parcels", "{\"depot\":\"D-14\"}");
        run.tool(
                agent,
                "parcels",
                110,
                200,
                "{\"depot\":\"D-14\"}",
                "",
                "failed",
                "connection reset by peer");
        run.model(agent, 210, 400, ASKED, answer);
    }

    @Test
    void aStatusThatTheAnswerPassesOver() {
        failing(clerk(), "Depot D-14 had an ordinary month.");
        assertThat(run.found(new SwallowedError()))
                .containsExactly("swallowed-error defect at 4 (clerk)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":\"DB_DOWN\",\"message\":\"pool exhausted\"}}",
                "{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"pool exhausted\"}]}",
                "{\"success\":false,\"message\":\"pool exhausted\"}",
                "{\"status\":503,\"message\":\"pool exhausted\"}"
            })
    void anErrorObjectAsResult(String result) {
        Id agent = clerk();
        run.tool(agent, "parcels", 110, 200, "{\"depot\":\"D-14\"}", result);
        run.model(agent, 210, 400, ASKED, "Depot D-14 had an ordinary month.");
        assertThat(run.found(new SwallowedError()))
                .containsExactly("swallowed-error defect at 3 (clerk)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Error: pool exhausted",
                "psycopg.OperationalError: pool exhausted",
                "Traceback (most recent call last):\n  File \"x.py\", line 3",
                "Fehler: Verbindung abgelehnt"
            })
    void anExceptionAsText(String result) {
        Id graph = run.lc(null, "CHAIN", "LangGraph", 0, 900, ASKED, "An ordinary month.");
        Id agent = run.lc(graph, "AGENT", "clerk", 0, 800, ASKED, "An ordinary month.");
        run.lc(agent, "TOOL", "parcels", 100, 200, "{\"depot\":\"D-14\"}", result);
        run.lc(agent, "LLM", "ChatModel", 300, 700, ASKED, "An ordinary month.");
        assertThat(run.found(new SwallowedError()))
                .containsExactly("swallowed-error suspicion at 3 (clerk)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I could not reach the parcel data, so there is no number for D-14.",
                "Die Paketdaten waren nicht erreichbar, daher keine Zahl.",
                "Les données sont indisponibles pour le moment.",
                "データを取得できませんでした。",
                "The connection was reset by its peer; please retry."
            })
    void anErrorThatIsReportedIsNothing(String answer) {
        failing(clerk(), answer);
        assertThat(run.check(new SwallowedError()).findings()).isEmpty();
    }

    @Test
    void aQuotationOfTheTaskIsNoReport() {
        Id agent = clerk();
        String task = "Why did parcel P-9 fail at depot D-14?";
        run.tool(
                agent,
                "parcels",
                110,
                200,
                "{\"id\":\"P-9\"}",
                "",
                "failed",
                "connection reset by peer");
        run.model(
                agent, 210, 400, task, "Why did parcel P-9 fail at depot D-14: ordinary weather.");
        assertThat(run.found(new SwallowedError()))
                .containsExactly("swallowed-error defect at 3 (clerk)");
    }

    @Test
    void anErrorThatWasRepairedIsNothing() {
        Id agent = clerk();
        run.tool(agent, "parcels", 10, 50, "{\"depot\":\"D-14\"}", "", "failed", "bad month");
        run.tool(agent, "parcels", 110, 200, "{\"depot\":\"D-14\",\"month\":3}", "{\"count\":812}");
        run.model(agent, 210, 400, ASKED, "Depot D-14 sent 812 parcels.");
        assertThat(run.check(new SwallowedError()).findings()).isEmpty();
    }

    @Test
    void somethingThatDoesNotExistMayBeSaidSo() {
        Id agent = clerk();
        run.tool(agent, "parcels", 110, 200, "{}", "{\"error\":\"depot not found\"}");
        run.model(agent, 210, 400, ASKED, "There is no depot of that name.");
        assertThat(run.check(new SwallowedError()).findings()).isEmpty();
    }

    @Test
    void rowsAboutErrorsAreNoError() {
        Id agent = clerk();
        run.tool(agent, "logs", 110, 200, "{}", "[{\"id\":7,\"error\":\"disk full\"}]");
        run.model(agent, 210, 400, ASKED, "One entry, from Monday.");
        assertThat(run.check(new SwallowedError()).findings()).isEmpty();
    }

    @Test
    void anErrorThatEndsTheAgentIsNotSwallowed() {
        Id agent = run.agent(run.root(900), "clerk", 0, 800, "failed", "connection reset by peer");
        run.tool(agent, "parcels", 110, 200, "{}", "", "failed", "connection reset by peer");
        assertThat(run.check(new SwallowedError()).findings()).isEmpty();
    }

    @Test
    void withoutAnAnswerItIsNotChecked() {
        Id agent = clerk();
        run.tool(agent, "parcels", 110, 200, "{}", "", "failed", "connection reset by peer");
        run.call(agent, 210, 400);
        assertThat(run.check(new SwallowedError()).findings()).isEmpty();
        assertThat(run.check(new SwallowedError()).notChecked())
                .extracting(NotChecked::count)
                .containsExactly(1);
    }

    @Test
    void anAnswerThatNamesTheToolSpeaksOfIt() {
        Id agent = run.agent(run.root(900), "buyer", 0, 890);
        run.tool(agent, "live_price", 10, 50, "{\"sku\":\"A-7\"}", "", "failed", "503");
        run.model(agent, 80, 800, "price of A-7", "Sans live_price, rien sur A-7.");
        assertThat(run.check(new SwallowedError()).findings()).isEmpty();
    }
}
