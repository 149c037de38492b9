package io.agtrace.cli.completion;

/// The shells there is a script for, by the names users type.
enum Shell {
    bash,
    zsh,
    fish;

    ShellScript script() {
        return switch (this) {
            case bash -> new BashScript();
            case zsh -> new ZshScript();
            case fish -> new FishScript();
        };
    }
}
