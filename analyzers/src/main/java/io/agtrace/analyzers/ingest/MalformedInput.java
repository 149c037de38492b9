package io.agtrace.analyzers.ingest;

import java.io.IOException;

/**
 * The input is not what its format demands at one place. The only exception, beside other {@link
 * IOException}s of the source itself, that readers throw.
 */
public final class MalformedInput extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /**
     * @param offset byte offset in the uncompressed input
     * @param reason in plain words, without a full stop
     */
    public MalformedInput(long offset, String reason) {
        super(reason);
        this.offset = offset;
    }

    public long offset() {
        return offset;
    }

    public String reason() {
        String message = getMessage();
        return message == null ? "malformed" : message;
    }

    /** Thrown once a damaged record, so the stack is not worth its cost. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
