package io.agtrace.analyzers.ingest.source;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * One 512-byte header of a tar archive (POSIX.1-1988 ustar, GNU tar, and the format before them).
 *
 * @param type the type flag; {@code '0'} for a regular file, also where it is written as NUL
 * @param size of the content behind the header, in bytes
 */
record TarHeader(String name, char type, long size) {
    static final int SIZE = 512;

    private static final int SIZE_AT = 124;
    private static final int CHECKSUM_AT = 148;
    private static final int TYPE_AT = 156;
    private static final int MAGIC_AT = 257;
    private static final int PREFIX_AT = 345;

    /** Whether the block's checksum is right and it names something. */
    static boolean isHeader(byte[] block) {
        if (block[0] == 0) {
            return false;
        }
        long sum = 0;
        long signed = 0;
        for (int i = 0; i < SIZE; i++) {
            byte b = i >= CHECKSUM_AT && i < CHECKSUM_AT + 8 ? (byte) ' ' : block[i];
            sum += b & 0xff;
            signed += b; // as some old programs added them up
        }
        long expected = number(block, CHECKSUM_AT, 8);
        return expected == sum || expected == signed;
    }

    /** The header in a block; null where there is none. */
    static @Nullable TarHeader of(byte[] block) {
        long size = isHeader(block) ? number(block, SIZE_AT, 12) : -1;
        if (size < 0) {
            return null;
        }
        String name = text(block, 0, 100);
        boolean posix = text(block, MAGIC_AT, 6).equals("ustar");
        String prefix = posix ? text(block, PREFIX_AT, 155) : "";
        char type = (char) (block[TYPE_AT] & 0xff);
        if (type == 0 || type == '7') {
            type = name.endsWith("/") ? '5' : '0';
        }
        return new TarHeader(prefix.isEmpty() ? name : prefix + "/" + name, type, size);
    }

    private static String text(byte[] block, int from, int length) {
        int to = from;
        while (to < from + length && block[to] != 0) {
            to++;
        }
        return new String(block, from, to - from, StandardCharsets.UTF_8);
    }

    /**
     * An octal number, or a binary one where the first bit is set (GNU); -1 where it is neither.
     */
    private static long number(byte[] block, int from, int length) {
        long value = 0;
        if (block[from] < 0) {
            for (int i = from + length - 8; i < from + length; i++) {
                value = value << 8 | block[i] & 0xff;
            }
            return value;
        }
        boolean any = false;
        for (int i = from; i < from + length; i++) {
            byte b = block[i];
            if (b >= '0' && b <= '7') {
                value = value << 3 | b - '0';
                any = true;
            } else if (any && (b == 0 || b == ' ')) {
                break;
            } else if (b != ' ') {
                return -1;
            }
        }
        return any ? value : -1;
    }
}
