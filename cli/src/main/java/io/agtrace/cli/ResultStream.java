package io.agtrace.cli;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output that remembers why it could not be written, which a {@link PrintStream} forgets:
 * a result that is lost must not look like success.
 */
final class ResultStream extends PrintStream {
    private static final int BUFFER = 1 << 16;

    private final Target target;

    ResultStream(OutputStream out) {
        this(new Target(out));
    }

    private ResultStream(Target target) {
        super(new BufferedOutputStream(target, BUFFER), false, StandardCharsets.UTF_8);
        this.target = target;
    }

    /** Why output was lost; null where none was, or where the reader had left before its end. */
    @Nullable String loss() {
        flush();
        IOException failure = target.failure;
        String reason = failure == null ? null : String.valueOf(failure.getMessage());
        return reason == null || reason.contains("Broken pipe") ? null : reason;
    }

    private static final class Target extends FilterOutputStream {
        private @Nullable IOException failure;

        Target(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
