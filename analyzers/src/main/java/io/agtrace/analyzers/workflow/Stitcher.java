package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.RunKey;
import io.agtrace.analyzers.span.Id;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/** Finds out which traces are parts of one run, with the evidence for each join. */
final class Stitcher {
    /** A trace that points to more traces than this collects from all, like a batch writer. */
    static final int MOST_LINKED = 256;

    private static final int MOST_RECEIVERS = 64;
    private static final int PARENT_WINDOW = 2_000;
    private static final int PARENT_PROBES = 2_000_000;

    /** All traces, in order of their start, then id; without a start last. */
    final TraceRow[] rows;

    /** For each trace the number of the first one of its workflow. */
    final int[] first;

    /** The joins that made the workflows, none of them superfluous; one list a first trace. */
    final Map<Integer, List<TraceJoin>> joins = new HashMap<>();

    /** Traces by the value of each run key that several carry. */
    final Map<String, int[]> byKey = new HashMap<>();

    /** What all joins that were thought of would put together. */
    private final DisjointSets possible;

    private final Map<Id, Integer> numbers = new HashMap<>();
    private final List<Join> found = new ArrayList<>();

    private record Join(TraceJoin.Kind kind, int from, int to, String evidence) {}

    Stitcher(Map<Id, TraceRow> traces, BiPredicate<Id, Id> contains) {
        rows = traces.values().toArray(TraceRow[]::new);
        Arrays.sort(rows, Stitcher::compareStarts);
        for (int i = 0; i < rows.length; i++) {
            if (!rows[i].references.isEmpty()) {
                // Numbers are needed only where somebody refers to a trace.
                number();
                break;
            }
        }
        references();
        parents(contains);
        messages();
        keys();
        first = new int[rows.length];
        possible = new DisjointSets(rows.length);
        join();
    }

    private static int compareStarts(TraceRow a, TraceRow b) {
        return a.start == b.start ? a.id.compareTo(b.id) : Long.compare(a.start, b.start);
    }

    /** The traces that hang together with some of these by joins that were thought of. */
    Set<Id> together(Set<Id> traces) {
        Set<Integer> sets = new HashSet<>();
        for (int i = 0; i < rows.length; i++) {
            if (traces.contains(rows[i].id)) {
                sets.add(possible.find(i));
            }
        }
        Set<Id> together = new TreeSet<>();
        for (int i = 0; i < rows.length; i++) {
            if (sets.contains(possible.find(i))) {
                together.add(rows[i].id);
            }
        }
        return together;
    }

    private void number() {
        for (int i = 0; i < rows.length; i++) {
            numbers.put(rows[i].id, i);
        }
    }

    private void references() {
        for (int to = 0; to < rows.length; to++) {
            TraceRow row = rows[to];
            if (row.references.size() > MOST_LINKED) {
                continue;
            }
            for (TraceReference reference : row.references) {
                Integer from = numbers.get(reference.target());
                if (from != null) {
                    String what =
                            reference.kind() == TraceJoin.Kind.SPAN_LINK
                                    ? "link"
                                    : "traceparent in its data";
                    found.add(
                            new Join(
                                    reference.kind(),
                                    from,
                                    to,
                                    what
                                            + " from span "
                                            + reference.fromSpan()
                                            + " to span "
                                            + reference.toSpan()));
                }
            }
        }
    }

    /**
     * A trace without a root: is the parent of its first span in a trace that began not long
     * before? Only the nearest traces are asked, and only for ids that are unlikely to be there by
     * chance.
     */
    private void parents(BiPredicate<Id, Id> contains) {
        int probes = 0;
        for (int to = 0; to < rows.length; to++) {
            Id parent = rows[to].missingParent;
            if (parent == null || rows[to].rootStands || !isRandom(parent)) {
                continue;
            }
            int last = Math.max(0, to - PARENT_WINDOW);
            for (int from = to - 1; from >= last && probes < PARENT_PROBES; from--, probes++) {
                if (contains.test(rows[from].id, parent)) {
                    found.add(
                            new Join(
                                    TraceJoin.Kind.PARENT_IN_OTHER_TRACE,
                                    from,
                                    to,
                                    "span " + rows[to].headless + " names the parent " + parent));
                    break;
                }
            }
        }
    }

    /** Whether equal span ids in two traces are no accident, as counted ones would be. */
    static boolean isRandom(Id id) {
        return id.isNumeric() && (id.high() != 0 || id.low() >>> 32 != 0);
    }

    private void messages() {
        Map<String, int[]> senders = new HashMap<>();
        Map<String, int[]> receivers = new HashMap<>();
        for (int i = 0; i < rows.length; i++) {
            MessageIds messages = rows[i].messages;
            for (int j = 0; messages != null && j < messages.size(); j++) {
                String text = messages.text(j);
                if (text != null) {
                    append(messages.ends(j) == MessageIds.SENT ? senders : receivers, text, i);
                }
            }
        }
        receivers.forEach(
                (id, to) -> {
                    int[] from = senders.get(id);
                    if (from == null || to.length > MOST_RECEIVERS) {
                        return;
                    }
                    for (int receiver : to) {
                        int sender = sender(from, receiver, RunKeyRule.messageWait(id));
                        if (sender >= 0) {
                            found.add(
                                    new Join(
                                            TraceJoin.Kind.MESSAGE_ID,
                                            sender,
                                            receiver,
                                            "message " + id + " sent and received"));
                        }
                    }
                });
    }

    /**
     * The trace that sent what another received: of several that used the same id, the last one to
     * begin before it, as counters start again with each run. -1 where there is none, or where it
     * is the receiving trace itself.
     */
    private int sender(int[] senders, int receiver, long longestWait) {
        if (senders.length == 1 && longestWait == Long.MAX_VALUE) {
            return senders[0] == receiver ? -1 : senders[0];
        }
        int at = Arrays.binarySearch(senders, receiver);
        int before = at >= 0 ? at : -at - 2;
        if (before < 0 || senders[before] == receiver) {
            return -1;
        }
        TraceRow sent = rows[senders[before]];
        TraceRow received = rows[receiver];
        boolean timed = sent.hasStart() && received.hasStart();
        boolean near = !timed ? senders.length == 1 : received.start - sent.end <= longestWait;
        return near ? senders[before] : -1;
    }

    private static void append(Map<String, int[]> map, String key, int number) {
        int[] known = map.get(key);
        if (known == null) {
            map.put(key, new int[] {number});
        } else if (known[known.length - 1] != number) {
            int[] grown = Arrays.copyOf(known, known.length + 1);
            grown[known.length] = number;
            map.put(key, grown);
        }
    }

    private void keys() {
        Map<String, Numbers> shared = new HashMap<>();
        for (int i = 0; i < rows.length; i++) {
            for (RunKey key : rows[i].keys) {
                shared.computeIfAbsent(key.value(), _ -> new Numbers()).add(i);
            }
        }
        shared.forEach(
                (value, numbers) -> {
                    int[] traces = numbers.toArray();
                    if (traces.length > 1) {
                        byKey.put(value, traces);
                        neighbours(value, traces);
                    }
                });
    }

    /** A growing list of ascending numbers. */
    private static final class Numbers {
        private int[] values = new int[1];
        private int size;

        private void add(int number) {
            if (size > 0 && values[size - 1] == number) {
                return;
            }
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = number;
        }

        private int[] toArray() {
            return size == values.length ? values : Arrays.copyOf(values, size);
        }
    }

    /** Joins those traces that share the value and lie close enough, in order of their start. */
    private void neighbours(String value, int[] traces) {
        List<Join> chain = new ArrayList<>();
        int latest = -1;
        long longest = 0;
        boolean holdsWhole = false;
        for (int trace : traces) {
            RunKey key = keyOf(trace, value);
            if (key == null || !RunKeyRule.usable(key)) {
                continue;
            }
            TraceRow row = rows[trace];
            if (latest >= 0) {
                RunKey before = keyOf(latest, value);
                RunKey weaker =
                        before != null && TraceRow.compareKeys(before, key) > 0 ? before : key;
                longest = Math.max(longest, duration(row));
                boolean runsOfTheirOwn =
                        holdsWhole && row.isWhole() && !RunKeyRule.namesTheRun(weaker.kind());
                if (!runsOfTheirOwn
                        && joins(weaker.kind(), rows[latest], row, longest, traces.length)) {
                    chain.add(
                            new Join(
                                    RunKeyRule.joinKind(weaker.kind()),
                                    latest,
                                    trace,
                                    weaker.attribute() + " = " + value));
                    latest = row.end > rows[latest].end ? trace : latest;
                    holdsWhole |= row.isWhole();
                    continue;
                }
                keep(chain);
            }
            latest = trace;
            longest = duration(row);
            holdsWhole = row.isWhole();
        }
        keep(chain);
    }

    private void keep(List<Join> chain) {
        if (chain.size() < RunKeyRule.MOST_TRACES) {
            found.addAll(chain);
        }
        chain.clear();
    }

    private static boolean joins(
            RunKey.Kind kind, TraceRow before, TraceRow row, long longest, int traces) {
        if (RunKeyRule.namesTheRun(kind) && traces <= RunKeyRule.MANY) {
            return true;
        }
        if (kind == RunKey.Kind.BAGGAGE && traces > RunKeyRule.MOST_BY_BAGGAGE) {
            return false;
        }
        if (!before.hasStart() || !row.hasStart()) {
            return false;
        }
        // Negative where times lie so far apart that the difference does not fit.
        long gap = row.start - before.end;
        return row.start <= before.end || gap >= 0 && gap <= RunKeyRule.bridged(kind, longest);
    }

    private static long duration(TraceRow row) {
        return row.hasStart() ? Math.max(0, row.end - row.start) : 0;
    }

    private @Nullable RunKey keyOf(int trace, String value) {
        for (RunKey key : rows[trace].keys) {
            if (key.value().equals(value)) {
                return key;
            }
        }
        return null;
    }

    /** The strongest evidence first. */
    private static int compareJoins(Join a, Join b) {
        if (a.kind != b.kind) {
            return a.kind.compareTo(b.kind);
        }
        if (a.from != b.from) {
            return Integer.compare(a.from, b.from);
        }
        return a.to == b.to ? a.evidence.compareTo(b.evidence) : Integer.compare(a.to, b.to);
    }

    private void join() {
        found.sort(Stitcher::compareJoins);
        DisjointSets sets = new DisjointSets(rows.length);
        List<Join> kept = new ArrayList<>();
        BitSet runs = new BitSet();
        for (int i = 0; i < rows.length; i++) {
            runs.set(i, rows[i].isWhole());
        }
        for (Join join : found) {
            possible.join(join.from, join.to);
            int from = sets.find(join.from);
            int to = sets.find(join.to);
            boolean weak = join.kind.compareTo(TraceJoin.Kind.CONVERSATION_ID) >= 0;
            // What better evidence put together is a run by itself, as a whole trace is.
            boolean runsOfTheirOwn = weak && from != to && runs.get(from) && runs.get(to);
            if (!runsOfTheirOwn && sets.join(join.from, join.to)) {
                kept.add(join);
                boolean run = !weak || runs.get(from) || runs.get(to);
                runs.set(sets.find(join.from), run);
            }
        }
        for (int i = 0; i < rows.length; i++) {
            first[i] = sets.find(i);
        }
        for (Join join : kept) {
            joins.computeIfAbsent(first[join.from], _ -> new ArrayList<>())
                    .add(
                            new TraceJoin(
                                    join.kind,
                                    rows[join.from].id,
                                    rows[join.to].id,
                                    join.evidence,
                                    RunKeyRule.confidence(join.kind)));
        }
        found.clear();
        numbers.clear();
    }
}
