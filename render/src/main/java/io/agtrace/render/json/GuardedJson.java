package io.agtrace.render.json;

import io.agtrace.render.text.LogGuard;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * JSON on its way to a log that a build server reads: in strings, an opening bracket that would
 * make a command of what stands before it (see {@link LogGuard}) is escaped. The document stays the
 * same. Outside of strings no number sign can stand.
 */
final class GuardedJson extends FilterOutputStream {
    private static final byte[] BRACKET = "\\u005b".getBytes(StandardCharsets.US_ASCII);

    /** What may stand between the signs and the bracket. */
    private static final String[] NAMES = {"", "vso", "teamcity"};

    /** Number signs directly before, and the letters behind them. */
    private int signs;

    private final StringBuilder letters = new StringBuilder();

    GuardedJson(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        if (b == '[' && isCommand()) {
            out.write(BRACKET);
        } else {
            out.write(b);
        }
        follow(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int begin = offset;
        for (int i = offset; i < offset + length; i++) {
            byte b = bytes[i];
            if (b == '[' && isCommand()) {
                out.write(bytes, begin, i - begin);
                out.write(BRACKET);
                begin = i + 1;
            }
            follow(b);
        }
        out.write(bytes, begin, offset + length - begin);
    }

    private boolean isCommand() {
        if (signs < 2) {
            return false;
        }
        for (String name : NAMES) {
            if (name.contentEquals(letters)) {
                return true;
            }
        }
        return false;
    }

    private void follow(int b) {
        if (b == '#') {
            signs = letters.isEmpty() ? signs + 1 : 1;
            letters.setLength(0);
        } else if (signs > 0) {
            int small = b | 0x20;
            if (small >= 'a' && small <= 'z' && letters.length() < 8) {
                letters.append((char) small);
            } else {
                signs = 0;
                letters.setLength(0);
            }
        }
    }
}
