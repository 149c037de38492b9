package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.ingest.json.JsonTree;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pieces of text that the payloads of one run are made of, each with a number: those that are
 * long enough to be recognised elsewhere. Pieces are the lines of its texts, without list marks,
 * case and extra blanks, and what follows the first colon of a line, since prompts quote a payload
 * behind a label. JSON inside texts is opened. Work and memory grow with the payloads' length only;
 * a text that was seen before, as the messages of a conversation are in each of its prompts, is not
 * taken apart again as long as there is room to remember it.
 */
final class PayloadsPieces {
    private static final int DEEPEST_TEXT = 3;
    private static final int[] NONE = {};

    /** Characters of texts that are remembered with their pieces. */
    private static final int ROOM = 1 << 20;

    private static final int LONGEST = ROOM >> 4;
    private static final int ENTRY = 64;

    private final Reading reading;
    private final PayloadsNumbers numbers = new PayloadsNumbers();

    /** Pieces of texts that are no JSON, by how many texts around them were opened. */
    private final List<Map<String, int[]>> known = new ArrayList<>();

    private int taken;

    /** The pieces of the payload that is being read. */
    private int[] found = new int[64];

    private int size;

    /** For each piece in which of the payloads it was found last. */
    private int[] lastFound = new int[64];

    private int payloads;

    PayloadsPieces(Reading reading) {
        this.reading = reading;
        for (int opened = 0; opened <= DEEPEST_TEXT; opened++) {
            known.add(new HashMap<>());
        }
    }

    /** How many pieces there are so far. */
    int size() {
        return numbers.size();
    }

    /** The pieces of a payload, each once, in order of their appearance. */
    int[] of(@Nullable AnyValue payload) {
        if (payload == null) {
            return NONE;
        }
        size = 0;
        if (payload instanceof Text text && text.recordedLength() <= PayloadsText.LONGEST) {
            AnyValue tree = reading.tree(text);
            if (tree instanceof KvlistValue || tree instanceof ArrayValue) {
                walk(tree, 1);
            } else {
                text(reading.text(text), 0);
            }
        } else {
            walk(payload, 0);
        }
        return distinct();
    }

    /** Brings pieces in an order that does not depend on where they stood. */
    void sort(int[] pieces) {
        numbers.sort(pieces);
    }

    /** Whether payloads have a piece in common. */
    boolean meet(int[] one, int[] other) {
        payloads++;
        for (int piece : one) {
            lastFound[piece] = payloads;
        }
        for (int piece : other) {
            if (lastFound[piece] == payloads) {
                return true;
            }
        }
        return false;
    }

    private int[] distinct() {
        if (lastFound.length < numbers.size()) {
            lastFound = Arrays.copyOf(lastFound, 2 * numbers.size());
        }
        payloads++;
        int kept = 0;
        for (int i = 0; i < size; i++) {
            int piece = found[i];
            if (lastFound[piece] != payloads) {
                lastFound[piece] = payloads;
                found[kept++] = piece;
            }
        }
        return kept == 0 ? NONE : Arrays.copyOf(found, kept);
    }

    private void walk(AnyValue value, int opened) {
        switch (value) {
            case ArrayValue(List<AnyValue> items) -> {
                for (int i = 0; i < items.size(); i++) {
                    walk(items.get(i), opened);
                }
            }
            case KvlistValue(Attributes fields) -> {
                for (int i = 0; i < fields.size(); i++) {
                    walk(fields.value(i), opened);
                }
            }
            case Text text -> text(text, opened);
            default -> {}
        }
    }

    private void text(Text text, int opened) {
        if (text.recordedLength() < PayloadsPrint.SHORTEST) {
            return;
        }
        if (text.recordedLength() > PayloadsText.LONGEST) {
            String beginning = text.prefix(PayloadsText.LONGEST);
            AnyValue tree = opened < DEEPEST_TEXT ? JsonTree.document(beginning) : null;
            if (tree == null) {
                lines(beginning, opened);
            } else {
                walk(tree, opened + 1);
            }
            return;
        }
        AnyValue tree = opened < DEEPEST_TEXT ? reading.tree(text) : text;
        if (tree == null || tree instanceof Text) {
            text(reading.text(text), opened);
        } else {
            walk(tree, opened + 1);
        }
    }

    /** A text that is no JSON. */
    private void text(String text, int opened) {
        if (text.length() < PayloadsPrint.SHORTEST) {
            return;
        }
        if (text.length() > LONGEST) {
            lines(text, opened);
            return;
        }
        int[] pieces = known.get(opened).get(text);
        if (pieces != null) {
            add(pieces);
            return;
        }
        int before = size;
        lines(text, opened);
        pieces = size == before ? NONE : Arrays.copyOfRange(found, before, size);
        remember(text, opened, pieces);
    }

    private void remember(String text, int opened, int[] pieces) {
        int length = text.length() + 2 * pieces.length + ENTRY;
        if (taken + length > ROOM) {
            known.forEach(Map::clear);
            taken = 0;
        }
        taken += length;
        known.get(opened).put(text, pieces);
    }

    private void lines(String text, int opened) {
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            if (end - start >= PayloadsPrint.SHORTEST) {
                line(text, start, end, opened);
            }
            start = end + 1;
        }
    }

    private void line(String text, int from, int to, int opened) {
        add(text, from, to);
        int colon = text.indexOf(':', from, to - PayloadsPrint.SHORTEST);
        if (colon < 0) {
            return;
        }
        int rest = colon + 1;
        while (rest < to && text.charAt(rest) <= ' ') {
            rest++;
        }
        if (rest == colon + 1 || rest >= to) {
            return;
        }
        char first = text.charAt(rest);
        AnyValue tree =
                opened < DEEPEST_TEXT && (first == '{' || first == '[')
                        ? JsonTree.document(text.substring(rest, to))
                        : null;
        if (tree != null) {
            walk(tree, opened + 1);
        } else {
            add(text, rest, to);
        }
    }

    private void add(String text, int from, int to) {
        long print = PayloadsPrint.of(text, from, to);
        if (print != PayloadsPrint.NONE) {
            makeRoom(1);
            found[size++] = numbers.of(print);
        }
    }

    private void add(int[] pieces) {
        makeRoom(pieces.length);
        System.arraycopy(pieces, 0, found, size, pieces.length);
        size += pieces.length;
    }

    private void makeRoom(int more) {
        if (size + more > found.length) {
            found = Arrays.copyOf(found, Math.max(size + more, 2 * size));
        }
    }
}
