package io.agtrace.cli.completion;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The completion system of zsh works at a terminal only, so a zsh in a pseudo-terminal completes
/// when its first prompt comes, and writes to a file what it would show.
class ZshScriptTest extends ShellContract {
    private static final String TERMINAL =
            """
            zmodload zsh/zpty
            zpty terminal zsh -d -i
            while zpty -r terminal output; do :; done
            cat offers
            """;

    private static final String SETTINGS =
            """
            fpath=($PWD $fpath)
            autoload -Uz compinit
            compinit -D -u

            compadd() {
                local argument
                for argument; do
                    case $argument in
                    (-|--) break ;;
                    (-[OAD]*) builtin compadd "$@"; return ;;
                    esac
                done
                local -a offers
                builtin compadd -O offers "$@"
                (( ! $#offers )) || print -rl -- $IPREFIX$^offers >>offers
                builtin compadd "$@"
            }

            complete-line() {
                _main_complete
                compstate[insert]='' compstate[list]=''
            }
            zle -C complete-line complete-word complete-line

            zle-line-init() {
                local line
                while IFS= read -r line; do
                    BUFFER=$line CURSOR=$#line
                    zle complete-line
                    print >>offers
                done <lines
                exit
            }
            zle -N zle-line-init
            """;

    ZshScriptTest() {
        super(Shell.zsh);
    }

    @Override
    List<List<String>> complete(Path script, List<String> lines) throws Exception {
        Files.write(folder.resolve("lines"), lines);
        Path settings = Files.createDirectories(folder.resolve(".settings"));
        Files.writeString(settings.resolve(".zshrc"), SETTINGS);
        return run("zsh", "-f", "-c", TERMINAL);
    }
}
