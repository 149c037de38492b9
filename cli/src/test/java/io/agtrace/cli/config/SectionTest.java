package io.agtrace.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// The kinds of keys there can be, on a table like that of rules.
class SectionTest {
    private enum Switch {
        ON,
        OFF
    }

    private enum Severity {
        ERROR,
        PLAIN_NOTE
    }

    private static final Key<Switch> ENABLED =
            new Key<>("enabled", Type.choice(List.of(Switch.values())), Switch.ON, "On or off.");
    private static final Key<Severity> SEVERITY =
            new Key<>(
                    "severity",
                    Type.choice(List.of(Severity.values())),
                    Severity.ERROR,
                    "How bad.");
    private static final Key<Duration> AFTER =
            new Key<>("after", Type.length(), Duration.ofSeconds(30), "How long.");
    private static final Key<Long> TIMES = new Key<>("times", Type.whole(1, 100), 3L, "How often.");
    private static final Key<Double> SHARE =
            new Key<>("share", Type.number(0, 1), 0.5, "How much.");
    private static final Key<Boolean> STRICT = new Key<>("strict", Type.flag(), false, "Whether.");
    private static final Key<Settings> RULE =
            Key.of(
                    "hang",
                    Section.of(List.of(ENABLED, SEVERITY, AFTER, TIMES, SHARE, STRICT))
                            .orJust(ENABLED),
                    "A rule.");
    private static final Section ALL = Section.of(List.of(RULE));

    private static Settings read(String yaml) {
        YamlNode node = Objects.requireNonNull(YamlReader.read("x.yaml", yaml));
        Problems problems = new Problems();
        Settings settings = ALL.read("", node, problems);
        problems.throwIfAny();
        return Objects.requireNonNull(settings).get(RULE).value();
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(new ObjectMapper().writeValueAsString(ALL.schema()));
    }

    @Test
    void valuesAreTyped() {
        Settings rule =
                read(
                        "hang: {severity: plain-note, after: 1.5m, times: 7, share: 1e-1, strict:"
                                + " true}");
        assertThat(rule.get(SEVERITY).value()).isEqualTo(Severity.PLAIN_NOTE);
        assertThat(rule.get(AFTER).value()).isEqualTo(Duration.ofSeconds(90));
        assertThat(rule.get(TIMES).value()).isEqualTo(7);
        assertThat(rule.get(SHARE).value()).isEqualTo(0.1);
        assertThat(rule.get(STRICT).value()).isTrue();
        assertThat(rule.get(TIMES).source()).hasToString("x.yaml:1:43");
        assertThat(rule.get(ENABLED).value()).isEqualTo(Switch.ON);
        assertThat(rule.get(ENABLED).source()).isEqualTo(new Source.Default());
    }

    @Test
    void oneValueMayStandForTheSection() {
        assertThat(read("hang: off").get(ENABLED).value()).isEqualTo(Switch.OFF);
        assertThat(read("hang: off").get(ENABLED).source()).hasToString("x.yaml:1:7");
        assertThat(read("hang: {enabled: off}").get(ENABLED).value()).isEqualTo(Switch.OFF);
    }

    @Test
    void valuesThatAreSetAreGivenBackAsJson() {
        assertThat(RULE.type().json(read("hang: {after: 1.5s, enabled: off}")))
                .hasToString("{enabled=off, after=1500ms}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    hang: maybe | hang: expected one of on, off, found 'maybe'
                    hang: {severity: bad} | hang.severity: expected one of error, plain-note, found 'bad'
                    hang: {after: soon} | hang.after: expected a length of time such as 250ms, 3s, 1.5m, 2h or 7d, found 'soon'
                    hang: {after: 30} | hang.after: expected a length of time such as 250ms, 3s, 1.5m, 2h or 7d, found '30' (a number)
                    hang: {times: 0} | hang.times: expected a whole number from 1 to 100, found '0' (a number)
                    hang: {times: 1.5} | hang.times: expected a whole number from 1 to 100, found '1.5' (a number)
                    hang: {times: "7"} | hang.times: expected a whole number from 1 to 100, found '7'
                    hang: {times: [7]} | hang.times: expected a whole number from 1 to 100, found a list
                    hang: {share: 1.01} | hang.share: expected a number from 0 to 1, found '1.01' (a number)
                    hang: {share: .nan} | hang.share: expected a number from 0 to 1, found '.nan' (a number)
                    hang: {strict: yes} | hang.strict: expected true or false, found 'yes'
                    hang: {strict: 1} | hang.strict: expected true or false, found '1' (a number)
                    """)
    void wrongValuesAreRefused(String yaml, String message) throws IOException {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageEndingWith(": " + message);
        assertThat(schema().validate(yaml, InputFormat.YAML)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99", "1e999999999", "-.inf", "99999999999999999999"})
    void numbersWithoutMeasureAreRefused(String number) {
        assertThatThrownBy(() -> read("hang: {times: " + number + "}"))
                .hasMessageEndingWith("found '" + number + "' (a number)");
        assertThatThrownBy(() -> read("hang: {share: " + number + "}"))
                .hasMessageEndingWith("found '" + number + "' (a number)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hang: {}",
                "hang: \"off\"",
                "hang: {enabled: \"off\", severity: plain-note}",
                "hang: {after: 250ms, times: 100, share: 0, strict: false}",
                "hang: {times: 3.0, share: 1}"
            })
    void schemaAllowsWhatIsRead(String yaml) throws IOException {
        assertThat(read(yaml)).isNotNull();
        assertThat(schema().validate(yaml, InputFormat.YAML)).isEmpty();
    }

    @Test
    void schemaNamesDefaults() throws IOException {
        assertThat(new ObjectMapper().writeValueAsString(ALL.schema()))
                .contains("\"default\":\"30s\"", "\"default\":\"on\"", "\"default\":0.5");
    }
}
