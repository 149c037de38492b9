package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.RuleInfo;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The gate on recorded runs of real frameworks, where they are at hand.
class CheckRecordingsTest {
    private static final Path RECORDINGS = Path.of("..", "..", "shared", "corpus", "recordings");

    @Test
    void healthyRunsPassAndFaultyHandoffsFail() throws IOException {
        assumeTrue(Files.isDirectory(RECORDINGS));
        List<JsonNode> labels = new ArrayList<>();
        List<String> words = new ArrayList<>(List.of("check", "-o", "jsonl"));
        for (JsonNode label : Json.lines(Files.readString(RECORDINGS.resolve("labels.jsonl")))) {
            if (label.path("decidable").asBoolean(true)) {
                labels.add(label);
                words.add(RECORDINGS.resolve(label.path("file").asText()).toString());
            }
        }
        Map<String, Boolean> failed = new HashMap<>();
        CliRun.Result result = CliRun.run(words.toArray(String[]::new));
        for (JsonNode run : Json.lines(result.out())) {
            for (JsonNode source : run.path("source")) {
                boolean fails = run.path("verdict").asText().equals("failed");
                failed.merge(source.asText(), fails, Boolean::logicalOr);
            }
        }

        Set<String> handoff = Set.copyOf(handoffRules());
        int healthy = 0;
        int alarms = 0;
        int faulty = 0;
        int found = 0;
        for (JsonNode label : labels) {
            String file = RECORDINGS.resolve(label.path("file").asText()).toString();
            boolean fails = failed.getOrDefault(file, false);
            boolean ofHandoff = false;
            for (JsonNode rule : label.path("rules")) {
                ofHandoff |= handoff.contains(rule.asText());
            }
            if (label.path("fault").asText().equals("none")) {
                healthy++;
                alarms += fails ? 1 : 0;
            } else if (ofHandoff) {
                faulty++;
                found += fails ? 1 : 0;
            }
        }
        assertThat(healthy).isGreaterThan(20);
        assertThat(alarms).isLessThanOrEqualTo(healthy / 50);
        assertThat(faulty).isGreaterThan(20);
        assertThat(found).isGreaterThanOrEqualTo(faulty * 9 / 10);
    }

    private static List<String> handoffRules() {
        return RuleIds.all().stream()
                .filter(rule -> rule.group() == Group.HANDOFF)
                .map(RuleInfo::id)
                .toList();
    }
}
