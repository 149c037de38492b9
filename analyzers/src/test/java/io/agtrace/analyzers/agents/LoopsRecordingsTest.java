package io.agtrace.analyzers.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.stream.Collectors;

/** One recording of each framework, read by hand: its loops, retries, fan-outs and joins. */
final class LoopsRecordingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "langgraph-openinference/r4cbe45c.otlp.jsonl"
                        + "|CYCLE writer,reviewer,quality_judge,quality_gate x3"
                        + "|db_researcher*,web_researcher -> join_findings",
                "langgraph-openllmetry/reffc985.otlp.jsonl|"
                        + "|db_researcher*,web_researcher -> join_findings.agent",
                "mastra/r5b62022.otlp.jsonl|"
                        + "|workflow_step research-web,workflow_step research-db*"
                        + " -> workflow_step join",
                "openai-agents-openinference/rb270c2c.otlp.jsonl||",
                "openai-agents-openinference/r3e3e24c.otlp.jsonl||",
                "openai-sdk-openinference/ra595dbe.otlp.binpb|"
                        + "|web_researcher*,db_researcher -> writer",
                "openai-sdk-otel-genai/r0f83c85.otlp.jsonl|CYCLE WriterAgent,CriticAgent x2"
                        + "|SearchAgent,DataAgent* -> invoke_agent WriterAgent",
                "spring-ai/rcec6fa7.otlp.binpb||db_researcher,web_researcher* -> agent writer",
                "vercel-ai-sdk-v4/r8043cd5.otlp.jsonl|CYCLE WriterAgent,CriticAgent x3"
                        + "|SearchAgent,DataAgent* -> agent:WriterAgent",
                "vercel-ai-sdk-v5/r57d580f.otlp.jsonl|CYCLE WriterAgent,CriticAgent x2"
                        + "|SearchAgent,DataAgent* -> ai.generateText",
                "vercel-ai-sdk-v7/r1b8ea64.otlp.jsonl|CYCLE WriterAgent,CriticAgent x2"
                        + "|SearchAgent,DataAgent* -> invoke_agent gpt-4o-mini"
            })
    void aRecordingReadByHand(String file, String loops, String fanOuts) throws IOException {
        CallShapes shapes = CallShapeSketch.recording(file);
        assumeTrue(shapes != null, "the corpus is not at hand");
        assertThat(
                        CallShapeSketch.loops(shapes).stream()
                                .map(
                                        l ->
                                                l.kind()
                                                        + " "
                                                        + String.join(",", l.body())
                                                        + " x"
                                                        + l.iterations().size())
                                .collect(Collectors.joining("; ")))
                .isEqualTo(loops == null ? "" : loops);
        // A star marks the branches that had time left when the last one ended.
        assertThat(
                        FanOuts.of(shapes).stream()
                                .map(f -> branches(f) + " -> " + join(shapes, f))
                                .collect(Collectors.joining("; ")))
                .isEqualTo(fanOuts == null ? "" : fanOuts);
        assertThat(CallShapeSketch.retries(shapes)).isEmpty();
        assertThat(Fallbacks.of(shapes)).isEmpty();
    }

    private static String branches(FanOut fanOut) {
        return fanOut.branches().stream()
                .map(b -> b.name() + (b.slackNanos() > 0 ? "*" : ""))
                .collect(Collectors.joining(","));
    }

    private static String join(CallShapes shapes, FanOut fanOut) {
        return fanOut.joinNode() < 0 ? "" : CallShapeSketch.name(shapes, fanOut.joinNode());
    }
}
