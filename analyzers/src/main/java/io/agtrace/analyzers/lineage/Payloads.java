package io.agtrace.analyzers.lineage;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Text;
import io.agtrace.analyzers.workflow.OpenedTexts;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The payloads of one run, taken apart into texts and facts. Most are asked for many times, and a
 * conversation is repeated in the prompt of each call: what was worked out is remembered as long as
 * there is room, all of a small run, of a large one what was read last. Not for several threads.
 */
public final class Payloads {
    /** What is remembered takes about so many bytes. */
    private static final int ROOM = 1 << 22;

    /** What is longer is not asked for often enough. */
    private static final int LONGEST = ROOM / 16;

    /** Shorter texts are read as fast as they are looked up. */
    private static final int SHORTEST_KNOWN = 48;

    /** What holding a payload takes beside its texts, in bytes. */
    private static final int ENTRY = 100;

    private final IdentityHashMap<AnyValue, Apart> known = new IdentityHashMap<>();

    /** By the whole text of a payload: spans around a call repeat what it was given and gave. */
    private final Map<String, Apart> alike = new HashMap<>();

    private final Map<String, FactSet> facts = new HashMap<>();
    private final Talks talks = new Talks();
    private final FieldNames names;
    private final @Nullable OpenedTexts texts;
    private int taken;

    /** Payloads that belong to no run. */
    public Payloads() {
        this(_ -> {}, null);
    }

    /**
     * @param keys is told the names of the fields of each payload, before its texts are given for
     *     the first time
     * @param texts what texts hold that were opened before
     */
    Payloads(Consumer<String> keys, @Nullable OpenedTexts texts) {
        names = new FieldNames(keys);
        this.texts = texts;
    }

    /** A payload's texts and, once somebody asked for them, its facts. */
    private static final class Apart {
        static final Apart NOTHING = new Apart(List.of());

        final List<Piece> pieces;
        boolean isLong;
        @Nullable FactSet said;
        @Nullable FactSet spoken;

        Apart(List<Piece> pieces) {
            this.pieces = pieces;
        }
    }

    /** The texts of a payload in their order; none where there is no payload. */
    public List<Piece> pieces(@Nullable AnyValue payload) {
        return apart(payload).pieces;
    }

    /** The facts of a payload, instructions left out. */
    public FactSet facts(@Nullable AnyValue payload) {
        Apart apart = apart(payload);
        FactSet said = apart.said;
        if (said == null) {
            Talks beside = apart.isLong ? new Talks() : talks;
            said = beside.said(apart.pieces, this);
            apart.said = said;
        }
        return said;
    }

    /** The facts of what is said in a payload: neither instructions nor calls of tools. */
    public FactSet spoken(@Nullable AnyValue payload) {
        Apart apart = apart(payload);
        FactSet spoken = apart.spoken;
        if (spoken == null) {
            spoken = spoken(apart.pieces);
            apart.spoken = spoken;
        }
        return spoken;
    }

    /**
     * The line of a payload that holds most of some facts, for quoting; the empty string where none
     * holds any.
     */
    public String quote(@Nullable AnyValue payload, FactSet wanted) {
        String best = "";
        int most = 0;
        for (Piece piece : pieces(payload)) {
            if (piece.speaker() == Speaker.SYSTEM) {
                continue;
            }
            String text = piece.text();
            int from = 0;
            while (from < text.length()) {
                int end = text.indexOf('\n', from);
                end = end < 0 ? text.length() : end;
                String line = text.substring(from, end);
                int found = FactReader.of(line).and(wanted).weight();
                if (found > most) {
                    most = found;
                    best = line.strip();
                }
                from = end + 1;
            }
        }
        return best;
    }

    /** Adds the facts of a text to those that a reader has read. */
    void read(String text, FactReader reader) {
        if (text.length() < SHORTEST_KNOWN || text.length() > LONGEST) {
            reader.read(text);
            return;
        }
        FactSet found = facts.get(text);
        if (found == null) {
            found = FactReader.of(text);
            takeRoom(text.length() + found.size() * Long.BYTES + ENTRY);
            facts.put(text, found);
        }
        reader.add(found);
    }

    private FactSet spoken(List<Piece> pieces) {
        FactReader reader = new FactReader();
        for (Piece piece : pieces) {
            if (piece.speaker() != Speaker.SYSTEM && piece.speaker() != Speaker.CALL) {
                read(piece.text(), reader);
            }
        }
        return reader.facts();
    }

    private Apart apart(@Nullable AnyValue payload) {
        if (payload == null) {
            return Apart.NOTHING;
        }
        Apart apart = known.get(payload);
        String content = apart == null && texts != null ? content(payload, texts) : null;
        if (content != null) {
            apart = alike.get(content);
            if (apart != null) {
                takeRoom(ENTRY);
                known.put(payload, apart);
            }
        }
        if (apart == null) {
            List<Piece> pieces = Pieces.of(payload, names, texts);
            apart = new Apart(Collections.unmodifiableList(pieces));
            int length = ENTRY;
            for (Piece piece : pieces) {
                length += piece.text().length();
            }
            apart.isLong = length > LONGEST;
            if (!apart.isLong) {
                takeRoom(length);
                known.put(payload, apart);
                if (content != null) {
                    alike.put(content, apart);
                }
            }
        }
        return apart;
    }

    /** A payload that is a text, but for a long one. */
    private static @Nullable String content(AnyValue payload, OpenedTexts texts) {
        return payload instanceof Text text && text.recordedLength() <= LONGEST
                ? texts.text(text)
                : null;
    }

    /** Forgets everything where there is no room for more. */
    private void takeRoom(int length) {
        if (taken + length > ROOM) {
            known.clear();
            alike.clear();
            facts.clear();
            talks.forget();
            taken = 0;
        }
        taken += length;
    }
}
