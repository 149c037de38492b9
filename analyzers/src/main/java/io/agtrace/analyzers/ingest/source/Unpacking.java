package io.agtrace.analyzers.ingest.source;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.IngestReport;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Takes off whatever bytes are packed in, told by their content, layer by layer. Nothing is held in
 * memory but what the layers need, so that a small archive of something enormous does no harm.
 */
final class Unpacking implements Members {
    /** Archives within archives are opened this deep. */
    static final int ARCHIVES = 3;

    /** Compressed data within compressed data is unpacked this deep. */
    private static final int COMPRESSIONS = 3;

    private static final String SEPARATOR = "!";

    /** An archive that is being read. */
    private record Open(String name, Archive archive) {}

    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable ByteInput first;
    private @Nullable ByteInput current;

    private Unpacking() {}

    static Members of(String name, Backing backing, Meter meter) throws IOException {
        Unpacking members = new Unpacking();
        if (Packing.of(backing.beginning(Packing.LOOKED_AT)) == Packing.NONE) {
            members.first = backing.plain(name, meter);
        } else {
            members.first = members.unpack(name, backing.stream(meter));
        }
        return members;
    }

    @Override
    public @Nullable ByteInput next(IngestReport report) throws IOException {
        ByteInput next = first;
        first = null;
        while (next == null && !open.isEmpty()) {
            Open top = open.element();
            Archive.Member member = null;
            try {
                member = top.archive.next(top.name, report);
            } catch (EOFException e) {
                // The member in which the archive broke off has said so.
                if (current == null || current.brokenOff() == null) {
                    report.lost(top.name, -1, String.valueOf(e.getMessage()));
                }
            }
            if (member == null) {
                open.remove().archive.close();
            } else if (!isHidden(member.path())) {
                next = unpack(top.name + SEPARATOR + member.path(), member.content());
            }
        }
        current = next;
        return next;
    }

    /** The unpacked stream as an input; null where it is an archive, which then is the top one. */
    private @Nullable ByteInput unpack(String name, InputStream packed) throws IOException {
        InputStream stream = packed;
        for (int layers = 0; ; layers++) {
            PeekedStream peeked = new PeekedStream(stream, Packing.LOOKED_AT);
            Packing packing = Packing.of(peeked.head());
            if (packing.isArchive() && open.size() < ARCHIVES) {
                Archive archive =
                        packing == Packing.ZIP ? new ZipArchive(peeked) : new TarArchive(peeked);
                open.push(new Open(name, archive));
                return null;
            }
            if (packing == Packing.NONE || packing.isArchive() || layers == COMPRESSIONS) {
                return ByteInput.of(name, peeked, null);
            }
            stream = packing == Packing.GZIP ? new GzipStream(peeked) : new ZstdStream(peeked);
        }
    }

    /** What file managers and version control leave beside the files that someone packed. */
    private static boolean isHidden(String path) {
        for (String part : path.split("/", -1)) {
            if (part.equals("__MACOSX")
                    || part.startsWith(".") && !part.equals(".") && !part.equals("..")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        if (first != null) {
            first.close();
        }
        while (!open.isEmpty()) {
            open.remove().archive.close();
        }
    }
}
