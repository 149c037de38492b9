package io.agtrace.render.check;

import io.agtrace.analyzers.check.CheckTotals;
import io.agtrace.analyzers.check.CheckedRun;

import java.io.IOException;

/**
 * Writes the gate's result in one form. Runs come one after the other, in the order of the result;
 * a writer keeps no more of them than its form needs.
 */
public interface CheckWriter {
    void run(CheckedRun run) throws IOException;

    /** After the last run; the result is whole then. */
    void end(CheckTotals totals) throws IOException;
}
