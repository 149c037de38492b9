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
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

/** Answers cut off, refused, unreadable, empty, or without a source. */
class AnswersTest {
    private static final String FINISH = "gen_ai.response.finish_reasons";
    private final CallRuns run = new CallRuns();

    private Id clerk() {
        return run.agent(run.root(1000), "clerk", 0, 500);
    }

    private void answer(String input, String output, String finish) {
        run.model(clerk(), 10, 100, input, output, FINISH, "[\"" + finish + "\"]");
    }

    private void onlyNotes(Rule rule) {
        assertThat(run.check(rule).findings()).allMatch(each -> each.severity() == Severity.NOTE);
    }

    @Test
    void anAnswerThatBreaksOff() {
        answer("Write the report", "{\"title\":\"Report\",\"body\":\"The gear was", "length");
        assertThat(run.found(new OutputCutOff()))
                .containsExactly("output-cut-off defect at 3 (clerk)");
        assertThat(run.check(new OutputCutOff()).findings().getFirst().narrative())
                .contains("The gear was");
    }

    @Test
    void anAnswerThatBreaksOffInLangChain() {
        Id graph = run.lc(null, "CHAIN", "graph", 0, 900, "go", "done");
        Id agent = run.lc(graph, "AGENT", "clerk", 0, 800, "go", "The gear was");
        run.lc(
                agent,
                "LLM",
                "ChatModel",
                10,
                90,
                "go",
                "The gear was worn and",
                "llm.finish_reason",
                "length");
        assertThat(run.found(new OutputCutOff()))
                .containsExactly("output-cut-off defect at 3 (clerk)");
    }

    @Test
    void anAnswerThatWasAskedForAgainIsANote() {
        Id agent = clerk();
        run.model(agent, 10, 100, "report", "The gear was", FINISH, "[\"length\"]");
        run.model(agent, 110, 200, "go on", "worn out.", FINISH, "[\"stop\"]");
        onlyNotes(new OutputCutOff());
    }

    @Test
    void aLabelOfOneTokenIsANote() {
        answer("yes or no?", "yes", "length");
        onlyNotes(new OutputCutOff());
    }

    @Test
    void withoutFinishReasonsItIsNotChecked() {
        run.model(clerk(), 10, 100, "report", "The gear was");
        assertThat(run.check(new OutputCutOff()).notChecked())
                .extracting(NotChecked::count)
                .containsExactly(1);
    }

    private void unsaid(String end) {
        Id agent = clerk();
        String whole = "The gear of the mill was worn out and had to be replaced by hand today.";
        run.model(agent, 10, 100, "first part", whole, FINISH, "[\"stop\"]");
        run.model(
                agent, 110, 200, "second part", whole + " So was the belt.", FINISH, "[\"stop\"]");
        run.model(agent, 210, 300, "third part", whole + end);
    }

    @Test
    void anAnswerThatAloneBreaksOffWithoutSayingWhy() {
        unsaid(" The bearing of the shaft then");
        assertThat(run.found(new OutputCutOff()))
                .containsExactly("output-cut-off suspicion at 5 (clerk)");
    }

    @Test
    void anAnswerThatEndsLikeTheOthersIsNotChecked() {
        unsaid(" The bearing of the shaft was not.");
        assertThat(run.found(new OutputCutOff())).isEmpty();
        assertThat(run.check(new OutputCutOff()).notChecked())
                .extracting(NotChecked::count)
                .containsExactly(1);
    }

    @Test
    void claimsAreNotCheckedWhereAToolsSpanIsMissing() {
        Id agent =
                run.span(
                        run.root(1000),
                        "invoke_agent clerk",
                        0,
                        500,
                        "gen_ai.operation.name",
                        "invoke_agent",
                        "gen_ai.agent.name",
                        "clerk",
                        "input.value",
                        "Report on LOT-4471, LOT-4472, LOT-4473 and LOT-4474",
                        "output.value",
                        "Lot has 7750 kg, 8460 eggs, HX-59730, RB-60607, 912 hams");
        String asked =
                "[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\",\"function\":"
                        + "{\"name\":\"stock\",\"arguments\":\"{}\"}}]}]";
        run.span(
                agent,
                "chat m",
                10,
                50,
                "gen_ai.operation.name",
                "chat",
                "gen_ai.output.messages",
                asked);
        run.span(
                agent,
                "chat m",
                300,
                400,
                "gen_ai.operation.name",
                "chat",
                "gen_ai.output.messages",
                "[{\"role\":\"assistant\",\"content\":\"Lot has 7750 kg, 8460 eggs, HX-59730,"
                        + " RB-60607, 912 hams\"}]");
        assertThat(run.check(new UnsupportedClaim()).findings()).isNotEmpty();

        run.span(Id.of(99), "POST", 150, 200);
        assertThat(run.check(new UnsupportedClaim()).findings()).isEmpty();
    }

    @Test
    void aParserThatFails() {
        Id root = run.root(900, "failed", "Unexpected token");
        Id agent = run.agent(root, "clerk", 0, 500);
        run.model(agent, 10, 400, "as JSON", "{\"title\": \"Report\", \"body\": oops}");
        run.span(
                root,
                "read-report",
                510,
                520,
                "failed",
                "Unexpected token o in JSON at position 29");
        assertThat(run.found(new UnparsableOutput()))
                .containsExactly("unparsable-output defect at 3 (clerk)");
    }

    @Test
    void aParserThatFailsOnWhatIsNotRecorded() {
        Id graph =
                run.lc(
                        null,
                        "CHAIN",
                        "graph",
                        0,
                        900,
                        "go",
                        "",
                        "failed",
                        "OUTPUT_PARSING_FAILURE");
        Id agent = run.lc(graph, "AGENT", "clerk", 0, 500, "go", "x");
        run.lc(agent, "LLM", "ChatModel", 10, 90, "go", "");
        run.lc(
                graph,
                "CHAIN",
                "OutputParser",
                510,
                520,
                "x",
                "",
                "failed",
                "OUTPUT_PARSING_FAILURE");
        assertThat(run.found(new UnparsableOutput()))
                .containsExactly("unparsable-output suspicion at 3 (clerk)");
    }

    @Test
    void aParserThatWorkedTheSecondTimeIsNothing() {
        Id root = run.root(900);
        Id agent = run.agent(root, "clerk", 0, 500);
        run.model(agent, 10, 100, "as JSON", "{oops");
        run.span(root, "read-report", 110, 120, "failed", "invalid JSON");
        run.model(agent, 130, 200, "as JSON!", "{}");
        run.span(root, "read-report", 210, 220);
        assertThat(run.check(new UnparsableOutput()).findings()).isEmpty();
    }

    @Test
    void aStepThatFailsForAnotherReasonIsNothing() {
        Id root = run.root(900, "failed", "disk full");
        run.model(root, 10, 100, "as JSON", "{oops");
        run.span(root, "save-report", 110, 120, "failed", "disk full");
        assertThat(run.check(new UnparsableOutput()).findings()).isEmpty();
    }

    @Test
    void aContentFilter() {
        answer("Write the report", "", "content_filter");
        assertThat(run.found(new Refused())).containsExactly("refused defect at 3 (clerk)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'm sorry, but I can't help with that.",
                "Es tut mir leid, aber ich kann dabei nicht helfen.",
                "Lo siento, pero no puedo ayudar con eso."
            })
    void anAnswerThatDeclines(String text) {
        answer("Write the report", text, "stop");
        assertThat(run.found(new Refused())).containsExactly("refused suspicion at 3 (clerk)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The supplier said: I'm sorry, but I can't help with that.",
                "I can help with that: the gear is in stock.",
                "Unfortunately the gear is sold out."
            })
    void anAnswerThatDoesNotDecline(String text) {
        answer("Write the report", text, "stop");
        assertThat(run.check(new Refused()).findings()).isEmpty();
    }

    @Test
    void aRefusalThatWasOvercomeIsANote() {
        Id agent = clerk();
        run.model(agent, 10, 100, "report", "I'm sorry, but I can't help with that.");
        run.model(agent, 110, 200, "only the gears", "The gear is worn out.");
        onlyNotes(new Refused());
    }

    @Test
    void anEmptyAnswer() {
        answer("Write the report", "", "stop");
        assertThat(run.found(new EmptyOutput()))
                .containsExactly("empty-output defect at 3 (clerk)");
    }

    @Test
    void anEmptyAnswerInLangChain() {
        Id graph = run.lc(null, "CHAIN", "graph", 0, 900, "go", "done");
        Id agent = run.lc(graph, "AGENT", "clerk", 0, 500, "go", "x");
        run.lc(
                agent,
                "LLM",
                "ChatModel",
                10,
                90,
                "go",
                "{\"role\":\"assistant\",\"content\":\"\"}");
        assertThat(run.found(new EmptyOutput()))
                .containsExactly("empty-output defect at 3 (clerk)");
    }

    @Test
    void nothingToAddAfterTheToolsDidTheWorkIsNothing() {
        Id agent = clerk();
        run.asks(agent, 0, 100, "store it", "c1", "store", "{}");
        run.tool(agent, "store", 110, 200, "{}", "stored");
        run.model(agent, 210, 300, "store it", "", FINISH, "[\"stop\"]");
        assertThat(run.check(new EmptyOutput()).findings()).isEmpty();
    }

    /** A clerk whose tool found something and who says nothing; the writer goes on. */
    private void findings(String given, String written) {
        Id root = run.root(990);
        Id agent = run.agent(root, "clerk", 0, 400);
        run.asks(agent, 0, 100, "look at the stock", "c1", "stock", "{}");
        run.tool(agent, "stock", 110, 200, "{}", "{\"left\":1412,\"lot\":\"LT-7731\"}");
        run.model(agent, 210, 300, "look at the stock", "", FINISH, "[\"stop\"]");
        Id writer = run.agent(root, "writer", 410, 900);
        run.model(writer, 411, 899, given, written);
    }

    @Test
    void anEmptyAnswerAfterWhichTheFindingsAreLost() {
        findings("write about the stock", "There is nothing to report.");
        assertThat(run.found(new EmptyOutput()))
                .containsExactly("empty-output defect at 5 (clerk)");
    }

    @Test
    void anEmptyAnswerWhoseFindingsGotOnIsNothing() {
        findings("write about the stock: 1412 left of LT-7731", "1412 pieces of LT-7731 are left.");
        assertThat(run.check(new EmptyOutput()).findings()).isEmpty();
    }

    @Test
    void anAnswerThatIsNotRecordedIsNotChecked() {
        run.call(clerk(), 10, 100, FINISH, "[\"stop\"]");
        assertThat(run.check(new EmptyOutput()).findings()).isEmpty();
        assertThat(run.check(new EmptyOutput()).notChecked())
                .extracting(NotChecked::count)
                .containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "This model's maximum context length is 8192 tokens, your messages have 9120",
                "prompt is too long: 213462 tokens > 200000 maximum",
                "context_length_exceeded"
            })
    void aPromptThatIsTooLong(String error) {
        run.call(clerk(), 10, 100, "failed", error);
        assertThat(run.found(new ContextOverflow()))
                .containsExactly("context-overflow defect at 3 (clerk)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Rate limit reached: too many tokens per minute", "503 overloaded"})
    void anotherErrorIsNoOverflow(String error) {
        run.call(clerk(), 10, 100, "failed", error);
        assertThat(run.check(new ContextOverflow()).findings()).isEmpty();
    }

    @Test
    void anOverflowThatWasTrimmedIsANote() {
        Id agent = clerk();
        run.call(agent, 10, 100, "failed", "prompt is too long");
        run.model(agent, 110, 200, "shorter", "done");
        onlyNotes(new ContextOverflow());
    }

    private void report(String answer) {
        Id agent = clerk();
        run.tool(
                agent,
                "sales",
                10,
                50,
                "{\"shop\":\"Graz-03\"}",
                "{\"sold\":1412,\"week\":\"2027-W14\"}");
        run.model(agent, 60, 200, "Report for Graz-03: sold 1412 in 2027-W14", answer);
    }

    @Test
    void valuesThatComeFromNowhere() {
        report("Sold 9731 pieces for 48211.50 EUR, receipt RX-5521, best day 2027-04-09.");
        assertThat(run.found(new UnsupportedClaim()))
                .containsExactly("unsupported-claim suspicion at 4 (clerk)");
    }

    @Test
    void valuesThatComeFromNowhereInLangChain() {
        Id graph =
                run.lc(
                        null,
                        "CHAIN",
                        "graph",
                        0,
                        900,
                        "Report for Graz-03 and Linz-07, 2027-W14",
                        "x");
        Id agent = run.lc(graph, "AGENT", "clerk", 0, 500, "Report for Graz-03", "x");
        run.lc(agent, "TOOL", "sales", 10, 50, "{\"shop\":\"Graz-03\"}", "{\"sold\":1412}");
        run.lc(
                agent,
                "LLM",
                "ChatModel",
                60,
                200,
                "Graz-03 sold 1412",
                "9731 pieces, 48211.50 EUR, RX-5521");
        assertThat(run.found(new UnsupportedClaim()))
                .containsExactly("unsupported-claim suspicion at 4 (clerk)");
    }

    /** Two papers were found; the answer cites these. */
    private void cites(String answer) {
        Id root = run.root(900, "input.value", "What is known of the tides?");
        Id agent = run.agent(root, "clerk", 0, 500);
        run.tool(
                agent,
                "papers",
                10,
                50,
                "{\"about\":\"tides\"}",
                "[{\"ref\":\"PB-40117\",\"year\":2019},{\"ref\":\"PB-40388\",\"year\":2021}]");
        run.model(agent, 60, 200, "On tides: PB-40117 of 2019, PB-40388 of 2021", answer);
    }

    @Test
    void idsThatAreWrittenLikeThoseFound() {
        cites("See PB-40117 (2019), PB-40388 (2021), PB-55902 and PB-61774.");
        assertThat(run.found(new UnsupportedClaim()))
                .containsExactly("unsupported-claim suspicion at 4 (clerk)");
    }

    @Test
    void numbersWorkedOutBesideIdsThatWereFoundAreAtMostANote() {
        cites("See PB-40117 (2019), PB-40388 (2021); 4040 in all, 2020 on average.");
        onlyNotes(new UnsupportedClaim());
    }

    @Test
    void valuesThatWereGivenAreSupported() {
        report("Graz-03 sold 1412 pieces in 2027-W14.");
        assertThat(run.check(new UnsupportedClaim()).findings()).isEmpty();
    }

    @Test
    void oneNumberMayBeWorkedOut() {
        report("Graz-03 sold 1412 pieces in 2027-W14, about 2017 a day at a score of 0.85.");
        assertThat(run.check(new UnsupportedClaim()).findings())
                .extracting(Finding::rule)
                .isEmpty();
    }

    /** An answer to a prompt of which some messages may have lost their text. */
    private void flat(Object... attributes) {
        Id agent = clerk();
        run.span(
                agent,
                "sales",
                10,
                50,
                "gen_ai.operation.name",
                "execute_tool",
                "gen_ai.tool.name",
                "sales",
                "gen_ai.tool.call.arguments",
                "{\"shop\":\"Graz-03\",\"week\":\"2027-W14\",\"year\":2027}");
        Object[] all = {
            "openinference.span.kind",
            "LLM",
            "llm.input_messages.0.message.role",
            "user",
            "llm.input_messages.0.message.content",
            "Report for Graz-03, Linz-07 and Wien-11 in 2027-W14",
            "llm.input_messages.1.message.role",
            "tool",
            "llm.output_messages.0.message.role",
            "assistant",
            "llm.output_messages.0.message.content",
            "Sold 9731 pieces for 48211.50 EUR, receipt RX-5521, best day 2027-04-09."
        };
        Object[] both = Arrays.copyOf(all, all.length + attributes.length);
        System.arraycopy(attributes, 0, both, all.length, attributes.length);
        run.span(agent, "ChatModel", 60, 200, both);
    }

    @Test
    void valuesMayComeFromAResultThatIsNotRecorded() {
        flat();
        assertThat(run.check(new UnsupportedClaim()).findings()).isEmpty();
        assertThat(run.check(new UnsupportedClaim()).notChecked())
                .extracting(NotChecked::rule)
                .containsExactly("unsupported-claim");
    }

    @Test
    void valuesThatAWholePromptDoesNotHoldComeFromNowhere() {
        flat("llm.input_messages.1.message.content", "{\"sold\":1412}");
        assertThat(run.found(new UnsupportedClaim()))
                .containsExactly("unsupported-claim suspicion at 4 (clerk)");
    }

    @Test
    void valuesThatStandInThePromptOnlyAreSupported() {
        flat(
                "llm.input_messages.1.message.content",
                "9731 pieces, 48211.50 EUR, RX-5521, 2027-04-09");
        assertThat(run.check(new UnsupportedClaim()).findings()).isEmpty();
    }

    @Test
    void anAnswerWhoseTextIsNotRecordedIsNotEmpty() {
        run.span(
                clerk(),
                "ChatModel",
                60,
                200,
                "openinference.span.kind",
                "LLM",
                "llm.input_messages.0.message.role",
                "user",
                "llm.input_messages.0.message.content",
                "Report for Graz-03",
                "llm.output_messages.0.message.role",
                "assistant",
                "llm.finish_reason",
                "stop");
        assertThat(run.check(new EmptyOutput()).findings()).isEmpty();
        assertThat(run.check(new EmptyOutput()).notChecked())
                .extracting(NotChecked::rule)
                .containsExactly("empty-output");
    }
}
