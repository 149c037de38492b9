package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.CallShapes.Role;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Finds steps that ran one after the other although none used what another gave: agents beside each
 * other, or tools that one model call asked for, whose inputs share no wording with the outputs of
 * those before, but all with one text from before them (the task of their parent, a plan, the
 * model's request). Only where all of them record both, none failed, and nothing that decides,
 * evaluates or hands over stands between them.
 */
public final class Stretches {
    private static final long LEAST_GAIN = 10_000_000;
    private static final int MOST_TEXT = 20_000;
    private static final int SHINGLE = 3;
    private static final int MOST_STEPS = 64;

    /** Texts before the steps that are kept to compare with. */
    private static final int MOST_SOURCES = 16;

    private static final long[] NOTHING = {};

    private final CallShapes shapes;
    private final SpanTree tree;
    private final boolean[] excluded;
    private final List<Stretch> found = new ArrayList<>();

    private Stretches(CallShapes shapes, boolean[] excluded) {
        this.shapes = shapes;
        this.tree = shapes.tree();
        this.excluded = excluded;
    }

    /**
     * All such stretches, in tree order of their parents.
     *
     * @param loops of the same tree; what comes again in rounds is ordered by them
     * @param retries likewise
     */
    public static List<Stretch> of(CallShapes shapes, List<Loop> loops, List<Retry> retries) {
        boolean[] excluded = new boolean[shapes.tree().size()];
        for (Retry retry : retries) {
            retry.attempts().forEach(each -> excluded[each.node()] = true);
        }
        for (Loop loop : loops) {
            for (Loop.Iteration each : loop.iterations()) {
                excluded[each.first()] = true;
                excluded[each.last()] = true;
            }
        }
        Stretches all = new Stretches(shapes, excluded);
        all.search(CallShapes.TOP);
        for (int node = 0; node < excluded.length; node++) {
            if (shapes.role(node) != Role.IGNORED && shapes.childCount(node) > 1) {
                all.search(node);
            }
        }
        return all.found;
    }

    private void search(int parent) {
        BitSet inTurn = inTurn(parent);
        if (inTurn.isEmpty()) {
            return;
        }
        List<Integer> run = new ArrayList<>();
        List<Source> given = new ArrayList<>();
        List<Source> sources = new ArrayList<>();
        if (parent >= 0) {
            sources.add(new Source(given(parent)));
        }
        long common = 0;
        int count = shapes.childCount(parent);
        for (int i = 0; i < count; i++) {
            int node = shapes.childAt(parent, i);
            if (shapes.role(node) == Role.PLAIN) {
                continue;
            }
            Source out = new Source(made(node));
            boolean candidate = inTurn.get(i) && isText(given(node)) && isText(made(node));
            Words in = candidate ? new Words(shingles(given(node))) : Words.NONE;
            long from = from(in, sources);
            if (!candidate || from == 0 || !fits(run, given, node, in) || (common & from) == 0) {
                close(parent, run, given);
                common = -1;
            }
            if (candidate && from != 0) {
                common &= from;
                run.add(node);
                given.add(out);
            }
            if (sources.size() == MOST_SOURCES) {
                sources.removeLast();
            }
            sources.add(out);
        }
        close(parent, run, given);
    }

    /**
     * Positions of the children that follow one another in turn for so long that a stretch of them
     * would be worth telling; needs no payload.
     */
    private BitSet inTurn(int parent) {
        BitSet all = new BitSet();
        int count = shapes.childCount(parent);
        int before = -1;
        int first = -1;
        long sum = 0;
        long longest = 0;
        for (int i = 0; i <= count; i++) {
            int node = i < count ? shapes.childAt(parent, i) : -1;
            if (node >= 0 && shapes.role(node) == Role.PLAIN) {
                continue;
            }
            boolean may = node >= 0 && isCandidate(node);
            if (!may || before < 0 || !follows(before, node)) {
                if (sum - longest >= LEAST_GAIN) {
                    all.set(first, i);
                }
                first = i;
                sum = 0;
                longest = 0;
            }
            if (may) {
                sum += shapes.nanos(node);
                longest = Math.max(longest, shapes.nanos(node));
            }
            before = may ? node : -1;
        }
        return all;
    }

    private boolean follows(int before, int node) {
        return shapes.role(node) == shapes.role(before)
                && tree.startNanos(node) >= tree.endNanos(before)
                && tree.span(node).links().isEmpty();
    }

    /** Which of the texts the input shares words with, one bit each. */
    private static long from(Words taken, List<Source> sources) {
        long bits = 0;
        for (int i = 0; i < sources.size() && !taken.isEmpty(); i++) {
            bits |= taken.hasAny(sources.get(i).shingles()) ? 1L << i : 0;
        }
        return bits;
    }

    /** A text that steps may have been given; what stands in it is read once somebody asks. */
    private final class Source {
        private final @Nullable AnyValue text;
        private long @Nullable [] shingles;

        Source(@Nullable AnyValue text) {
            this.text = text;
        }

        long[] shingles() {
            if (shingles == null) {
                shingles = Stretches.this.shingles(text);
            }
            return shingles;
        }
    }

    /** Fingerprints to look up, each in the place of its hash or the next free one. */
    private static final class Words {
        static final Words NONE = new Words(NOTHING);

        // A fingerprint of 0 is looked for apart, since free places hold 0.
        private final long[] places;
        private final boolean hasZero;
        private final boolean isEmpty;

        Words(long[] words) {
            isEmpty = words.length == 0;
            places = new long[Integer.highestOneBit(2 * words.length | 1) << 1];
            boolean zero = false;
            for (long word : words) {
                zero |= word == 0;
                places[place(word)] = word;
            }
            hasZero = zero;
        }

        private int place(long word) {
            int mask = places.length - 1;
            int at = (int) (word * 0x9e3779b97f4a7c15L >>> 32) & mask;
            while (places[at] != word && places[at] != 0) {
                at = at + 1 & mask;
            }
            return at;
        }

        boolean isEmpty() {
            return isEmpty;
        }

        boolean hasAny(long[] words) {
            for (long word : words) {
                if (word == 0 ? hasZero : places[place(word)] == word) {
                    return true;
                }
            }
            return false;
        }
    }

    private boolean isCandidate(int node) {
        Role role = shapes.role(node);
        return (role == Role.AGENT || role == Role.TOOL)
                && !excluded[node]
                && !shapes.failed(node)
                && shapes.handoffsIn(node) == 0;
    }

    /** What a step was given; an agent's first model call says it where its own span does not. */
    private @Nullable AnyValue given(int node) {
        AnyValue own = tree.facts(node).input();
        int call = own == null ? modelCall(node, true) : -1;
        return call < 0 ? own : tree.facts(call).input();
    }

    /** What a step gave back; an agent's last model call says it where its own span does not. */
    private @Nullable AnyValue made(int node) {
        AnyValue own = tree.facts(node).output();
        int call = own == null ? modelCall(node, false) : -1;
        return call < 0 ? own : tree.facts(call).output();
    }

    /** The first or the last model call directly inside an agent, or -1. */
    private int modelCall(int node, boolean first) {
        int found = -1;
        if (shapes.role(node) == Role.AGENT) {
            for (int i = node + 1; i < tree.subtreeEnd(node); i = tree.subtreeEnd(i)) {
                if (tree.facts(i).operation().kind() == OperationKind.MODEL_CALL) {
                    found = found < 0 || !first ? i : found;
                }
            }
        }
        return found;
    }

    private static boolean isText(@Nullable AnyValue value) {
        return value != null && CallShapeText.head(value).strip().length() >= 12;
    }

    private boolean fits(List<Integer> run, List<Source> given, int node, Words in) {
        if (run.isEmpty()) {
            return true;
        }
        return run.size() < MOST_STEPS && follows(run.getLast(), node) && from(in, given) == 0;
    }

    /**
     * Fingerprints of all groups of three words, and of each number and long word. Names of JSON
     * fields are no words. Each character of a script without spaces stands, with the one before,
     * for a word.
     */
    private long[] shingles(@Nullable AnyValue value) {
        String part = value == null ? "" : shapes.beginning(value, MOST_TEXT);
        long[] into = new long[part.length() + 1];
        int found = 0;
        long[] last = new long[SHINGLE];
        int words = 0;
        int i = 0;
        while (i < part.length()) {
            char first = part.charAt(i);
            if (!isLetterOrDigit(first)) {
                i++;
                continue;
            }
            int start = i;
            boolean digits = false;
            int word = 0;
            if (isIdeograph(first)) {
                char before = i > 0 && isIdeograph(part.charAt(i - 1)) ? part.charAt(i - 1) : 0;
                word = 31 * before + first;
                i++;
            } else {
                char c = first;
                do {
                    digits = digits || isDigit(c);
                    word = 31 * word + c;
                    i++;
                    c = i < part.length() ? part.charAt(i) : 0;
                } while (isInWord(c));
                if (isFieldName(part, i)) {
                    continue;
                }
            }
            last[words++ % SHINGLE] = word;
            if (digits && i - start >= 3 || i - start >= 14) {
                into[found++] = word;
            }
            if (words >= SHINGLE) {
                long hash = 7;
                for (int back = SHINGLE; back > 0; back--) {
                    hash = CallShapeText.mix(hash, last[(words - back) % SHINGLE]);
                }
                into[found++] = hash;
            }
        }
        return Arrays.copyOf(into, found);
    }

    private static boolean isInWord(char c) {
        return isLetterOrDigit(c) && !isIdeograph(c);
    }

    private static boolean isLetterOrDigit(char c) {
        if (c >= 128) {
            return Character.isLetterOrDigit(c);
        }
        int letter = (c | 0x20) - 'a';
        return letter >= 0 && letter < 26 || c >= '0' && c <= '9';
    }

    private static boolean isDigit(char c) {
        return c < 128 ? c >= '0' && c <= '9' : Character.isDigit(c);
    }

    private static boolean isIdeograph(char c) {
        return c >= 0x3040 && c < 0xa000 && Character.isLetter(c);
    }

    /** Whether what ended there is a JSON field's name, also inside a quoted JSON text. */
    private static boolean isFieldName(String text, int end) {
        int at = end;
        while (at < text.length() && text.charAt(at) == '\\') {
            at++;
        }
        if (at >= text.length() || text.charAt(at) != '"') {
            return false;
        }
        at++;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at < text.length() && text.charAt(at) == ':';
    }

    private void close(int parent, List<Integer> run, List<Source> given) {
        if (run.size() >= 2) {
            long longest = 0;
            long sum = 0;
            for (int node : run) {
                sum += shapes.nanos(node);
                longest = Math.max(longest, shapes.nanos(node));
            }
            if (sum - longest >= LEAST_GAIN) {
                found.add(new Stretch(parent, run, sum - longest));
            }
        }
        run.clear();
        given.clear();
    }
}
