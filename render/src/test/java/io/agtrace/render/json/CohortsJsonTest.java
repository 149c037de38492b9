package io.agtrace.render.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import io.agtrace.analyzers.diagnosis.cohort.Cohort;
import io.agtrace.analyzers.diagnosis.cohort.Comparison;
import io.agtrace.analyzers.diagnosis.cohort.Comparison.Contrast;
import io.agtrace.analyzers.diagnosis.cohort.Feature;
import io.agtrace.analyzers.diagnosis.cohort.Feature.Kind;
import io.agtrace.analyzers.diagnosis.cohort.Side;
import io.agtrace.render.failure.CohortView;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Theme;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

class CohortsJsonTest {
    private static final Side MANY = new Side(60, 9, 0.081, 0.261, 0.15);
    private static final Side FEW = new Side(60, 3, 0.017, 0.137, 0.05);
    private static final Side LONG = new Side(8, -1, 39e9, 51e9, 47e9);
    private static final Side SHORT = new Side(112, -1, 1.9e9, 2.6e9, 2.1e9);

    private static List<Cohort> cohorts() {
        Feature escalate = new Feature(Kind.DECISION, "classifier", "esc\u001b[31malate");
        Feature version = new Feature(Kind.AGENT_VERSION, "classifier", "2.1");
        Comparison since =
                new Comparison(
                        escalate,
                        Contrast.SINCE,
                        1_772_445_600_000_000_000L,
                        version,
                        1,
                        new Side(30, 8, 0.14, 0.44, 0.267),
                        MANY,
                        FEW,
                        new Side(120, 12, 0.058, 0.167, 0.1),
                        0.0000123456789,
                        List.of("run-61"));
        Comparison slow =
                new Comparison(
                        new Feature(Kind.DURATION, "", ""),
                        Contrast.FAILING,
                        0,
                        null,
                        0,
                        null,
                        LONG,
                        SHORT,
                        SHORT,
                        0.001,
                        List.of());
        Cohort told =
                new Cohort(
                        "support",
                        "classifier",
                        List.of("classifier"),
                        120,
                        8,
                        0,
                        List.of(since, slow));
        Cohort silent = new Cohort("other", "", List.of(), 9, 0, 0, List.of());
        return List.of(told, silent);
    }

    private static String json() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CohortsJson.write(cohorts(), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<Error> errors(String document) throws IOException {
        String path = "/io/agtrace/render/schemas/find-failure-cohorts-v1.json";
        try (InputStream in =
                Objects.requireNonNull(CohortsJsonTest.class.getResourceAsStream(path))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .validate(document, InputFormat.JSON);
        }
    }

    @Test
    void followsItsSchemaOnOneLine() throws IOException {
        assertThat(errors(json())).isEmpty();
        assertThat(json()).endsWith("}\n").hasLineCount(1);
        assertThat(json())
                .contains("\"since\":\"2026-03-02T10:00:00Z\"", "\"chance\":0.0000123457")
                .contains("\"median\":4.7E+10");
        for (String changed :
                List.of(
                        json().replace("\"hits\":9", "\"hits\":-9"),
                        json().replace("\"contrast\":\"since\"", "\"contrast\":\"later\""),
                        json().replaceFirst("\"examples\":", "\"runs\":"))) {
            assertThat(errors(changed)).isNotEmpty();
        }
    }

    @Test
    void textSaysWhatDiffersAndNothingWhereNothingDoes() throws IOException {
        StringBuilder out = new StringBuilder();
        Screen screen = new Screen(80, new Theme(false, true), ZoneOffset.UTC, false);

        assertThat(new CohortView(screen).write(cohorts(), out)).isTrue();
        String text = out.toString().replaceAll("\\s+", " ");

        assertThat(text)
                .startsWith("compared 120 runs of support from classifier on, 8 of them failing")
                .contains(
                        "is chosen by classifier in 15 % (8–26 %) of runs since 2026-03-02"
                                + " 10:00:00")
                .contains("5 % (2–14 %) before; all of the surplus comes from classifier v2.1")
                .contains("such as run-61")
                .contains(
                        "time: 47.0 s in the middle failing run, 2.10 s in the middle healthy one")
                .doesNotContain("\u001b", "other");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
        assertThat(new CohortView(screen).write(cohorts().subList(1, 2), out)).isFalse();
    }
}
