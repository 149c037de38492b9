package io.agtrace.render.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.render.Golden;
import io.agtrace.render.HostileText;

import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class CheckTapTest {
    private static final Pattern POINT =
            Pattern.compile("(not )?ok (\\d+) - ([^#]*?)(?: # (SKIP|TODO) ([^#]*))?");

    /** A strict reader: every line must be what the protocol says may stand there. */
    private static final class Reader {
        private final List<String> lines;
        private int at;

        Reader(String stream) {
            lines = stream.lines().toList();
        }

        boolean read() {
            assertThat(lines.get(at)).isEqualTo("TAP version 14");
            at++;
            boolean ok = points("", true);
            assertThat(at).isEqualTo(lines.size());
            return ok;
        }

        private boolean points(String indent, boolean top) {
            int count = 0;
            boolean ok = true;
            Boolean inner = null;
            while (true) {
                assertThat(at).isLessThan(lines.size());
                assertThat(lines.get(at)).startsWith(indent);
                String line = lines.get(at).substring(indent.length());
                at++;
                if (line.startsWith("# Subtest: ")) {
                    assertThat(top).isTrue();
                    inner = points(indent + "    ", false);
                    continue;
                }
                if (line.startsWith("1..")) {
                    assertThat(line).isEqualTo("1.." + count);
                    return ok;
                }
                Matcher point = POINT.matcher(line);
                assertThat(point.matches()).as(line).isTrue();
                count++;
                assertThat(point.group(2)).isEqualTo(Integer.toString(count));
                boolean good = point.group(1) == null;
                if (inner != null) {
                    assertThat(good).isEqualTo(inner);
                    inner = null;
                }
                ok &= good || point.group(4) != null;
                yaml(indent + "  ");
            }
        }

        private void yaml(String indent) {
            if (at == lines.size() || !lines.get(at).equals(indent + "---")) {
                return;
            }
            List<String> block = new ArrayList<>();
            at++;
            while (!lines.get(at).equals(indent + "...")) {
                assertThat(lines.get(at)).startsWith(indent);
                block.add(lines.get(at).substring(indent.length()));
                at++;
            }
            at++;
            Object read =
                    new Load(LoadSettings.builder().build())
                            .loadFromString(String.join("\n", block));
            assertThat(read).asString().startsWith("{problems=[{title=");
        }
    }

    @Test
    void looksAsItDidAndFollowsTheProtocol() throws IOException {
        String stream = Checks.mixed(CheckFormat.TAP);
        Golden.check("check.tap", stream);
        assertThat(new Reader(stream).read()).isFalse();
    }

    @Test
    void whatSawNothingFails() throws IOException {
        assertThat(new Reader(Checks.nothing(CheckFormat.TAP)).read()).isFalse();
    }

    @Test
    void whatOnlyTheBaselineKnowsDoesNotFail() throws IOException {
        Problem known = Checks.problem("message-lost", "w", Kind.KNOWN, "0000000000000001");
        List<CheckedRun> runs = List.of(Checks.run("w", "w", List.of(known), List.of()));
        CheckSetup setup = Checks.setup(80, Checks.PLAIN, false);
        String stream = Checks.write(CheckFormat.TAP, setup, runs, Checks.plainTotals(runs));
        assertThat(stream).contains("not ok 1 - message-lost # TODO known from the baseline\n");
        assertThat(new Reader(stream).read()).isTrue();
    }

    @Test
    void noTextOfATraceBreaksTheStream() throws IOException {
        Random random = new Random(23);
        for (int i = 0; i < 100; i++) {
            String text = HostileText.text(random) + " # TODO " + Checks.HOSTILE;
            Problem plain = Checks.problem("error", "w", Kind.FAILS, "0000000000000001");
            List<Problem> problems = List.of(Checks.hostile(plain, text));
            List<CheckedRun> runs = List.of(Checks.run(text, text + "n", problems, List.of()));
            CheckSetup setup = Checks.setup(80, Checks.PLAIN, true);
            String stream = Checks.write(CheckFormat.TAP, setup, runs, Checks.plainTotals(runs));
            assertThat(new Reader(stream).read()).isFalse();
        }
    }
}
