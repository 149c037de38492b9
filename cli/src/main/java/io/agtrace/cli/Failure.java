package io.agtrace.cli;

/**
 * A command can't do what it was asked for, and the user can do something about it. The message
 * names what is wrong; the hint, which may be empty, what to do.
 */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String hint;

    Failure(ExitCode exitCode, String message, String hint) {
        super(message);
        this.exitCode = exitCode;
        this.hint = hint;
    }

    ExitCode exitCode() {
        return exitCode;
    }

    String hint() {
        return hint;
    }

    String text() {
        String message = getMessage();
        return message == null ? "failed" : message;
    }
}
