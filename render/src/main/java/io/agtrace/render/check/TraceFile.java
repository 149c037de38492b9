package io.agtrace.render.check;

import io.agtrace.analyzers.check.Problem.Place;
import io.agtrace.render.text.Escapes;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The file that a problem stands in, as tools around a repository name it: with slashes, relative
 * to the working directory where it lies below it.
 *
 * @param path of the file itself
 * @param entry name in it, where the file is an archive; else empty
 */
record TraceFile(String path, String entry) {
    /**
     * Stands for the policy, the only place there is for what belongs to no trace. Readers of
     * reports want a file everywhere.
     */
    static final TraceFile POLICY = new TraceFile("agtrace.yaml", "");

    private static final String IN_ARCHIVE = "!";
    private static final String UNRESERVED = "-._~/!$&'()*+,;=@";

    /**
     * @param source the input as the user named it, with the entry's name for archives
     * @param folder the working directory; empty where absolute names stay as they are
     */
    static TraceFile of(String source, String folder) {
        int archive = source.indexOf(IN_ARCHIVE);
        String path = slashes(archive > 0 ? source.substring(0, archive) : source);
        String base = slashes(folder);
        String under = base.endsWith("/") ? base : base + "/";
        if (!base.isEmpty() && path.startsWith(under)) {
            path = path.substring(under.length());
        }
        while (path.startsWith("./")) {
            path = path.substring(2);
        }
        return new TraceFile(path, archive > 0 ? source.substring(archive + 1) : "");
    }

    /** The file that a span stands in, or {@link #POLICY} for one that stands in none. */
    static TraceFile of(Place place, String folder) {
        return place.file().isEmpty() ? POLICY : of(place.file(), folder);
    }

    private static String slashes(String path) {
        boolean windows = path.length() > 2 && path.charAt(1) == ':' && path.charAt(2) == '\\';
        return windows || path.startsWith("\\\\") ? path.replace('\\', '/') : path;
    }

    /** A reference to it (RFC 3986): relative, or a {@code file} URI. */
    String uri() {
        String encoded = encoded(path);
        if (path.startsWith("/")) {
            return "file://" + encoded;
        }
        if (path.length() > 2 && path.charAt(1) == ':' && path.charAt(2) == '/') {
            return "file:///" + encoded;
        }
        return encoded;
    }

    private static String encoded(String path) {
        StringBuilder out = new StringBuilder(path.length() + 16);
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            boolean letter = c < 0x80 && Character.isLetterOrDigit(c);
            if (letter || UNRESERVED.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
            }
        }
        return out.toString();
    }

    /** File and bytes of a span in a few words, safe to show; empty where they are not known. */
    static String where(Place place) {
        if (place.file().isEmpty()) {
            return "";
        }
        String file = CheckWords.name(Escapes.line(place.file()));
        return place.length() == 0
                ? file
                : file + ", " + place.length() + " bytes at byte " + place.offset();
    }
}
