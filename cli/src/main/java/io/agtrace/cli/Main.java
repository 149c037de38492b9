package io.agtrace.cli;

/**
 * The entry point of the program. Apart from {@link Agtrace}, so that what is asked for most, the
 * version, loads no command.
 */
final class Main {
    private Main() {}

    /** Runs the command line and ends the process with an {@link ExitCode}. */
    public static void main(String[] args) {
        Environment environment = Environment.ofProcess();
        int code = run(environment, args);
        environment.out().flush();
        if (environment.out() instanceof ResultStream result && result.loss() != null) {
            environment.err().println("agtrace: the result cannot be written: " + result.loss());
            code = Math.max(code, ExitCode.UNREADABLE.value());
        }
        environment.err().flush();
        if (code != 0) { // Exiting looks for a log to write to; an end does not.
            System.exit(code);
        }
    }

    /** Runs one command line and gives the code to exit with. */
    static int run(Environment environment, String... args) {
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
            environment.out().println("agtrace " + Version.NUMBER); // as picocli does
            return ExitCode.DONE.value();
        }
        return Agtrace.run(environment, args);
    }
}
