package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What people see, at the widths they have, with and without colour, and where only ASCII works.
class GoldenTest {

    @ParameterizedTest
    @CsvSource({
        "list, 80", "list, 120", "list, 200",
        "inspect, 80", "inspect, 120", "inspect, 200",
        "inspect-failed, 80", "inspect-failed, 120", "inspect-failed, 200"
    })
    void looksAsItDid(String view, int width) {
        String plain = show(view, width, "--color=never");
        String coloured = show(view, width, "--color=always");
        String ascii = show(view, width, "--color=never", "--ascii");

        assertThat(plain).doesNotContain("\u001b");
        assertThat(withoutColour(coloured)).isEqualTo(plain);
        assertThat(ascii).matches("[ -~\n]*");
        assertThat(ascii.lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));

        Golden.check(view + "-" + width + ".txt", plain);
        Golden.check(view + "-" + width + "-colour.txt", coloured);
        Golden.check(view + "-" + width + "-ascii.txt", ascii);
    }

    private static String show(String view, int width, String... options) {
        List<String> arguments =
                switch (view) {
                    case "list" -> List.of("list", CliRun.sample("many.otlp.jsonl"));
                    case "inspect" -> List.of("inspect", CliRun.sample("market-report.otlp.jsonl"));
                    default ->
                            List.of("inspect", CliRun.sample("many.otlp.jsonl"), "-w", "wf-31-0");
                };
        List<String> all = new ArrayList<>(arguments);
        all.add("--width=" + width);
        all.addAll(List.of(options));
        CliRun.Result result = CliRun.run(all.toArray(String[]::new));
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(Stream.of(result.out().split("\n", -1)).filter(line -> line.endsWith(" ")))
                .as("lines with blanks at their ends")
                .isEmpty();
        return result.out();
    }

    private static String withoutColour(String text) {
        return text.replaceAll("\u001b\\[[0-9;]*m", "");
    }
}
