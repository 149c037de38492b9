package io.agtrace.analyzers.rules.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.NotChecked;
import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads that are cut on their way, and those that are shorter on purpose. */
final class PayloadTruncatedTest {
    private static final String TASK = "Write an expert opinion on the old bridge";
    private static final String REPORT =
            "Pillar 3 settled by 41 millimetres since 1998. Drilling B-12 shows clay at 6.75"
                + " metres. Engineer Ljungqvist demands a limit of 12.5 tonnes until pillar 3 is"
                + " underpinned. The railing of section S-4 is loose, bolts 18 to 26 are missing.";

    private final RuleRuns run = new RuleRuns();

    private void chain(String report, String given) {
        Id root = run.span(null, "opinion", 0, 500, "input.value", TASK);
        Id scout = run.agent(root, "scout", 10, 200);
        run.model(scout, 11, 199, TASK, report);
        Id writer = run.agent(root, "writer", 210, 490);
        run.model(writer, 211, 489, TASK + "\nReport: " + given, "The bridge needs care");
    }

    private void relay(String passedOn) {
        String items =
                "[\"pillar P-31 settled 41 mm\",\"drilling B-12 shows clay at 675 cm\","
                        + "\"limit of 125 tonnes wanted by Ljungqvist\",\"railing S-44 loose\","
                        + "\"bolts M-18 missing at 26 places\"]";
        Id graph = run.graph(null, "CHAIN", "LangGraph", 0, 500, TASK, "done");
        Id scout = run.graph(graph, "AGENT", "scout", 10, 200, TASK, "{\"items\":" + items + "}");
        run.graph(scout, "LLM", "ChatOpenAI", 11, 199, TASK, items);
        run.graph(
                graph,
                "AGENT",
                "collect",
                205,
                208,
                "{\"items\":" + items + "}",
                "{\"items\":" + passedOn + "}");
        Id writer =
                run.graph(
                        graph, "AGENT", "writer", 210, 490, "{\"items\":" + passedOn + "}", "Done");
        run.graph(writer, "LLM", "ChatOpenAI", 211, 489, TASK + "\n" + passedOn, "Done");
    }

    @Test
    void findsATextThatEndsInTheMiddleOfASentence() {
        chain(REPORT, "Pillar 3 settled by 41 millimetres since 1998. Drilling B-12 shows cl…");

        assertThat(run.found(new PayloadTruncated()))
                .containsExactly("payload-truncated defect at 5 (writer)");
        assertThat(run.check(new PayloadTruncated()).findings().getFirst().narrative())
                .contains("Ljungqvist", "the original goes on with");
    }

    @Test
    void findsWhatAStepBetweenDropped() {
        relay("[\"bolts M-18 missing at 26 places\"]");

        assertThat(run.found(new PayloadTruncated()))
                .containsExactly("payload-truncated defect at 4 (collect)");
    }

    @Test
    void findsAnArgumentThatWasCut() {
        Id manager = run.agent(null, "manager", 0, 500);
        run.model(manager, 1, 90, TASK + ".\n" + REPORT, "I ask my editor");
        String cut = "Edit: " + REPORT.substring(0, 116);
        Id tool = run.tool(manager, "ask_editor", 100, 400, "{\"text\":\"" + cut + "\"}", "Edited");
        Id editor = run.agent(tool, "editor", 101, 399);
        run.model(editor, 102, 398, cut, "Edited");

        assertThat(run.check(new PayloadTruncated()).findings())
                .singleElement()
                .satisfies(each -> assertThat(each.boundary()).isEqualTo("editor←manager"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                REPORT,
                // Broken into lines otherwise, and without its last sentence.
                "Pillar 3 settled by 41 millimetres since 1998.\n  Drilling B-12 shows clay at 6.75"
                        + " metres. Engineer Ljungqvist demands a limit of 12.5 tonnes until pillar"
                        + " 3 is underpinned."
            })
    void leavesWholeTextsAndExcerptsAlone(String given) {
        chain(REPORT, given);

        assertThat(run.found(new PayloadTruncated())).isEmpty();
    }

    @Test
    void leavesAStepAloneThatPassesAllOn() {
        relay(
                "[\"pillar P-31 settled 41 mm\",\"drilling B-12 shows clay at 675 cm\","
                        + "\"limit of 125 tonnes wanted by Ljungqvist\",\"railing S-44 loose\"]");

        assertThat(run.found(new PayloadTruncated())).isEmpty();
    }

    @Test
    void leavesAPlanAloneThatGoesOutInParts() {
        Id root = run.span(null, "opinion", 0, 900, "input.value", TASK);
        Id planner = run.agent(root, "planner", 10, 200);
        String first = "Measure settlement of pillar P-31 with level L-7 during 14 nights";
        String second = "Test railing S-44 and bolts M-18 with 26 newton metres";
        run.model(planner, 11, 190, TASK, "1. " + first + "\n2. " + second);
        run.span(planner, "handoff", 191, 192, "handoff.from", "planner", "handoff.to", "surveyor");
        run.span(planner, "handoff", 193, 194, "handoff.from", "planner", "handoff.to", "fitter");
        Id surveyor = run.agent(root, "surveyor", 210, 400);
        run.model(surveyor, 211, 399, first, "Settled by 4 mm");
        Id fitter = run.agent(root, "fitter", 211, 420);
        run.model(fitter, 212, 419, second, "Bolts hold");

        assertThat(run.found(new PayloadTruncated())).isEmpty();
    }

    @Test
    void saysWherePayloadsAreNotRecorded() {
        Id root = run.span(null, "opinion", 0, 500);
        Id scout = run.agent(root, "scout", 10, 200);
        run.span(scout, "handoff", 190, 191, "handoff.from", "scout", "handoff.to", "writer");
        run.silentModel(run.agent(root, "writer", 210, 490), 211, 489);

        assertThat(run.check(new PayloadTruncated()).notChecked()).hasSize(1);
    }

    @Test
    void leavesAgentsAloneWhereNoModelCallIsRecorded() {
        Id talk = run.span(null, "talk", 0, 500, "input.value", TASK, "output.value", "done");
        run.agent(talk, "scout", 10, 100, "input.value", TASK, "output.value", REPORT);
        run.agent(talk, "terminal", 110, 200, "input.value", REPORT, "output.value", "no code");
        run.agent(talk, "writer", 210, 300, "input.value", "no code", "output.value", "done");

        assertThat(run.found(new PayloadTruncated())).isEmpty();
    }

    @Test
    void doesNotCheckWhatAPromptHeldThatLostItsText() {
        Id root = run.span(null, "opinion", 0, 500, "input.value", TASK);
        Id scout = run.agent(root, "scout", 10, 200);
        run.model(scout, 11, 199, TASK, REPORT);
        Id writer = run.agent(root, "writer", 210, 490);
        run.span(
                writer,
                "ChatOpenAI",
                211,
                489,
                "openinference.span.kind",
                "LLM",
                "llm.input_messages.0.message.role",
                "system",
                "llm.input_messages.0.message.content",
                "You write opinions",
                "llm.input_messages.1.message.role",
                "user",
                "llm.output_messages.0.message.content",
                "The bridge needs care");

        assertThat(run.found(new PayloadTruncated())).isEmpty();
        assertThat(run.check(new PayloadTruncated()).notChecked())
                .extracting(NotChecked::what)
                .containsExactly("boundaries");
    }
}
