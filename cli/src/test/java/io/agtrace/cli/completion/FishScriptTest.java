package io.agtrace.cli.completion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class FishScriptTest extends ShellContract {
    private static final String DRIVER =
            """
            source $argv[1]
            for line in $argv[2..-1]
                complete -C $line | string replace -r '\\t.*' ''
                echo
            end
            """;

    FishScriptTest() {
        super(Shell.fish);
    }

    @Override
    List<List<String>> complete(Path script, List<String> lines) throws Exception {
        List<String> command = new ArrayList<>(List.of("fish", "-c", DRIVER, script.toString()));
        command.addAll(lines);
        return run(command.toArray(String[]::new));
    }
}
