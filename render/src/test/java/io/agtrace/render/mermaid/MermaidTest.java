package io.agtrace.render.mermaid;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.render.AgentRuns;
import io.agtrace.render.Golden;
import io.agtrace.render.Runs;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

class MermaidTest {
    private static String sequence(AgentsView view) throws IOException {
        StringBuilder out = new StringBuilder();
        SequenceDiagram.write(view, out);
        return out.toString();
    }

    private static String graph(AgentsView view) throws IOException {
        StringBuilder out = new StringBuilder();
        AgentGraph.write(view, out);
        return out.toString();
    }

    @Test
    void drawsMessagesAsTheyWereLookedAt() throws IOException {
        Golden.check("messages.mmd", sequence(AgentRuns.full()));
        Golden.check("messages-large.mmd", sequence(AgentRuns.large(250)));
        Golden.check("agents.mmd", graph(AgentRuns.full()));
        Golden.check("agents-large.mmd", graph(AgentRuns.large(250)));
    }

    @Test
    void sequenceDiagramsAreOnlyOfLinesThatMermaidUnderstands() throws IOException {
        String label = "(?:[^\"'`;#<>&{}\\[\\]()|%\\\\$:]|#[0-9]+;)+";
        for (AgentsView view : List.of(AgentRuns.full(), AgentRuns.large(250))) {
            List<String> lines = sequence(view).lines().toList();
            assertThat(lines.getFirst()).isEqualTo("sequenceDiagram");
            assertThat(lines.subList(1, lines.size()))
                    .allSatisfy(
                            line ->
                                    assertThat(line)
                                            .matches(
                                                    "    (participant p\\d+ as "
                                                            + label
                                                            + "|Note over p\\d+(,p\\d+)?: "
                                                            + label
                                                            + "|p\\d+(->>|-->>|-\\)|-x|--x)p\\d+: "
                                                            + label
                                                            + ")"));
        }
    }

    @Test
    void flowchartsAreOnlyOfLinesThatMermaidUnderstands() throws IOException {
        String label = "\"(?:[^\"'`;#<>&{}\\[\\]()|%\\\\$:]|#[0-9]+;)+\"";
        for (AgentsView view : List.of(AgentRuns.full(), AgentRuns.large(250))) {
            List<String> lines = graph(view).lines().toList();
            assertThat(lines.getFirst()).isEqualTo("flowchart LR");
            assertThat(lines.subList(1, lines.size()))
                    .allSatisfy(
                            line ->
                                    assertThat(line)
                                            .matches(
                                                    "    ((n\\d+|more)(\\[@\\]|\\{@\\}|\\(@\\)|\\(\\[@\\]\\))"
                                                                    .replace("@", label)
                                                            + "|n\\d+ (-->|-\\.->)\\|"
                                                            + label
                                                            + "\\| n\\d+)"));
        }
    }

    @Test
    void longRunsAreCutWithANote() throws IOException {
        AgentsView large = AgentRuns.large(50_000);

        assertThat(sequence(large).lines()).hasSizeLessThan(SequenceDiagram.MOST + 10);
        assertThat(sequence(large)).contains("49,900 more", ": 50000 handoff");
        assertThat(graph(large).lines()).hasSizeLessThan(2 * AgentGraph.MOST + 10);
        assertThat(graph(large)).contains("more[\"49,9", "handoff ×25,000");
        assertThat(sequence(AgentRuns.large(SequenceDiagram.MOST))).doesNotContain("more");
    }

    @Test
    void diagramsStayWithinWhatMermaidTakes() throws IOException {
        assertThat(sequence(AgentRuns.large(50_000))).hasSizeLessThan(50_000);
        assertThat(graph(AgentRuns.large(50_000))).hasSizeLessThan(50_000);
    }

    @Test
    void aRunWithoutAgentsHasDiagramsToo() throws IOException {
        AgentsView none = AgentsView.of(new Runs().build());

        assertThat(sequence(none))
                .isEqualTo(
                        """
                        sequenceDiagram
                            participant p0 as empty
                            Note over p0: no messages
                        """);
        assertThat(graph(none))
                .isEqualTo(
                        """
                        flowchart LR
                            none["no agents"]
                        """);
    }

    @Test
    void keywordsAndControlCharactersLoseTheirMeaning() {
        assertThat(MermaidText.label("End", 10)).isEqualTo("#69;#110;#100;");
        assertThat(MermaidText.label("a\nb\u202e", 20)).isEqualTo("a#92;nb#92;u202e");
        assertThat(MermaidText.label("style:x", 20)).isEqualTo("style#58;x");
        assertThat(MermaidText.label("研究者 é", 20)).isEqualTo("研究者 é");
        assertThat(MermaidText.label("x".repeat(1_000_000), 5)).isEqualTo("xxxx…");
    }
}
