package io.agtrace.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

/** How results look; the same for every command. */
class DisplayOptions {
    /** When to do something that only suits a terminal. */
    enum When {
        auto,
        always,
        never
    }

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description =
                    "Use colour: ${COMPLETION-CANDIDATES} (default: auto; NO_COLOR, CLICOLOR_FORCE"
                            + " and CLICOLOR are respected).")
    When color = When.auto;

    @Option(
            names = "--width",
            paramLabel = "COLUMNS",
            description = "Width of text output (default: the terminal's, 100 without one).")
    @Nullable Integer width;

    @Option(names = "--ascii", description = "Draw with ASCII characters only.")
    boolean ascii;

    @Option(names = "--no-pager", description = "Do not page long output on a terminal.")
    boolean noPager;

    @Option(
            names = {"-v", "--verbose"},
            description = "Say on standard error what was read, and where damage was found.")
    boolean verbose;

    final boolean colour(Environment environment) {
        return switch (color) {
            case always -> true;
            case never -> false;
            case auto -> environment.colour();
        };
    }

    final int columns(Environment environment) {
        if (width == null) {
            return environment.columns();
        }
        if (width < 40) {
            throw new Failure(ExitCode.USAGE, "--width must be at least 40", "");
        }
        return width;
    }

    final boolean unicode(Environment environment) {
        return !ascii && environment.unicode();
    }
}
