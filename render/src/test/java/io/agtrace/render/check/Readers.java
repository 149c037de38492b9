package io.agtrace.render.check;

import se.bjurr.violations.lib.ViolationsLogger;

import java.util.logging.Level;

/** What the readers of reports, which build servers use, need. */
final class Readers {
    /** A reader must have nothing to complain about. */
    static final ViolationsLogger LOG =
            new ViolationsLogger() {
                @Override
                public void log(Level level, String text) {
                    if (level.intValue() >= Level.WARNING.intValue()) {
                        throw new AssertionError(text);
                    }
                }

                @Override
                public void log(Level level, String text, Throwable cause) {
                    throw new AssertionError(text, cause);
                }
            };

    private Readers() {}
}
