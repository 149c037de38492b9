package io.agtrace.analyzers.compare;

import io.agtrace.analyzers.conventions.PayloadWords;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.Lineage;
import io.agtrace.analyzers.lineage.Piece;
import io.agtrace.analyzers.lineage.Pieces;
import io.agtrace.analyzers.lineage.Speaker;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

/** What payloads of two runs say, compared by their facts; how it is put does not count. */
final class Contents {
    /** A payload that shares less than this with the other one is about something else. */
    private static final double HALF = 0.5;

    private static final int LONGEST = 200;
    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Contents() {}

    /** How much of what one payload says another says. */
    enum Likeness {
        /** Either is not recorded. */
        UNKNOWN,
        SAME,
        /** Numbers, names, ids and dates are the same; other words are not. */
        REWORDED,
        DIFFERENT
    }

    static Likeness of(@Nullable AnyValue good, @Nullable AnyValue bad) {
        if (good == null || bad == null) {
            return Likeness.UNKNOWN;
        }
        FactSet one = Lineage.facts(good);
        FactSet other = Lineage.facts(bad);
        if (isSame(one, other)) {
            boolean silent = one.isEmpty() && !said(good).equals(said(bad));
            return silent ? Likeness.DIFFERENT : Likeness.SAME;
        }
        FactSet hard = one.hard();
        boolean sameHard = isSame(hard, other.hard());
        boolean near = !hard.isEmpty() || one.shareIn(other) >= HALF;
        return sameHard && near ? Likeness.REWORDED : Likeness.DIFFERENT;
    }

    static boolean isSame(FactSet one, FactSet other) {
        return one.size() == other.size() && one.minus(other).isEmpty();
    }

    /** Sixteen digits that are the same for payloads that say the same; empty for no payload. */
    static String print(@Nullable AnyValue payload) {
        if (payload == null) {
            return "";
        }
        long hash = FNV_START;
        for (Piece piece : Pieces.of(payload)) {
            if (piece.speaker() != Speaker.SYSTEM) {
                hash = print(print(hash, piece.key()), piece.text());
            }
        }
        return Long.toHexString(hash);
    }

    private static long print(long start, String text) {
        long hash = start;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ Character.toLowerCase(text.charAt(i))) * FNV_PRIME;
        }
        return (hash ^ 0x1f) * FNV_PRIME;
    }

    private static String said(AnyValue payload) {
        StringBuilder said = new StringBuilder();
        for (Piece piece : Pieces.of(payload)) {
            if (piece.speaker() != Speaker.SYSTEM) {
                said.append(piece.text().strip()).append('\n');
            }
        }
        return said.toString();
    }

    /** The part of a payload that says what the other does not; else its first words. */
    static String quote(@Nullable AnyValue payload, @Nullable AnyValue other) {
        if (payload == null) {
            return "";
        }
        FactSet own = Lineage.facts(payload).minus(Lineage.facts(other));
        FactSet hard = own.hard();
        String line = Lineage.quote(payload, hard.isEmpty() ? own : hard);
        return line.isEmpty() ? words(payload) : Words.cut(line, LONGEST);
    }

    /** The first words of a payload. */
    static String words(@Nullable AnyValue payload) {
        return Words.cut(PayloadWords.of(payload, LONGEST).text(), LONGEST);
    }
}
