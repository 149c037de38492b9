package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The recipes in `fixtures/ci`: the commands in them, run by the shells that the services use.
class CiRecipesIT {
    private static final Path RECIPES = Path.of("..", "fixtures", "ci");

    private final Path repository;
    private final Executable shell;

    CiRecipesIT() throws IOException {
        repository = Executable.scratch();
        GateScene.write(repository.resolve("traces/good.jsonl"), GateScene.healthy(5, 3));
        GateScene.write(repository.resolve("bad/bad.jsonl"), GateScene.faulty(6, 2));
        shell =
                Executable.built()
                        .withDirectory(repository)
                        .with("CI", "true")
                        .with("AGTRACE", Executable.file().toString());
    }

    private static Map<?, ?> yaml(String name) throws IOException {
        Load load = new Load(LoadSettings.builder().build());
        return (Map<?, ?>) load.loadFromString(Files.readString(RECIPES.resolve(name)));
    }

    private static Object at(Object from, Object... path) {
        Object at = from;
        for (Object key : path) {
            Object next =
                    key instanceof Integer index
                            ? ((List<?>) at).get(index)
                            : ((Map<?, ?>) at).get(key);
            at = Objects.requireNonNull(next, () -> "nothing at " + key);
        }
        return at;
    }

    @Test
    void gitHubsActionAnnotatesSummarisesAndReports() throws IOException {
        Map<?, ?> action = yaml("action.yml");
        String script = (String) at(action, "runs", "steps", 0, "run");
        Map<?, ?> inputs = (Map<?, ?>) at(action, "inputs");
        Map<?, ?> variables = (Map<?, ?>) at(action, "runs", "steps", 0, "env");
        assertThat(variables.values())
                .extracting(String::valueOf)
                .containsExactlyInAnyOrderElementsOf(
                        inputs.keySet().stream()
                                .map(name -> "${{ inputs." + name + " }}")
                                .toList());

        Executable job =
                shell.with("GITHUB_STEP_SUMMARY", repository.resolve("summary.md").toString())
                        .with("POLICY", "")
                        .with("BASELINE", "")
                        .with("SARIF", (String) at(inputs, "sarif", "default"))
                        .with("JUNIT", (String) at(inputs, "junit", "default"))
                        .withCommand(
                                "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script);

        Files.writeString(repository.resolve("summary.md"), "by the command before\n");
        Executable.Result bad = job.with("TRACES", "traces bad").run();
        assertThat(bad.exit()).as(bad.err()).isEqualTo(1);
        assertThat(bad.out()).contains("::error ", "message-lost");
        assertThat(repository.resolve("summary.md"))
                .content()
                .startsWith("by the command before\n")
                .contains("message-lost");
        assertThat(repository.resolve("agtrace.sarif")).content().contains("\"2.1.0\"");
        assertThat(repository.resolve("agtrace-junit.xml")).content().contains("<failure");

        assertThat(job.with("TRACES", "traces").run().exit()).isZero();
        assertThat(job.with("TRACES", "no-such").run().exit()).isEqualTo(3);
    }

    @Test
    void theWorkflowUsesTheActionsInputs() throws IOException {
        Map<?, ?> inputs = (Map<?, ?>) at(yaml("action.yml"), "inputs");
        List<?> steps = (List<?>) at(yaml("github-workflow.yml"), "jobs", "agents", "steps");
        Map<?, ?> use =
                (Map<?, ?>)
                        steps.stream()
                                .filter(
                                        step ->
                                                "./.github/agtrace"
                                                        .equals(((Map<?, ?>) step).get("uses")))
                                .findFirst()
                                .orElseThrow();

        assertThat(inputs.keySet().containsAll(((Map<?, ?>) at(use, "with")).keySet())).isTrue();
        assertThat(at(steps.getLast(), "with", "sarif_file"))
                .isEqualTo(at(inputs, "sarif", "default"));
    }

    @Test
    void gitLabsJobWritesTheReportsThatItNames() throws IOException {
        Map<?, ?> job = (Map<?, ?>) at(yaml("gitlab-ci.yml"), "agtrace");
        String script = (String) at(job, "script", 0);
        Executable gate = shell.withCommand("sh", "-ec", script);

        assertThat(gate.with("AGTRACE_TRACES", "traces").run().exit()).isZero();
        Executable.Result bad = gate.with("AGTRACE_TRACES", "bad").run();
        assertThat(bad.exit()).as(bad.err()).isEqualTo(1);
        assertThat(bad.out()).contains("message-lost");
        for (Object report : ((Map<?, ?>) at(job, "artifacts", "reports")).values()) {
            assertThat(repository.resolve((String) report)).isNotEmptyFile();
        }
    }

    @Test
    void jenkinsPipelineWritesTheReportsThatItReads() throws IOException {
        String pipeline = Files.readString(RECIPES.resolve("Jenkinsfile"));
        Matcher script = Pattern.compile("sh '(\\$AGTRACE [^']*)'").matcher(pipeline);
        assertThat(script.find()).isTrue();
        Executable gate = shell.withCommand("sh", "-xe", "-c", script.group(1));

        assertThat(gate.with("AGTRACE_TRACES", "traces").run().exit()).isZero();
        assertThat(gate.with("AGTRACE_TRACES", "bad").run().exit()).isEqualTo(1);
        Matcher report = Pattern.compile("(?:junit|pattern:) '(agtrace[^']*)'").matcher(pipeline);
        int reports = 0;
        while (report.find()) {
            reports++;
            assertThat(repository.resolve(report.group(1))).isNotEmptyFile();
        }
        assertThat(reports).isEqualTo(2);
    }
}
