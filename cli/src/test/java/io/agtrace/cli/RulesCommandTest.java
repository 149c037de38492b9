package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;

import org.junit.jupiter.api.Test;

import java.util.List;

class RulesCommandTest {
    private static RuleInfo rule(String id) {
        return new RuleInfo(id, Group.HANDOFF, Severity.ERROR, Tier.DEFECT, "s", "n");
    }

    @Test
    void listsTheRulesInEveryForm() {
        CliRun.Result text = CliRun.run("rules");
        JsonNode document = Json.of(CliRun.run("rules", "-o", "json").out());
        List<String> ids = Json.texts(document.path("rules"), "id");

        assertThat(text.code()).isEqualTo(ExitCode.DONE);
        assertThat(text.out()).startsWith("ID").contains("SUMMARY");
        assertThat(document.path("schema").asText()).isEqualTo("agtrace.rules/v1");
        assertThat(text.out()).contains(ids);
        assertThat(Json.lines(CliRun.run("rules", "-o", "jsonl").out())).hasSize(ids.size());
        assertThat(CliRun.run("rules", "--ascii", "--width", "60").out()).matches("[ -~\n]*");
    }

    @Test
    void explainsEveryRule() {
        for (RuleInfo each : RuleIds.all()) {
            CliRun.Result result = CliRun.run("rules", "explain", each.id(), "--width", "80");

            assertThat(result.code()).isEqualTo(ExitCode.DONE);
            assertThat(result.out()).startsWith(each.id() + "  " + each.group().label());
            assertThat(result.out().lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
            assertThat(CliRun.run("rules", "explain", each.id(), "-o", "markdown").out())
                    .isNotBlank();
        }
    }

    @Test
    void anUnknownRuleIsWrongUsage() {
        CliRun.Result result = CliRun.run("rules", "explain", "stale-contexts");

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("no rule 'stale-contexts'", "agtrace rules");
        assertThat(CliRun.run("rules", "explain").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void theNearestIdsAreNamed() {
        List<RuleInfo> rules =
                List.of(rule("hang"), rule("stale-context"), rule("message-lost"), rule("error"));

        assertThat(RuleIds.require("ID", " Stale-Context ", rules).id()).isEqualTo("stale-context");
        assertThatThrownBy(() -> RuleIds.require("ID", "mesage-lots", rules))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure ->
                                assertThat(failure.hint()).startsWith("Nearest: message-lost, "));
        assertThatThrownBy(() -> RuleIds.require("ID", "context", rules))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure ->
                                assertThat(failure.hint()).startsWith("Nearest: stale-context, "));
    }
}
