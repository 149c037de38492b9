package io.agtrace.render.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.rules.NotChecked;
import io.agtrace.render.HostileText;
import io.agtrace.render.RunnerLog;
import io.agtrace.render.RunnerLog.Command;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Every form may go to standard output, and that is a log which a build server reads. */
class CheckLogTest {
    private static final List<String> COMMANDS =
            List.of(
                    "::error::x",
                    "\u3000::add-mask::agtrace",
                    "\n\u00a0::stop-commands::x",
                    "##[error]x",
                    "a##[add-path]/tmp",
                    "##vso[task.complete result=Succeeded]x",
                    "##teamcity[buildStop comment='x']",
                    "%0A::error::x",
                    "\r\n::set-output name=a::b",
                    "\u2028::error::x\u0085::error::x");

    private static List<CheckedRun> runs(Random random, int turn) {
        String command = COMMANDS.get(turn % COMMANDS.size());
        String text = command + HostileText.text(random) + command;
        List<Problem> problems = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            String fingerprint = String.format("%016x", problems.size());
            problems.add(Checks.hostile(Checks.problem("error", "w", kind, fingerprint), text));
        }
        List<NotChecked> notChecked = List.of(new NotChecked("hang", 2, text + "s", text));
        return List.of(
                Checks.run(text, text + "n", problems, notChecked),
                Checks.run(command, command, List.of(), notChecked));
    }

    @ParameterizedTest
    @EnumSource
    void noTextOfATraceCommandsTheBuildServer(CheckFormat format) throws IOException {
        Random random = new Random(41);
        for (int i = 0; i < 60; i++) {
            List<CheckedRun> runs = runs(random, i);
            CheckSetup setup = Checks.setup(40 + random.nextInt(100), Checks.PLAIN, true);
            String log = Checks.write(format, setup, runs, Checks.totals(runs));
            List<Command> commands = RunnerLog.commands(log);
            if (format == CheckFormat.GITHUB) {
                assertThat(commands)
                        .hasSize(6)
                        .allMatch(
                                each ->
                                        List.of("error", "warning", "notice")
                                                .contains(each.name()));
                continue;
            }
            assertThat(commands).as(log).isEmpty();
            assertThat(log).doesNotContainPattern("(?i)##(vso|teamcity)?\\[");
        }
    }
}
