package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agtrace.cli.config.Configuration;
import io.agtrace.cli.config.ConfigurationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// What agtrace.yaml does, and what is said of mistakes in it.
class ConfigurationTest {
    private static final String ONE = CliRun.sample("market-report.otlp.jsonl");
    private static final String MANY = CliRun.sample("many.otlp.jsonl");

    @TempDir Path folder;

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /// Lists a sample under a configuration.
    private CliRun.Result under(String yaml) throws IOException {
        write("agtrace.yaml", yaml);
        return CliRun.plain().in(folder).with("list", ONE);
    }

    private static void expectUsage(CliRun.Result result) {
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.out()).isEmpty();
    }

    /// Each line: what the file says, where the mistake is, and what is said of it.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    'form: x'|1:1|unknown key 'form'; the nearest is 'from'
                    'conventions:\\n  agent.nmae: x'|2:3|unknown key 'agent.nmae' in conventions; the nearest is 'agent.name'
                    'conventions:\\n  agent_name: x'|2:3|unknown key 'agent_name' in conventions; the nearest is 'agent.name'
                    'conventions:\\n  chosen: x'|2:3|unknown key 'chosen' in conventions; the nearest is 'decision.chosen'
                    'from: 7'|1:7|from: expected text, found '7' (a number)
                    'from: true'|1:7|from: expected text, found 'true' (a truth value)
                    'from:'|1:6|from: expected text, found nothing
                    'from: ~'|1:7|from: expected text, found nothing
                    'from: ""'|1:7|from: expected text, found ''
                    'from: "  "'|1:7|from: expected text, found '  '
                    'from: {a: b}'|1:7|from: expected text, found a mapping
                    'from: []'|1:7|from: the list is empty
                    'from: [a, [b]]'|1:11|from: expected text, found a list
                    'from: [a,\\n  0x1F]'|2:3|from: expected text, found '0x1F' (a number)
                    'conventions: agent.name'|1:14|conventions: expected keys with values, found text
                    'conventions:'|1:13|conventions: expected keys with values, found nothing
                    'conventions: [a]'|1:14|conventions: expected keys with values, found a list
                    'conventions:\\n  cost: 1.5'|2:9|conventions.cost: expected text, found '1.5' (a number)
                    'just words'|1:1|expected keys with values, found text
                    '- from'|1:1|expected keys with values, found a list
                    'from: a\\nfrom: b'|2:1|the key 'from' stands here twice, first in line 1
                    'conventions: {cost: a, cost: b}'|1:24|the key 'cost' stands here twice, first in line 1
                    'from: a\\n---\\nfrom: b'|2:1|a second document; the file holds one
                    'from: &a x'|1:7|an anchor (&) is not supported; write the value itself
                    'from: *a'|1:7|an alias (*) is not supported; write the value itself
                    'from: !!str 7'|1:7|a tag (!) is not supported; leave it out
                    'from: !<tag:x,2:y> {a: b}'|1:7|a tag (!) is not supported; leave it out
                    '? [a, b]\\n: c'|1:3|a key must be a word, not a list or mapping
                    '? {a: b}\\n: c'|1:3|a key must be a word, not a list or mapping
                    '<<: {from: x}'|1:1|unknown key '<<'
                    'from: [a\\nconventions: b'|2:12|not YAML: expected ',' or ']'
                    'from: "a'|1:9|not YAML: found unexpected end of stream
                    'from: a: b'|1:8|not YAML: mapping values are not allowed here
                    '\\tfrom: a'|1:1|not YAML: found character
                    'from: @a'|1:7|not YAML: found character '@' that cannot start any token
                    'from: a\\n - b: c'|2:5|not YAML: mapping values are not allowed here
                    '%YAML 3.0\\n---\\nfrom: a'|1:1|a version of YAML that is not known
                    'from: a\\n  # ok\\nx: "<BELL>"'|3:5|the character U+0007 is not allowed
                    """)
    void mistakeIsNamedWithItsPlace(String yaml, String place, String text) throws IOException {
        CliRun.Result result = under(yaml.translateEscapes().replace("<BELL>", "\u0007"));
        expectUsage(result);
        assertThat(result.err())
                .startsWith(
                        "agtrace: " + folder.resolve("agtrace.yaml") + ":" + place + ": " + text);
    }

    @Test
    void allMistakesAreNamedAtOnceWithTheKeysThereAre() throws IOException {
        CliRun.Result result = under("fron: a\nconventions:\n  cosst: b\n  cost: 3\n");
        expectUsage(result);
        assertThat(result.err().lines().map(line -> line.replaceFirst(".*yaml:", "")))
                .startsWith(
                        "1:1: unknown key 'fron'; the nearest is 'from'",
                        "3:3: unknown key 'cosst' in conventions; the nearest is 'cost'",
                        "4:9: conventions.cost: expected text, found '3' (a number)",
                        "Keys: from, conventions, rules, check.")
                .anyMatch(line -> line.startsWith("Keys of conventions: agent.name, agent.id, "))
                .contains("Put it in quotes to make it text.");
    }

    @Test
    void mistakeIsJsonWhereTheResultWouldBe() throws IOException {
        write("agtrace.yaml", "fron: a");
        CliRun.Result result = CliRun.plain().in(folder).with("list", ONE, "-o", "json");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(Json.of(result.out()).path("error").path("message").asText())
                .endsWith("agtrace.yaml:1:1: unknown key 'fron'; the nearest is 'from'");
    }

    @Test
    void mistakesCannotControlTheTerminal() throws IOException {
        CliRun.Result result = under("\"\\e[31m\\u202Efrom\\n\": a");
        expectUsage(result);
        assertThat(result.err())
                .contains("'\\x1b[31m\\u202efrom\\n'")
                .doesNotContain("\u001b", "\u202e");
        CliRun ascii = CliRun.plain().withoutUnicode().in(folder);
        assertThat(ascii.with("list", ONE).err()).matches("[\\n -~]*");
    }

    @Test
    void hostileFilesAreRefusedAtOnce() throws IOException {
        assertThat(under("a: " + "[".repeat(500_000)).err())
                .contains(":1:35: nested deeper than 32 levels");
        assertThat(under("- ".repeat(200_000)).err()).contains("nested deeper than 32 levels");
        assertThat(under("{a: ".repeat(200_000)).err()).contains("nested deeper than 32 levels");
        assertThat(under("from: [" + "a, ".repeat(200) + "a]").err())
                .contains("from: more than 100 items");
        assertThat(under("#".repeat((1 << 20) + 1)).err())
                .contains("larger than 1 MiB: not a configuration file");
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(under(bomb.toString()).err()).contains(":1:5: an anchor (&) is not supported");
        assertThat(under("x".repeat(1000) + ": a").err())
                .hasSizeLessThan(1000)
                .contains("unknown key");
        String keys = "k%d: a\n".repeat(1000).formatted((Object[]) new Integer[1000]);
        assertThat(under(keys).err().lines().count()).isLessThan(30);
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        Files.write(folder.resolve("agtrace.yaml"), "from: a\n# \u00e9".getBytes(UTF_8));
        assertThat(CliRun.plain().in(folder).with("list", ONE).code()).isEqualTo(ExitCode.DONE);
        Files.write(
                folder.resolve("agtrace.yaml"),
                new byte[] {'f', 'r', 'o', 'm', ':', ' ', 'a', '\n', '#', (byte) 0xe9, '\n'});
        CliRun.Result result = CliRun.plain().in(folder).with("list", ONE);
        expectUsage(result);
        assertThat(result.err()).contains("agtrace.yaml:2:2: not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "\uFEFFfrom: a\n", "{}", "---\nfrom: a\n...\n"})
    void theseAreNoMistakes(String yaml) throws IOException {
        CliRun.Result result = under(yaml);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
    }

    /// Whatever a file holds, it is read or a mistake is named; nothing else happens.
    @Test
    void mangledFilesAreReadOrRefused() throws IOException {
        String yaml =
                "from: [traces, \"x\\u00e9\"]\nconventions:\n  agent.name: |\n    a\n  cost: b\n";
        String letters = "[]{}:,-?&*!|>'\"%@`#\t\n \\~a0.\u0000\uFEFF\u2028\uD800";
        Random random = new Random(7);
        for (int run = 0; run < 3000; run++) {
            StringBuilder mangled = new StringBuilder(yaml);
            for (int i = random.nextInt(6); i >= 0; i--) {
                int at = random.nextInt(mangled.length());
                char letter = letters.charAt(random.nextInt(letters.length()));
                switch (random.nextInt(3)) {
                    case 0 -> mangled.setCharAt(at, letter);
                    case 1 -> mangled.insert(at, letter);
                    default -> mangled.delete(at, Math.min(mangled.length() - 1, at + 3));
                }
            }
            Files.write(folder.resolve("agtrace.yaml"), mangled.toString().getBytes(UTF_8));
            Throwable thrown =
                    catchThrowable(() -> Configuration.load(null, folder, name -> null).from());
            assertThat(thrown)
                    .as("%s", mangled)
                    .satisfiesAnyOf(
                            nothing -> assertThat(nothing).isNull(),
                            mistake ->
                                    assertThat(mistake)
                                            .isInstanceOf(ConfigurationException.class)
                                            .message()
                                            .containsPattern("^[^\\n]*agtrace.yaml:\\d+:\\d+: "));
        }
    }

    @Test
    void nearestFileUpwardCounts() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("a/b/c"));
        write("agtrace.yaml", "from: " + Path.of(ONE).toAbsolutePath());
        assertThat(CliRun.plain().in(deep).with("list").out()).contains("1 workflow\n");
        write("a/b/.agtrace.yaml", "from: " + Path.of(MANY).toAbsolutePath());
        assertThat(CliRun.plain().in(deep).with("list").out()).contains("12 workflows");
        write("a/b/agtrace.yaml", "from: " + Path.of(ONE).toAbsolutePath());
        assertThat(CliRun.plain().in(deep).with("list").out()).contains("1 workflow\n");
        Files.createDirectories(deep.resolve("agtrace.yaml"));
        assertThat(CliRun.plain().in(deep).with("list").out()).contains("1 workflow\n");
    }

    @Test
    void fileThatIsNamedCountsInsteadOfTheNearest() throws IOException {
        write("agtrace.yaml", "mistake: here");
        Path other = write("other.yaml", "from: " + Path.of(MANY).toAbsolutePath());
        Path third = write("third.yaml", "from: " + Path.of(ONE).toAbsolutePath());
        CliRun here = CliRun.plain().in(folder);
        assertThat(here.with("list").code()).isEqualTo(ExitCode.USAGE);
        assertThat(here.with("list", "--config", other.toString()).out()).contains("12 workflows");
        assertThat(here.with("list", "--config", "other.yaml").out()).contains("12 workflows");
        CliRun set = here.withVariable("AGTRACE_CONFIG", third.toString());
        assertThat(set.with("list").out()).contains("1 workflow\n");
        assertThat(set.with("list", "--config", other.toString()).out()).contains("12 workflows");
        assertThat(here.withVariable("AGTRACE_CONFIG", "").with("list").code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(here.with("list", "--config", "/dev/null", ONE).code()).isEqualTo(ExitCode.DONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "inspect", "decisions", "messages"})
    void everyCommandThatReadsTracesNamesAFileThatCannotBeRead(String command) throws IOException {
        CliRun here = CliRun.plain().in(folder);
        CliRun.Result missing = here.with(command, "--config", "no.yaml", ONE);
        expectUsage(missing);
        assertThat(missing.err())
                .isEqualTo("agtrace: " + folder.resolve("no.yaml") + ": no such file\n");
        CliRun.Result folderNamed = here.with(command, "--config", folder.toString(), ONE);
        expectUsage(folderNamed);
        assertThat(folderNamed.err()).contains(folder + ": cannot be read: ");
        CliRun.Result empty = here.with(command, "--config", "", ONE);
        expectUsage(empty);
        assertThat(empty.err()).startsWith("agtrace: --config is empty");
        CliRun.Result impossible = here.with(command, "--config", "a\u0000b", ONE);
        expectUsage(impossible);
        assertThat(impossible.err()).contains("not a possible file name");
    }

    @Test
    void usualPlacesAreRelativeToTheFile() throws IOException {
        Files.createDirectories(folder.resolve("a/traces"));
        Files.copy(Path.of(ONE), folder.resolve("a/traces/one.jsonl"));
        Files.copy(Path.of(MANY), folder.resolve("many.jsonl"));
        Path deep = Files.createDirectories(folder.resolve("a/b/c"));
        CliRun here = CliRun.plain().in(deep).withVariable("HOME", folder.toString());
        write("a/agtrace.yaml", "from: traces");
        assertThat(here.with("list").out()).contains("1 workflow\n");
        write("a/agtrace.yaml", "from: [traces/*.jsonl, ../many.jsonl]");
        assertThat(here.with("list").out()).contains("13 workflows");
        write("a/agtrace.yaml", "from: ~/many.jsonl");
        assertThat(here.with("list").out()).contains("12 workflows");
        write("a/agtrace.yaml", "from: '-'");
        assertThat(here.withInput(Files.readAllBytes(Path.of(ONE))).with("list").out())
                .contains("1 workflow\n");
        write("a/agtrace.yaml", "from: nowhere");
        CliRun.Result nowhere = here.with("list");
        assertThat(nowhere.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(nowhere.err()).contains(folder.resolve("a/nowhere") + ": no such file");
    }

    @Test
    void whatIsNamedCountsBeforeWhatIsUsual() throws IOException {
        write("agtrace.yaml", "from: " + Path.of(ONE).toAbsolutePath());
        CliRun here = CliRun.plain().in(folder).withTerminals("0");
        assertThat(here.with("list").out()).contains("1 workflow\n");
        assertThat(here.with("list", MANY).out()).contains("12 workflows");
        assertThat(here.with("list", "--from", MANY).out()).contains("12 workflows");
        CliRun set = here.withVariable("AGTRACE_FROM", MANY);
        assertThat(set.with("list").out()).contains("12 workflows");
        assertThat(set.with("list", "--from", ONE).out()).contains("1 workflow\n");
        CliRun.Result blank = here.withVariable("AGTRACE_FROM", " ").with("list");
        expectUsage(blank);
        assertThat(blank.err()).startsWith("agtrace: AGTRACE_FROM: from: expected text, found ' '");
    }

    @Test
    void ownStoreIsReadWhereNothingElseIsSaid() throws IOException {
        Path store = Files.createDirectories(folder.resolve("data/agtrace"));
        CliRun keyboard =
                CliRun.plain()
                        .in(folder)
                        .withTerminals("0")
                        .withVariable("XDG_DATA_HOME", folder.resolve("data").toString());
        CliRun.Result nothing = keyboard.with("list");
        expectUsage(nothing);
        assertThat(nothing.err())
                .startsWith("agtrace: no input: name a trace file")
                .contains("AGTRACE_FROM", "'from' in agtrace.yaml", "put traces into " + store);
        Files.copy(Path.of(MANY), store.resolve("many.jsonl"));
        assertThat(keyboard.with("list").out()).contains("12 workflows");
        CliRun script = keyboard.withTerminals("");
        assertThat(script.with("list").out()).contains("12 workflows");
        CliRun piped = script.withInput(Files.readAllBytes(Path.of(ONE)));
        assertThat(piped.with("list").out()).contains("1 workflow\n");
        write("agtrace.yaml", "from: " + Path.of(ONE).toAbsolutePath());
        assertThat(script.with("list").out()).contains("1 workflow\n");
    }

    @Test
    void ownStoreIsInTheHomeDirectoryUnlessSaidOtherwise() throws IOException {
        Path store = Files.createDirectories(folder.resolve(".local/share/agtrace"));
        Files.copy(Path.of(MANY), store.resolve("many.jsonl"));
        CliRun home = CliRun.plain().in(folder).withVariable("HOME", folder.toString());
        assertThat(home.with("list").out()).contains("12 workflows");
        assertThat(home.withVariable("XDG_DATA_HOME", "not/absolute").with("list").out())
                .contains("12 workflows");
        assertThat(home.withVariable("XDG_DATA_HOME", "/nowhere").with("list").code())
                .isEqualTo(ExitCode.UNREADABLE);
    }

    /// A run told in words of its own: nothing in it is known without the mapping.
    private String ownWords() throws IOException {
        List<String> spans =
                List.of(
                        span(1, 0, "job", 0, 20, ""),
                        span(
                                2,
                                1,
                                "step 1",
                                0,
                                4,
                                "acme.who=planner",
                                "acme.said=Price of copper?"),
                        span(3, 2, "pick", 3, 4, "acme.pick=researcher", "acme.why=needs a price"),
                        span(
                                4,
                                1,
                                "step 2",
                                4,
                                12,
                                "acme.who=researcher",
                                "acme.got=Price of copper?"),
                        span(5, 1, "step 3", 12, 20, "acme.writer=writer"));
        return write(
                        "own.json",
                        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":["
                                + String.join(",", spans)
                                + "]}]}]}")
                .toString();
    }

    private static String span(
            int id, int parent, String name, int start, int end, String... attributes) {
        StringBuilder json = new StringBuilder("{\"traceId\":\"" + "4".repeat(32) + "\"");
        json.append(",\"spanId\":\"%016x\"".formatted(id));
        json.append(parent == 0 ? "" : ",\"parentSpanId\":\"%016x\"".formatted(parent));
        json.append(",\"name\":\"").append(name).append("\",\"kind\":1");
        json.append(
                ",\"startTimeUnixNano\":\"%d\""
                        .formatted((1_772_438_400L + start) * 1_000_000_000));
        json.append(
                ",\"endTimeUnixNano\":\"%d\"".formatted((1_772_438_400L + end) * 1_000_000_000));
        json.append(",\"attributes\":[");
        String before = "";
        for (String attribute : attributes) {
            if (!attribute.isEmpty()) {
                String[] pair = attribute.split("=", 2);
                json.append(before)
                        .append(
                                "{\"key\":\"%s\",\"value\":{\"stringValue\":\"%s\"}}"
                                        .formatted(pair[0], pair[1]));
                before = ",";
            }
        }
        return json.append("]}").toString();
    }

    @Test
    void ownAttributeNamesMakeAgentsDecisionsAndMessagesKnown() throws IOException {
        String file = ownWords();
        CliRun here = CliRun.plain().in(folder);
        String unknown = here.with("inspect", file, "--view", "agents,decisions,messages").out();
        assertThat(unknown).contains("agents    none", "decisions none", "messages  none");
        assertThat(here.with("list", file, "-o", "json").out()).doesNotContain("planner");

        write(
                "agtrace.yaml",
                """
                conventions:
                  agent.name: [acme.who, acme.writer]
                  input: acme.got
                  output: acme.said
                  decision.chosen: acme.pick
                  decision.reason: acme.why
                """);
        String known = here.with("inspect", file, "--view", "agents,decisions,messages").out();
        assertThat(known)
                .contains("agents    planner, researcher, writer", "agents    3 in 3 stays")
                .contains("decisions 1: 1 stated, 0 inferred")
                .containsPattern("planner → researcher +because \"needs a price\" +✓")
                .containsPattern("planner → researcher +handoff +\"Price of copper\\?\"");
        assertThat(
                        Json.texts(
                                Json.of(here.with("list", file, "-o", "json").out())
                                        .path("workflows")
                                        .path(0)
                                        .path("agents")))
                .containsExactly("planner", "researcher", "writer");
        assertThat(here.with("decisions", file).out()).contains("needs a price");
        assertThat(here.with("decisions", file, "-o", "jsonl").out()).contains("needs a price");
        assertThat(here.with("decisions", file, "-o", "audit").out()).contains("needs a price");
        assertThat(here.with("decisions", file, "-o", "mermaid").out()).contains("researcher");
        assertThat(here.with("messages", file).out()).contains("Price of copper?");
        assertThat(here.with("messages", file, "-o", "json").out()).contains("Price of copper?");
        assertThat(here.with("messages", file, "-o", "mermaid").out()).contains("Price of copper?");
        assertThat(here.with("inspect", file, "-o", "json").out()).contains("needs a price");
    }

    @Test
    void ownNamesWinOverTheKnownOnesInTheirOrder() throws IOException {
        String span =
                span(
                        1,
                        0,
                        "invoke_agent x",
                        0,
                        1,
                        "gen_ai.agent.name=known",
                        "b=second",
                        "a=first");
        String file =
                write(
                                "t.json",
                                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":["
                                        + span
                                        + "]}]}]}")
                        .toString();
        CliRun here = CliRun.plain().in(folder);
        assertThat(here.with("inspect", file).out()).contains("agents    known");
        write("agtrace.yaml", "conventions: {agent.name: [a, b]}");
        assertThat(here.with("inspect", file).out()).contains("agents    first");
        write("agtrace.yaml", "conventions: {agent.name: [b, a]}");
        assertThat(here.with("inspect", file).out()).contains("agents    second");
        write("agtrace.yaml", "conventions: {agent.name: not.there}");
        assertThat(here.with("inspect", file).out()).contains("agents    known");
    }
}
