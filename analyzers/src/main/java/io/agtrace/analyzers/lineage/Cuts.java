package io.agtrace.analyzers.lineage;

import io.agtrace.analyzers.ingest.json.JsonTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds texts that were cut off. */
public final class Cuts {
    /** A tail this long is not in two places by chance. */
    private static final int TAIL = 12;

    private static final int LONGEST_TAIL = 80;
    private static final int LONGEST_NOTE = 40;
    private static final int LONGEST_OBJECT = 400;

    /** {@code [truncated]}, {@code …(cut)}. */
    private static final Pattern NOTE =
            Pattern.compile("(?:\\s|\u2026|\\.\\.\\.)+[\\[(<][\\p{L} .]{2,24}[\\])>]\\s*$");

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
    public static @Nullable Cut between(List<Piece> sent, List<Piece> received) {
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
    public static @Nullable String brokenJson(List<Piece> payload) {
        for (Piece piece : payload) {
            String text = piece.text().strip();
            if (!piece.key().isEmpty() && text.length() >= TAIL && looksLikeJson(text)) {
                return text;
            }
        }
        return null;
    }

    /**
     * A text of a payload that begins as JSON and is none, as a whole or with words behind it; null
     * where there is none. Unlike {@link #brokenJson} it takes a payload that is a text itself.
     */
    public static @Nullable String unreadableJson(List<Piece> payload) {
        for (Piece piece : payload) {
            String text = piece.text().strip();
            boolean work = piece.speaker() != Speaker.SYSTEM && piece.speaker() != Speaker.TOOL;
            if (work && text.length() >= TAIL && beginsLikeJson(text) && !isJsonAndMore(text)) {
                return text;
            }
        }
        return null;
    }

    /** Whether the text up to where its first bracket closes is JSON. */
    private static boolean isJsonAndMore(String text) {
        int end = closed(text);
        return end > 0 && JsonTree.parse(text.substring(0, end)) != null;
    }

    /** Behind the bracket that closes the first one; -1 where none does. */
    private static int closed(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if ((c == '}' || c == ']') && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    /** How a language prints an object that was never meant to be read. */
    private static final Pattern OBJECT =
            Pattern.compile(
                    "(?:\\[object \\w+\\],?\\s*)+"
                            + "|<[\\w.<>]+(?: [\\w.<>]+)* at 0x[0-9a-fA-F]+>"
                            + "|<(?:Task|Future|coroutine|generator|async_generator)\\b[^>]*>"
                            + "|undefined"
                            + "|(?:\\[L)?[a-z][\\w$]*(?:\\.[\\w$]+)+;?@[0-9a-f]{4,16}"
                            + "|#<[A-Z][\\w:]*(?::0x[0-9a-f]+)?[^>]*>"
                            + "|System(?:\\.\\w+)+(?:`\\d+)?(?:\\[[\\w.,`]*\\])?");

    /**
     * A text that only says which object stood here, such as {@code [object Object]}; null where a
     * payload holds none.
     */
    public static @Nullable String objectInstead(List<Piece> payload) {
        for (Piece piece : payload) {
            String text = piece.text().strip();
            boolean work = piece.speaker() != Speaker.SYSTEM && piece.speaker() != Speaker.TOOL;
            if (work && mayBeObject(text) && OBJECT.matcher(text).matches()) {
                return text;
            }
        }
        return null;
    }

    /** A quick look: how all of these begin, and what they hold. */
    private static boolean mayBeObject(String text) {
        if (text.isEmpty() || text.length() >= LONGEST_OBJECT) {
            return false;
        }
        char first = text.charAt(0);
        return first == '['
                || first == '<'
                || first == '#'
                || first == 'S'
                || first >= 'a' && first <= 'z' && (text.indexOf('@') > 0 || first == 'u');
    }

    /** Each stretch of white space as one blank. */
    private static String inOneLine(String text) {
        StringBuilder line = null;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean follows = isSpace(c) && i > 0 && isSpace(text.charAt(i - 1));
            boolean changes = follows || c < ' ' && isSpace(c);
            if (line == null && changes) {
                line = new StringBuilder(length).append(text, 0, i);
            }
            if (line != null && !follows) {
                line.append(isSpace(c) ? ' ' : c);
            }
        }
        return line == null ? text : line.toString();
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    /** Pieces are opened where they are JSON; what still begins like it is broken. */
    private static boolean looksLikeJson(String text) {
        return beginsLikeJson(text) && depthAtEnd(text) > 0;
    }

    private static boolean beginsLikeJson(String text) {
        char first = text.charAt(0);
        if (first != '{' && first != '[') {
            return false;
        }
        int at = 1;
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        char next = at < text.length() ? text.charAt(at) : ' ';
        return next == '"' || first == '[' && next == '{';
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

    private static List<String> texts(List<Piece> payload) {
        List<String> texts = new ArrayList<>();
        for (Piece piece : payload) {
            if (piece.speaker() != Speaker.SYSTEM) {
                texts.add(inOneLine(piece.text()).strip());
            }
        }
        return texts;
    }

    /** The end of a text without marks of omission, such a note in brackets, and closing quotes. */
    private static String tail(String text) {
        int end = text.length();
        if (end > 0 && "])>".indexOf(text.charAt(end - 1)) >= 0) {
            Matcher note = NOTE.matcher(text.substring(Math.max(0, end - LONGEST_NOTE)));
            end -= note.find() ? note.end() - note.start() : 0;
        }
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
