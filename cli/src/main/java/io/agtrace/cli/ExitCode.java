package io.agtrace.cli;

/// What the process tells its caller. The numbers are a contract: scripts and build gates rely on
/// them.
public enum ExitCode {
    /// Done, and nothing found at or above the threshold.
    DONE(0),
    /// A gate found a defect.
    FINDING(1),
    /// Wrong usage or configuration.
    USAGE(2),
    /// The input could not be read, or nothing in it could be checked.
    UNREADABLE(3),
    /// The workflow, trace or span asked for is not in the input.
    NOT_FOUND(4),
    /// A defect of agtrace itself.
    INTERNAL(70),
    /// Stopped by an interrupt from the terminal.
    INTERRUPTED(130);

    private final int value;

    ExitCode(int value) {
        this.value = value;
    }

    /// The number given to the operating system, 0 to 255.
    public int value() {
        return value;
    }
}
