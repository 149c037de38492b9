package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/// How output suits the place where it is seen.
class ScreenTest {
    private static final String MANY = CliRun.sample("many.otlp.jsonl");
    private static final String ONE = CliRun.sample("market-report.otlp.jsonl");

    @Test
    void hintForTheNextCommandIsForPeopleOnly() {
        String hint = "next: agtrace inspect FILE --workflow report-4711";
        CliRun terminal = CliRun.plain().withTerminals("1").withVariable("COLUMNS", "100");
        assertThat(terminal.with("list", ONE, "--no-pager").out()).contains(hint);
        assertThat(CliRun.run("list", ONE).out()).doesNotContain("next:");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // terminal, variable, value, option, coloured
                "1, -, -, -, true",
                "-, -, -, -, false",
                "1, TERM, dumb, -, false",
                "1, NO_COLOR, 1, -, false",
                "1, NO_COLOR, '', -, true",
                "1, CLICOLOR, 0, -, false",
                "-, CLICOLOR_FORCE, 1, -, true",
                "-, CLICOLOR_FORCE, 0, -, false",
                "-, -, -, --color=always, true",
                "1, NO_COLOR, 1, --color=always, true",
                "1, -, -, --color=never, false",
                "-, CLICOLOR_FORCE, 1, --color=never, false",
                "-, CLICOLOR_FORCE, 1, --color=auto, true"
            })
    void colourIsForTerminalsUnlessToldOtherwise(
            String terminal, String variable, String value, String option, boolean coloured) {
        CliRun run = CliRun.plain().withTerminals(terminal == null ? "" : terminal);
        if (variable != null) {
            run = run.withVariable(variable, value);
        }
        String out = (option == null ? run.with("list", ONE) : run.with("list", ONE, option)).out();
        assertThat(out.contains("\u001b[")).isEqualTo(coloured);
    }

    @Test
    void terminalsWidthIsUsedAnd100Elsewhere() {
        CliRun narrow = CliRun.plain().withVariable("COLUMNS", "60");
        assertThat(longest(narrow.with("list", MANY).out())).isBetween(90, 100);
        assertThat(longest(narrow.withTerminals("1").with("list", MANY, "--color=never").out()))
                .isBetween(40, 60);
        assertThat(longest(CliRun.run("list", MANY, "--width=70").out())).isBetween(60, 70);
    }

    private static int longest(String text) {
        return text.lines().mapToInt(String::length).max().orElse(0);
    }

    @Test
    void asciiWhereTheTerminalKnowsNoMore() {
        assertThat(CliRun.plain().withoutUnicode().with("list", MANY).out())
                .matches("[ -~\n]*")
                .isEqualTo(CliRun.run("list", MANY, "--ascii").out());
    }

    @Test
    void namesFromATraceCannotSteerTheTerminal() {
        String evil = "\\u001b]0;owned\\u0007\\u001b[2Jagent\\nfake row\\u0085\\u202e";
        String span =
                """
                {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"EVIL"}}]},\
                "scopeSpans":[{"spans":[{"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0102030405060708",\
                "name":"EVIL","startTimeUnixNano":"1772438400000000000","endTimeUnixNano":"1772438401000000000",\
                "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"invoke_agent"}},\
                {"key":"gen_ai.agent.name","value":{"stringValue":"EVIL"}},\
                {"key":"gen_ai.request.model","value":{"stringValue":"EVIL"}},\
                {"key":"workflow.id","value":{"stringValue":"EVIL"}}],\
                "status":{"code":2,"message":"EVIL"}}]}]}]}
                """
                        .replace("EVIL", evil);
        CliRun run = CliRun.plain().withInput(span);
        for (String command : List.of("list", "inspect")) {
            CliRun.Result text = run.with(command, "-v", "--color=never", "--width=200");
            assertThat(text.code()).isEqualTo(ExitCode.DONE);
            assertThat(text.out() + text.err()).matches("[^\\p{Cc}\u202e&&[^\n]]*");
            assertThat(text.out().lines()).noneMatch(line -> line.startsWith("fake row"));
            CliRun.Result json = run.with(command, "-o", "json");
            assertThat(json.out()).matches("[^\\p{Cc}&&[^\n]]*");
            assertThat(Json.of(json.out()).toString()).contains("fake row");
        }
        CliRun.Result miss = run.with("inspect", "-w", "\u001b[2Jwhat");
        assertThat(miss.code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(miss.err()).matches("[^\\p{Cc}\u202e&&[^\n]]*");
    }
}
