package io.agtrace.cli.completion;

/// Writes completion scripts in the language of one shell.
sealed interface ShellScript permits BashScript, ZshScript, FishScript {
    /// The whole script, which begins with how to install it and ends with a line feed.
    String of(CommandTree root);
}
