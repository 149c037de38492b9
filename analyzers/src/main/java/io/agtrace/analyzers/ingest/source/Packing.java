package io.agtrace.analyzers.ingest.source;

import java.util.Arrays;

/** How bytes are packed, told from their beginning. */
enum Packing {
    NONE,
    GZIP,
    ZSTD,
    ZIP,
    TAR;

    /** How many bytes are looked at: a tar archive's first header. */
    static final int LOOKED_AT = TarHeader.SIZE;

    boolean isArchive() {
        return this == ZIP || this == TAR;
    }

    static Packing of(byte[] head) {
        if (starts(head, 0x1f, 0x8b, 0x08)) {
            return GZIP;
        }
        if (starts(head, 0x28, 0xb5, 0x2f, 0xfd)
                || head.length >= 4
                        && (head[0] & 0xf0) == 0x50
                        && starts(Arrays.copyOfRange(head, 1, 4), 0x2a, 0x4d, 0x18)) {
            return ZSTD;
        }
        if (starts(head, 'P', 'K', 3, 4) || starts(head, 'P', 'K', 5, 6)) {
            return ZIP;
        }
        return head.length >= TarHeader.SIZE && TarHeader.isHeader(head) ? TAR : NONE;
    }

    private static boolean starts(byte[] head, int... magic) {
        if (head.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
