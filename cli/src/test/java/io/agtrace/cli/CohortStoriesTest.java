package io.agtrace.cli;

import static io.agtrace.cli.IncidentScene.agent;
import static io.agtrace.cli.IncidentScene.model;
import static io.agtrace.cli.IncidentScene.service;
import static io.agtrace.cli.IncidentScene.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.agtrace.fixtures.Dialect;
import io.agtrace.fixtures.Operation;
import io.agtrace.fixtures.Step;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Many runs of one kind, none of which is wrong by itself.
class CohortStoriesTest {
    private static final int CHANGE = 160;

    private static Step run(IncidentScene scene, int number, String version, boolean escalate) {
        String ticket = "Ticket T-" + (4000 + number) + ": the parcel has not arrived.";
        Step root = workflow("support_request", ticket);
        Step classifier = agent("classifier", ticket, escalate ? "escalate" : "resolve");
        scene.attribute(classifier, "gen_ai.agent.version", version);
        Step decision = new Step(Operation.DECISION, "choose_next", service("agents"));
        decision.agent("classifier").timing(0, 1_000_000, 0);
        decision.choice(
                new Step.Choice(
                        escalate ? "escalate" : "resolve",
                        0.9,
                        "The parcel is " + (escalate ? "lost." : "late."),
                        List.of("escalate", "resolve")));
        classifier.add(model(classifier, escalate ? "escalate" : "resolve", 0.8)).add(decision);
        String name = escalate ? "human_desk" : "resolver";
        Step next = agent(name, ticket, "The parcel arrives tomorrow, T-" + (4000 + number));
        next.add(model(next, "The parcel arrives tomorrow, T-" + (4000 + number), 1.1));
        return root.add(classifier).add(next).output(next.output());
    }

    /// 5 % of the runs are escalated until ten o'clock. Then half of them meet a new classifier.
    private static byte[] day(Dialect dialect, boolean release) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Instant start = Instant.parse("2026-03-02T02:00:00Z");
        for (int i = 0; i < 2 * CHANGE; i++) {
            IncidentScene scene = new IncidentScene(dialect);
            boolean renewed = release && i >= CHANGE && i % 2 == 1;
            boolean escalate = renewed ? i % 8 == 1 : i % (i < CHANGE || !release ? 20 : 40) == 8;
            Step root = run(scene, i, renewed ? "2.1" : "2.0", escalate);
            long nanos = start.plus(Duration.ofMinutes(3L * i)).getEpochSecond() * 1_000_000_000L;
            bytes.writeBytes(scene.bytes(1000 + i, root, nanos, new ArrayList<>()));
        }
        return bytes.toByteArray();
    }

    /// "15 % are escalated instead of 5 %": which decision, and on what input?
    @ParameterizedTest
    @EnumSource(names = {"OTEL_GENAI", "PLAIN"})
    void moreRunsAreEscalatedThanBefore(Dialect dialect) {
        byte[] day = day(dialect, true);

        CliRun.Result text = CliRun.plain().withInput(day).with("find-failure", "-");
        CliRun.Result lines =
                CliRun.plain().withInput(day).with("find-failure", "-o", "jsonl", "--compare", "-");
        JsonNode last = Json.lines(lines.out()).getLast();
        JsonNode first = last.at("/cohorts/0/comparisons/0");

        assertThat(text.out().replaceAll("\\s+", " "))
                .contains("compared 320 runs of support_request from classifier on")
                .containsPattern("escalate is chosen by classifier in 15 % \\([0-9–]+ %\\) of runs")
                .contains("since 2026-03-02 10:03:00, 5 %")
                .contains("all of the surplus comes from classifier v2.1 (25 %");
        assertThat(last.path("schema").asText()).isEqualTo("agtrace.find-failure-cohorts/v1");
        assertThat(last.at("/cohorts/0/runs").asInt()).isEqualTo(320);
        assertThat(first.at("/feature/kind").asText()).isEqualTo("decision");
        assertThat(first.at("/feature/of").asText()).isEqualTo("classifier");
        assertThat(first.at("/feature/value").asText()).isEqualTo("escalate");
        assertThat(first.at("/carrier/kind").asText()).isEqualTo("agent_version");
        assertThat(first.at("/carrier/value").asText()).isEqualTo("2.1");
        assertThat(first.at("/surplus").asDouble()).isGreaterThan(0.95);
        assertThat(Json.texts(first.path("examples"))).contains("incident-1161");
    }

    @Test
    void aDayLikeAnyOtherIsNotWorthAWord() {
        byte[] day = day(Dialect.OTEL_GENAI, false);

        CliRun.Result text = CliRun.plain().withInput(day).with("find-failure", "-");
        CliRun.Result lines =
                CliRun.plain().withInput(day).with("find-failure", "-o", "jsonl", "-");
        CliRun.Result compared =
                CliRun.plain().withInput(day).with("find-failure", "-o", "jsonl", "--compare", "-");

        assertThat(text.out()).doesNotContain("compared").contains("320 of 320 workflows");
        assertThat(lines.out()).doesNotContain("cohorts").hasLineCount(320);
        assertThat(compared.out()).startsWith(lines.out()).hasLineCount(321);
        assertThat(Json.lines(compared.out()).getLast().at("/cohorts/0/comparisons")).isEmpty();
    }

    @Test
    void whoWantsNoComparisonGetsNone() {
        CliRun day = CliRun.plain().withInput(day(Dialect.OTEL_GENAI, true));

        assertThat(day.with("find-failure", "--no-compare", "-").out()).doesNotContain("compared");
    }
}
