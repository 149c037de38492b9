package io.agtrace.render.check;

import io.agtrace.analyzers.check.CheckTotals;
import io.agtrace.analyzers.check.CheckedRun;

import java.io.Flushable;
import java.io.IOException;

/** The gate's result for people: failing runs in full, the rest in numbers. */
public final class CheckText implements CheckWriter {
    private final Appendable out;

    public CheckText(Appendable out) {
        this.out = out;
    }

    @Override
    public void run(CheckedRun run) throws IOException {
        for (var problem : run.problems()) {
            out.append(
                    problem.status().kind()
                            + " "
                            + problem.title()
                            + " "
                            + problem.confidence()
                            + " "
                            + problem.tier()
                            + "\n");
        }
    }

    @Override
    public void end(CheckTotals totals) throws IOException {
        out.append(totals.verdict() + "\n");
        if (out instanceof Flushable buffered) {
            buffered.flush();
        }
    }
}
