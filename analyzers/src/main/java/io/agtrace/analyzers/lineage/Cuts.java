package io.agtrace.analyzers.lineage;

import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Finds texts that were cut off. */
public final class Cuts {
    /** A tail this long is not in two places by chance. */
    private static final int TAIL = 12;

    private static final int LONGEST_TAIL = 80;

    private Cuts() {}

    /**
     * A place at which a text ends although its original goes on.
     *
     * @param end the last words that are there
     * @param missing the first words that are not
     * @param missingLength how many characters of the original are missing behind them
     */
    public record Cut(String end, String missing, int missingLength) {}

    /**
     * Where a text of {@code received} ends in the middle of a text of {@code sent}; null where
     * none does. A text that ends there at the end of a line or sentence is a summary or an
     * excerpt, not a cut.
     */
    public static @Nullable Cut between(@Nullable AnyValue sent, @Nullable AnyValue received) {
        List<String> originals = texts(sent);
        for (String text : texts(received)) {
            Cut cut = end(text, originals);
            if (cut != null) {
                return cut;
            }
        }
        return null;
    }

    /** What stands before the end differs where a text was quoted behind a label. */
    private static @Nullable Cut end(String text, List<String> originals) {
        String whole = tail(text);
        for (int length = whole.length(); length >= TAIL; length /= 2) {
            String tail = whole.substring(whole.length() - length);
            for (String original : originals) {
                int at = original.indexOf(tail);
                int end = at + tail.length();
                if (at >= 0 && end < original.length() && isInside(original, end)) {
                    String rest = original.substring(end);
                    return new Cut(tail, rest.strip(), rest.length());
                }
                if (at >= 0) {
                    return null;
                }
            }
        }
        return null;
    }

    /**
     * A text inside a payload that begins as JSON and is not complete; null where there is none.
     */
    public static @Nullable String brokenJson(@Nullable AnyValue payload) {
        for (Piece piece : Pieces.of(payload)) {
            String text = piece.text().strip();
            if (!piece.key().isEmpty() && text.length() >= TAIL && looksLikeJson(text)) {
                return text;
            }
        }
        return null;
    }

    /** Whether a text is neither JSON nor begins like it. */
    public static boolean isPlain(String text) {
        String stripped = text.strip();
        return !stripped.isEmpty() && stripped.charAt(0) != '{' && stripped.charAt(0) != '[';
    }

    /** Pieces are opened where they are JSON; what still begins like it is broken. */
    private static boolean looksLikeJson(String text) {
        char first = text.charAt(0);
        if (first != '{' && first != '[') {
            return false;
        }
        int at = 1;
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        char next = at < text.length() ? text.charAt(at) : ' ';
        boolean begins = next == '"' || first == '[' && next == '{';
        return begins && depthAtEnd(text) > 0;
    }

    /** How many brackets and quotes are open at the end. */
    private static int depthAtEnd(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
        return depth + (quoted ? 1 : 0);
    }

    private static List<String> texts(@Nullable AnyValue payload) {
        List<String> texts = new ArrayList<>();
        for (Piece piece : Pieces.of(payload)) {
            if (piece.speaker() != Speaker.SYSTEM) {
                texts.add(piece.text().replaceAll("\\s+", " ").strip());
            }
        }
        return texts;
    }

    /** The end of a text without marks of omission and closing quotes. */
    private static String tail(String text) {
        int end = text.length();
        while (end > 0 && " .\u2026\"'\u201d])}".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(Math.max(0, end - LONGEST_TAIL), end);
    }

    /** Whether a place in a text is neither the end of a line nor of a sentence. */
    private static boolean isInside(String text, int at) {
        char before = text.charAt(at - 1);
        char after = text.charAt(at);
        if (Character.isLetterOrDigit(before) && Character.isLetterOrDigit(after)) {
            return true;
        }
        return after != '.'
                && after != '\n'
                && text.length() - at > TAIL
                && Character.isLetterOrDigit(before);
    }
}
