package io.agtrace.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class BashScriptTest extends ShellContract {
    /// Completes $1 as readline would ask for it, $2 being the text it would replace and the rest
    /// the words. What readline itself does with files is left to compgen.
    private static final String DRIVER =
            """
            set -u
            source "$1"
            compopt() { [[ $* == '-o default' ]] && readline=1; }
            try() {
                local COMP_LINE=$1 COMP_POINT=${#1} part=$2 readline='' word reply
                shift 2
                local COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
                _agtrace agtrace "$part" "${COMP_WORDS[COMP_CWORD - 1]}"
                [[ -z $readline ]] || COMPREPLY=($(compgen -f -- "$part"))
                word=${COMP_LINE##* }
                for reply in ${COMPREPLY[@]+"${COMPREPLY[@]}"}; do
                    printf '%s\\n' "${word%"$part"}$reply"
                done
                echo
            }
            """;

    BashScriptTest() {
        super(Shell.bash);
    }

    @Override
    List<List<String>> complete(Path script, List<String> lines) throws Exception {
        List<List<String>> modern = complete(script, lines, true);
        assertThat(complete(script, lines, false)).as("as in bash 3.2").isEqualTo(modern);
        return modern;
    }

    /// @param broken whether words are broken at `=`, as bash does since 4.0
    private List<List<String>> complete(Path script, List<String> lines, boolean broken)
            throws IOException, InterruptedException {
        StringBuilder driver = new StringBuilder(DRIVER);
        for (String line : lines) {
            List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
            String last = words.getLast();
            int equals = last.indexOf('=');
            String replaced = last.substring(equals + 1);
            if (broken && equals >= 0) {
                words.removeLast();
                words.addAll(List.of(last.substring(0, equals), "="));
                if (!replaced.isEmpty()) {
                    words.add(replaced);
                }
            }
            driver.append("try '").append(line).append("' '").append(replaced).append('\'');
            words.forEach(word -> driver.append(" '").append(word).append('\''));
            driver.append('\n');
        }
        Path file = folder.resolve("driver.bash");
        Files.writeString(file, driver);
        return run("bash", "--norc", "--noprofile", file.toString(), script.toString());
    }

    @Test
    void leavesFilesToReadlineWhereCompoptIsMissing() throws Exception {
        Path script = folder.resolve("agtrace.bash");
        Files.writeString(script, Shell.bash.script().of(CommandTree.of(Sample.spec())));
        String modern = "source \"$0\"; complete -p agtrace; echo";
        assertThat(run("bash", "-c", modern, script.toString()))
                .containsExactly(List.of("complete -F _agtrace agtrace"));
        assertThat(run("bash", "-c", "enable -n compopt; " + modern, script.toString()))
                .containsExactly(List.of("complete -o default -F _agtrace agtrace"));
    }
}
