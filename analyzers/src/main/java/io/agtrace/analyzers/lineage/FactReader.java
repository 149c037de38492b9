package io.agtrace.analyzers.lineage;

import io.agtrace.analyzers.lineage.FactSet.Sort;

import java.util.Arrays;
import java.util.List;

/**
 * Breaks texts into facts. A token is a run of letters and digits, joined by single marks such as
 * {@code - _ . / : @}. Digits alone are numbers (written with or without thousands separators,
 * trailing zeros cut); digits with letters, dates and addresses are ids; joined letters are names,
 * and their parts words too. Words count from four letters on; in scripts that do not part words,
 * each pair of neighbouring characters counts as one. Case is folded.
 */
final class FactReader {
    private static final int ASCII = 128;
    private static final int SHORTEST_WORD = 4;
    private static final int SHORTEST_NUMBER = 2;
    private static final int LONGEST_TOKEN = 200;
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private static final long[] NONE = {};
    private static final int ROOM = 64;

    /** Marks that join letters and digits. */
    private static final boolean[] JOINT = new boolean[ASCII];

    static {
        for (char c : "-_./:@,'#+".toCharArray()) {
            JOINT[c] = true;
        }
    }

    /** The set that was added first: of most texts there is no more. */
    private FactSet first = FactSet.EMPTY;

    private long[] facts = NONE;
    private int size;

    /** Facts of texts. */
    static FactSet of(List<Piece> pieces) {
        FactReader reader = new FactReader();
        for (Piece piece : pieces) {
            reader.read(piece.text());
        }
        return reader.facts();
    }

    /** Facts of one text. */
    static FactSet of(String text) {
        FactReader reader = new FactReader();
        reader.read(text);
        return reader.facts();
    }

    FactSet facts() {
        return size == 0 ? first : FactSet.of(facts, size).or(first);
    }

    /** Adds facts that were read before. */
    void add(FactSet more) {
        if (first.isEmpty()) {
            first = more;
            return;
        }
        if (size + more.size() > facts.length) {
            facts = Arrays.copyOf(facts, Math.max(size + more.size(), size * 2));
        }
        more.copyTo(facts, size);
        size += more.size();
    }

    void read(String text) {
        int length = text.length();
        int at = 0;
        while (at < length) {
            char c = text.charAt(at);
            if (Chars.isAsciiLetterOrDigit(c)) {
                at = plain(text, at);
            } else if (isDense(c)) {
                at = dense(text, at);
            } else if (Chars.isLetterOrDigit(c)) {
                int end = end(text, at);
                token(text, at, end);
                at = end;
            } else {
                at++;
            }
        }
    }

    /** Reads a token in one go, as long as it is of ASCII letters and digits. */
    private int plain(String text, int from) {
        int length = text.length();
        long hash = OFFSET;
        boolean digits = false;
        boolean letters = false;
        int at = from;
        char c = 0;
        while (at < length) {
            c = text.charAt(at);
            if (!Chars.isAsciiLetterOrDigit(c)) {
                break;
            }
            digits |= c <= '9';
            letters |= c > '9';
            hash = (hash ^ Chars.toLowerCase(c)) * PRIME;
            at++;
        }
        if (at < length && (c >= ASCII || goesOn(text, at))) {
            int end = end(text, from);
            token(text, from, end);
            return end;
        }
        int size = at - from;
        if (size > LONGEST_TOKEN || digits && letters) {
            add(Sort.ID, hash);
        } else if (digits ? size >= SHORTEST_NUMBER : size >= SHORTEST_WORD) {
            add(digits ? Sort.NUMBER : Sort.WORD, hash);
        }
        return at;
    }

    /** Whether a mark stands there with a letter or digit behind it. */
    private static boolean goesOn(String text, int at) {
        if (!isJoint(text.charAt(at)) || at + 1 == text.length()) {
            return false;
        }
        char next = text.charAt(at + 1);
        return Chars.isLetterOrDigit(next) && !isDense(next);
    }

    private static int end(String text, int from) {
        int at = from + 1;
        int length = text.length();
        while (at < length) {
            char c = text.charAt(at);
            if (Chars.isLetterOrDigit(c) && !isDense(c) || Chars.isCombining(c)) {
                at++;
            } else if (goesOn(text, at)) {
                at += 2;
            } else {
                break;
            }
        }
        return at;
    }

    private static boolean isJoint(char c) {
        return c < ASCII ? JOINT[c] : c == '\u2019';
    }

    /** Chinese, Japanese, Thai and others are written without blanks between words. */
    private static boolean isDense(char c) {
        return c >= '\u0e00'
                && (c <= '\u0eff'
                        || c >= '\u3040' && c <= '\u30ff'
                        || c >= '\u3400' && c <= '\u9fff'
                        || c >= '\u1780' && c <= '\u17ff'
                        || c >= '\u1000' && c <= '\u109f');
    }

    private int dense(String text, int from) {
        int at = from;
        while (at + 1 < text.length() && isDense(text.charAt(at + 1))) {
            long hash = (OFFSET ^ text.charAt(at)) * PRIME;
            add(Sort.WORD, (hash ^ text.charAt(at + 1)) * PRIME);
            at++;
        }
        return at + 1;
    }

    private void token(String text, int from, int to) {
        if (to - from > LONGEST_TOKEN) {
            // A blob such as base64: one id, not a text.
            add(Sort.ID, hash(text, from, to));
            return;
        }
        int letters = 0;
        int digits = 0;
        int joints = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (Chars.isDigit(c)) {
                digits++;
            } else if (Chars.isLetter(c)) {
                letters++;
            } else {
                joints++;
            }
        }
        if (digits > 0 && letters == 0) {
            number(text, from, to, digits, joints);
        } else if (joints == 0) {
            if (digits > 0) {
                add(Sort.ID, hash(text, from, to));
            } else if (letters >= SHORTEST_WORD) {
                add(Sort.WORD, hash(text, from, to));
            }
        } else {
            joined(text, from, to, digits);
        }
    }

    private void joined(String text, int from, int to, int digits) {
        if (isTimestamp(text, from, to)) {
            return;
        }
        add(digits > 0 ? Sort.ID : Sort.NAME, hash(text, from, to));
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || isJoint(text.charAt(i))) {
                if (i > start) {
                    part(text, start, i);
                }
                start = i + 1;
            }
        }
    }

    /**
     * When something was written says nothing of what was written: {@code 2026-05-14T08:30:00Z}.
     */
    private static boolean isTimestamp(String text, int from, int to) {
        return to - from >= 16
                && text.charAt(from + 4) == '-'
                && text.charAt(from + 7) == '-'
                && text.charAt(from + 10) == 'T'
                && text.charAt(from + 13) == ':';
    }

    private void part(String text, int from, int to) {
        int digits = 0;
        for (int i = from; i < to; i++) {
            digits += Chars.isDigit(text.charAt(i)) ? 1 : 0;
        }
        if (digits == 0 && to - from >= SHORTEST_WORD) {
            add(Sort.WORD, hash(text, from, to));
        } else if (digits > 0 && digits < to - from) {
            add(Sort.ID, hash(text, from, to));
        }
    }

    /**
     * {@code 1,200} is 1200, {@code 6,80} and {@code 6.80} are 6.8; {@code 2026-05-14} is an id.
     */
    private void number(String text, int from, int to, int digits, int joints) {
        if (digits < SHORTEST_NUMBER) {
            return;
        }
        boolean plain = true;
        int lastMark = -1;
        for (int i = from; i < to && joints > 0; i++) {
            char c = text.charAt(i);
            if (!Chars.isDigit(c)) {
                plain &= c == '.' || c == ',';
                lastMark = i;
            }
        }
        if (!plain) {
            add(Sort.ID, hash(text, from, to));
            return;
        }
        // A last mark before exactly three digits parts thousands, else decimals.
        boolean decimals = lastMark >= 0 && (to - lastMark - 1 != 3 || text.charAt(from) == '0');
        int end = to;
        if (decimals) {
            while (end - 1 > lastMark && text.charAt(end - 1) == '0') {
                end--;
            }
            end = end - 1 == lastMark ? lastMark : end;
        }
        long hash = OFFSET;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (Chars.isDigit(c)) {
                hash = (hash ^ ('0' + Character.digit(c, 10))) * PRIME;
            } else if (decimals && i == lastMark) {
                hash = (hash ^ '.') * PRIME;
            }
        }
        add(Sort.NUMBER, hash);
    }

    private static long hash(String text, int from, int to) {
        long hash = OFFSET;
        for (int i = from; i < to; i++) {
            hash = (hash ^ Chars.toLowerCase(text.charAt(i))) * PRIME;
        }
        return hash;
    }

    private void add(Sort sort, long hash) {
        if (size == facts.length) {
            facts = Arrays.copyOf(facts, Math.max(ROOM, size * 2));
        }
        facts[size++] = sort.tag(hash ^ hash >>> 29);
    }
}
