package io.agtrace.cli;

import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.RulePages;
import io.agtrace.render.failure.PageText;
import io.agtrace.render.text.Screen;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

/** {@code agtrace rules explain}: the page of a rule. */
@Command(
        name = "explain",
        description = "Explain a rule: what it means, how it is told, what to do.",
        mixinStandardHelpOptions = true)
final class RulesExplainCommand implements Callable<Integer> {
    /** The forms of a page. */
    enum Form {
        text,
        markdown
    }

    @ParentCommand RulesCommand rules;

    @Parameters(paramLabel = "ID", description = "The rule's id, such as stale-context.")
    String id;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "Form of the page: ${COMPLETION-CANDIDATES} (default: text).")
    Form form = Form.text;

    @Mixin DisplayOptions display = new DisplayOptions();

    @Override
    public Integer call() throws IOException {
        Environment environment = rules.agtrace.environment();
        RuleInfo rule = RuleIds.require("ID", id, RuleIds.all());
        String page = RulePages.of(rule);
        if (form == Form.markdown && page != null) {
            environment.out().write(page.getBytes(StandardCharsets.UTF_8));
        } else {
            StringBuilder text = new StringBuilder();
            Screen screen = RulesCommand.screen(display, environment);
            if (page == null) {
                PageText.write(rule, screen, text);
            } else {
                PageText.write(rule, page, screen, text);
            }
            Pager.show(text.toString(), environment, !display.noPager);
        }
        environment.out().flush();
        return ExitCode.DONE.value();
    }
}
