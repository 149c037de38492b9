package io.agtrace.analyzers.ingest.source;

import io.agtrace.analyzers.ingest.IngestReport;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** Reads zip from its local headers, so that it need not be a file. */
final class ZipArchive implements Archive {
    private final Tap tap;
    private final ZipInputStream zip;
    private boolean any;

    ZipArchive(InputStream in) {
        // Latin 1 maps each byte to a character, so names without a declared encoding survive.
        this.tap = new Tap(in);
        this.zip = new ZipInputStream(tap, StandardCharsets.ISO_8859_1);
    }

    @Override
    public @Nullable Member next(String name, IngestReport report) throws IOException {
        try {
            for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
                any = true;
                if (!entry.isDirectory()) {
                    return new Member(path(entry.getName()), new Content());
                }
            }
            if (any && tap.ended) {
                throw new EOFException(); // the directory behind the files is missing
            }
            return null;
        } catch (ZipException e) {
            throw new EOFException(reason(e));
        } catch (EOFException e) {
            throw new EOFException("the archive ends early");
        } catch (IllegalArgumentException e) {
            throw new EOFException("a name in the zip archive is damaged");
        }
    }

    private static String reason(ZipException e) {
        String message = e.getMessage();
        return "the zip archive cannot be read further"
                + (message == null ? "" : " (" + message + ")");
    }

    private static String path(String name) {
        byte[] bytes = new byte[name.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = name.charAt(i);
            if (c > 0xff) {
                return name;
            }
            bytes[i] = (byte) c;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return name;
        }
    }

    /** Notices whether someone has tried to read behind the end. */
    private static final class Tap extends FilterInputStream {
        private boolean ended;

        Tap(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            ended |= b < 0;
            return b;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int count = super.read(into, from, length);
            ended |= count < 0;
            return count;
        }
    }

    /** The content of the entry that is open. */
    private final class Content extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            try {
                return zip.read(into, from, length);
            } catch (ZipException e) {
                throw new EOFException(reason(e));
            } catch (EOFException e) {
                throw new EOFException("the archive ends early");
            }
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
