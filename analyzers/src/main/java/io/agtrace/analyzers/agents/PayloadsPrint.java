package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.ingest.json.JsonTree;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The fingerprints of a payload: one number for each piece of text in it that is long enough to be
 * recognised elsewhere. Pieces are the lines of its texts, without list marks, case and extra
 * blanks, and what follows the first colon of a line, since prompts quote a payload behind a label.
 * JSON inside texts is opened. Work and memory grow with the payload's length only.
 */
final class PayloadsPrint {
    private static final int SHORTEST = 12;
    private static final int DEEPEST_TEXT = 3;

    private final Reading reading;
    private long[] prints = new long[16];
    private int size;

    private PayloadsPrint(Reading reading) {
        this.reading = reading;
    }

    /** Distinct fingerprints, sorted. */
    static long[] of(Reading reading, @Nullable AnyValue payload) {
        if (payload == null) {
            return new long[0];
        }
        PayloadsPrint print = new PayloadsPrint(reading);
        if (payload instanceof Text text && text.recordedLength() <= PayloadsText.LONGEST) {
            AnyValue tree = reading.tree(text);
            if (tree instanceof KvlistValue || tree instanceof ArrayValue) {
                print.walk(tree, 1);
            } else {
                print.lines(reading.text(text), 0);
            }
        } else {
            print.walk(payload, 0);
        }
        Arrays.sort(print.prints, 0, print.size);
        int kept = 0;
        for (int i = 0; i < print.size; i++) {
            if (i == 0 || print.prints[i] != print.prints[i - 1]) {
                print.prints[kept++] = print.prints[i];
            }
        }
        return Arrays.copyOf(print.prints, kept);
    }

    private void walk(AnyValue value, int opened) {
        switch (value) {
            case ArrayValue(var items) -> {
                for (AnyValue item : items) {
                    walk(item, opened);
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
        if (text.recordedLength() > PayloadsText.LONGEST) {
            String beginning = text.prefix(PayloadsText.LONGEST);
            text(beginning, opened < DEEPEST_TEXT ? JsonTree.document(beginning) : null, opened);
        } else {
            AnyValue tree = opened < DEEPEST_TEXT ? reading.tree(text) : text;
            text(reading.text(text), tree instanceof Text ? null : tree, opened);
        }
    }

    private void text(String text, @Nullable AnyValue tree, int opened) {
        if (tree != null) {
            walk(tree, opened + 1);
        } else {
            lines(text, opened);
        }
    }

    private void lines(String text, int opened) {
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            line(text, start, end, opened);
            start = end + 1;
        }
    }

    private void line(String text, int from, int to, int opened) {
        if (to - from < SHORTEST) {
            return;
        }
        add(text, from, to);
        int colon = text.indexOf(':', from);
        if (colon < 0 || colon >= to - SHORTEST) {
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
        long hash = 0xcbf29ce484222325L;
        int length = 0;
        boolean blank = false;
        boolean letters = false;
        for (int i = skipMark(text, from, to); i < to; i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == '\u00a0') {
                blank = length > 0;
                continue;
            }
            if (blank) {
                hash = (hash ^ ' ') * 0x100000001b3L;
                length++;
                blank = false;
            }
            letters = letters || Character.isLetter(c);
            hash = (hash ^ lower(c)) * 0x100000001b3L;
            length++;
        }
        if (length >= SHORTEST && letters) {
            if (size == prints.length) {
                prints = Arrays.copyOf(prints, size * 2);
            }
            prints[size++] = hash;
        }
    }

    private static char lower(char c) {
        if (c < 0x80) {
            return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
        }
        return Character.toLowerCase(c);
    }

    /** Past {@code * }, {@code - } and {@code 1. } at the beginning of a line. */
    private static int skipMark(String text, int from, int to) {
        int at = from;
        while (at < to && text.charAt(at) <= ' ') {
            at++;
        }
        int digits = at;
        while (digits < to && digits - at < 3 && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        if (digits > at
                && digits < to
                && (text.charAt(digits) == '.' || text.charAt(digits) == ')')) {
            return digits + 1;
        }
        return at + 1 < to
                        && "*-+\u2022#>".indexOf(text.charAt(at)) >= 0
                        && text.charAt(at + 1) == ' '
                ? at + 2
                : at;
    }
}
