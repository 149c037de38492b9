package io.agtrace.render.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.render.Golden;
import io.agtrace.render.HostileText;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import se.bjurr.violations.lib.model.Violation;
import se.bjurr.violations.lib.parsers.JUnitParser;

import java.io.StringReader;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;

class CheckJUnitTest {
    /** Throws where the report is not what readers of such reports have in common. */
    private static Document read(String report) throws Exception {
        SchemaFactory.newDefaultInstance()
                .newSchema(
                        new StreamSource(
                                Objects.requireNonNull(
                                        CheckJUnitTest.class.getResourceAsStream(
                                                "/junit-common.xsd"))))
                .newValidator()
                .validate(new StreamSource(new StringReader(report)));
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(report)));
    }

    @Test
    void looksAsItDidAndFollowsTheCommonSchema() throws Exception {
        String report = Checks.mixed(CheckFormat.JUNIT);
        Golden.check("check-junit.xml", report);
        read(report);
    }

    @Test
    void suitesCountTheirCases() throws Exception {
        NodeList suites = read(Checks.mixed(CheckFormat.JUNIT)).getElementsByTagName("testsuite");
        assertThat(suites.getLength()).isEqualTo(6);
        for (int i = 0; i < suites.getLength(); i++) {
            Element suite = (Element) suites.item(i);
            assertThat(suite.getAttribute("tests")).isEqualTo(count(suite, "testcase"));
            assertThat(suite.getAttribute("failures")).isEqualTo(count(suite, "failure"));
            assertThat(suite.getAttribute("errors")).isEqualTo(count(suite, "error"));
            assertThat(suite.getAttribute("skipped")).isEqualTo(count(suite, "skipped"));
        }
    }

    private static String count(Element suite, String element) {
        return Integer.toString(suite.getElementsByTagName(element).getLength());
    }

    @Test
    void aReaderOfReportsFindsWhatFails() throws Exception {
        String report = Checks.mixed(CheckFormat.JUNIT);
        Set<Violation> read = new JUnitParser().parseReportOutput(report, Readers.LOG);
        assertThat(read)
                .anySatisfy(
                        each ->
                                assertThat(each.getMessage())
                                        .contains("stale-context at writer←researcher"));
    }

    @Test
    void whatSawNothingIsAnErrorAndItsRulesAreSkipped() throws Exception {
        String report = Checks.nothing(CheckFormat.JUNIT);
        Document document = read(report);
        assertThat(document.getElementsByTagName("error").getLength()).isEqualTo(1);
        assertThat(document.getElementsByTagName("skipped").getLength()).isEqualTo(5);
        assertThat(report).contains("nothing was checked: no agent");
    }

    @Test
    void noTextOfATraceBreaksTheReport() throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            String text = HostileText.text(random) + Checks.HOSTILE;
            Problem plain = Checks.problem("error", "w", Kind.FAILS, "0000000000000001");
            List<Problem> problems = List.of(Checks.hostile(plain, text));
            List<CheckedRun> runs = List.of(Checks.run(text, text + "n", problems, List.of()));
            CheckSetup setup = Checks.setup(80, Checks.PLAIN, true);
            String report = Checks.write(CheckFormat.JUNIT, setup, runs, Checks.plainTotals(runs));
            assertThat(read(report).getElementsByTagName("failure").getLength()).isEqualTo(1);
        }
    }
}
