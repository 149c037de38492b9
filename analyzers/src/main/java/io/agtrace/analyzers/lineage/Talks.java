package io.agtrace.analyzers.lineage;

import java.util.ArrayList;
import java.util.List;

/**
 * The conversations of a run that were read last. Each prompt of a conversation repeats the one
 * before it and adds to it, so only what was added is read. Not for several threads.
 */
final class Talks {
    /** So many go on beside each other. */
    private static final int MOST = 16;

    /** The one that was read last comes last. */
    private final List<Talk> known = new ArrayList<>();

    /** A conversation up to now, and the facts of what was said in it. */
    private record Talk(List<Piece> pieces, FactSet said) {
        /**
         * Where a longer conversation goes on that begins with this one, its instructions aside; -1
         * where it does not.
         */
        int end(List<Piece> longer) {
            int at = 0;
            for (int i = 0; i < pieces.size(); i++) {
                Piece piece = pieces.get(i);
                if (piece.speaker() == Speaker.SYSTEM) {
                    continue;
                }
                while (at < longer.size() && longer.get(at).speaker() == Speaker.SYSTEM) {
                    at++;
                }
                if (at == longer.size() || !longer.get(at).text().equals(piece.text())) {
                    return -1;
                }
                at++;
            }
            return at;
        }
    }

    /** The facts of what a payload says, instructions left out. */
    FactSet said(List<Piece> pieces, Payloads payloads) {
        FactReader reader = new FactReader();
        boolean isTalk = isTalk(pieces);
        int from = isTalk ? repeated(pieces, reader) : 0;
        for (int i = from; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            if (piece.speaker() != Speaker.SYSTEM) {
                payloads.read(piece.text(), reader);
            }
        }
        FactSet said = reader.facts();
        if (isTalk) {
            known.add(new Talk(pieces, said));
            if (known.size() > MOST) {
                known.removeFirst();
            }
        }
        return said;
    }

    private static boolean isTalk(List<Piece> pieces) {
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i).speaker() == Speaker.USER) {
                return true;
            }
        }
        return false;
    }

    /** Adds the facts of the longest known beginning to others; returns where it ends. */
    private int repeated(List<Piece> pieces, FactReader reader) {
        int from = 0;
        int place = -1;
        for (int i = 0; i < known.size(); i++) {
            int end = known.get(i).end(pieces);
            if (end > from) {
                from = end;
                place = i;
            }
        }
        if (place >= 0) {
            reader.add(known.remove(place).said);
        }
        return from;
    }

    void forget() {
        known.clear();
    }
}
