package io.agtrace.cli;

import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.render.failure.RulesText;
import io.agtrace.render.json.RulesJson;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Theme;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code agtrace rules}: what is checked. */
@Command(
        name = "rules",
        description = "List the rules by which runs are checked.",
        mixinStandardHelpOptions = true,
        subcommands = RulesExplainCommand.class)
final class RulesCommand implements Callable<Integer> {
    @ParentCommand Agtrace agtrace;

    @Mixin OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException {
        Environment environment = agtrace.environment();
        List<RuleInfo> rules = RuleIds.all();
        switch (output.form()) {
            case json -> RulesJson.write(rules, environment.out());
            case jsonl -> RulesJson.writeLines(rules, environment.out());
            case text -> {
                StringBuilder text = new StringBuilder();
                new RulesText(screen(output, environment)).write(rules, text);
                Pager.show(text.toString(), environment, !output.noPager);
            }
        }
        environment.out().flush();
        return ExitCode.DONE.value();
    }

    static Screen screen(DisplayOptions display, Environment environment) {
        Theme theme = new Theme(display.colour(environment), display.unicode(environment));
        return new Screen(
                display.columns(environment),
                theme,
                environment.zone(),
                environment.outputIsTerminal());
    }
}
