package io.agtrace.render.check;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Passes bytes on, and knows about how many they would be compressed. */
final class GzipMeter extends FilterOutputStream {
    private final Deflater deflater = new Deflater();
    private final OutputStream compressed =
            new DeflaterOutputStream(OutputStream.nullOutputStream(), deflater);

    GzipMeter(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        compressed.write(bytes, offset, length);
    }

    /**
     * How many bytes it is by now; the compressor may hold back some ten thousand more of input
     * that it has not looked at.
     */
    long size() {
        return deflater.getBytesWritten();
    }

    /** Leaves the stream behind it open. */
    @Override
    public void close() throws IOException {
        flush();
        deflater.end();
    }
}
