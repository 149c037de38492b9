package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.Conventions;
import io.agtrace.analyzers.conventions.RunKey;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.search.Seeker;
import io.agtrace.analyzers.ingest.search.Wanted;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds a workflow by its id in inputs too large to be read as a whole, and brings its spans
 * together: searches for the id, reads what holds it, searches for what may join that to more, and
 * so on until nothing new is found. Gives the same workflow as {@link TraceIndex} over all of the
 * input, or none.
 *
 * <p>Why it is the same. Call a trace complete once its id was searched for: then all of its spans
 * are known, and so is its {@link TraceRow}. The {@link Stitcher} joins two traces only because
 *
 * <ul>
 *   <li>one refers to the other by its id, in a link or a carried trace context,
 *   <li>both carry a run's id, or the ends of a message, with an equal value; whether they are
 *       joined then depends on the rows of the traces that carry this value, and on no others,
 *   <li>the parent of one without a root is a span of the other.
 * </ul>
 *
 * So for the traces that hang together with the ones asked for, in whatever way the stitcher might
 * come to join them, their ids, their values and their spans' ids are searched for, and all traces
 * that are found to refer to them or to share a value are completed. When no new one turns up, the
 * stitcher sees among the complete traces the same possible joins from and to these as among all
 * traces, in the same order; joins between others have no part in it. Whether an id is shared with
 * another workflow, which decides how a workflow is called, is known likewise.
 *
 * <p>The join by a parent also depends on how many traces began in between. So where there may be
 * one, this gives up, as it does where too much has to be read. Names, and beginnings of ids, are
 * not searched for: where nothing carries the id, the caller has to read everything.
 */
public final class Haystack {
    private static final int MOST_PASSES = 10;

    private final Conventions conventions;
    private final Source source;
    private final Names names = new Names();
    private final Map<Id, TraceRow> rows = new HashMap<>();
    private final TraceGroups groups = new TraceGroups();

    // What was searched for.
    private final Set<Id> complete = new HashSet<>();
    private final Set<String> values = new HashSet<>();
    private final Set<Id> spans = new HashSet<>();

    /** Inputs that are searched, pass by pass. */
    public interface Source {
        /**
         * Gives the spans and log records of all records that hold something wanted, and perhaps of
         * others, but none twice. What the seeker wants beside it counts as wanted.
         *
         * @return whether these are certainly all
         */
        boolean pass(Wanted wanted, Seeker seeker, IngestReport report) throws IOException;
    }

    /**
     * What was found.
     *
     * @param named the workflows that carry the id, mostly one
     */
    record Found(List<Summaries.Named> named, TraceGroups groups) {}

    public Haystack(Conventions conventions, Source source) {
        this.conventions = conventions;
        this.source = source;
    }

    /**
     * Finds the workflows that carry an id; to be called once.
     *
     * @param onlyTrace whether it is a trace's id, else any that {@link WorkflowLookup} knows
     * @return null where only a reading of everything can tell
     */
    @Nullable Found find(String wanted, boolean onlyTrace, IngestReport report) throws IOException {
        String text = wanted.strip();
        Id id = Id.trace(text);
        Wanted first = new Wanted();
        if (id != null) {
            want(id, first);
        }
        if (!onlyTrace && !text.isEmpty()) {
            want(text, first);
        }
        Wanted next = first;
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            if (!source.pass(next, new Rows(id, onlyTrace ? "" : text), report)) {
                return null;
            }
            Set<Id> seeds = seeds(id, onlyTrace ? "" : text);
            if (seeds.isEmpty()) {
                return null;
            }
            next = new Wanted();
            boolean known = complete.containsAll(seeds);
            Set<Id> together = known ? together(seeds) : seeds;
            if (!extend(together, known, next)) {
                return null;
            }
            if (next.isEmpty()) {
                return found(together);
            }
        }
        return null;
    }

    private void want(Id trace, Wanted next) {
        if (complete.add(trace)) {
            next.trace(trace);
        }
    }

    private void want(String value, Wanted next) {
        if (values.add(value)) {
            next.value(value);
        }
    }

    private void wantSpan(Id span, Wanted next) {
        // An equal span id in two traces means nothing where ids are counted.
        if (Stitcher.isRandom(span) && spans.add(span)) {
            next.span(span);
        }
    }

    private Set<Id> seeds(@Nullable Id id, String value) {
        Set<Id> seeds = new TreeSet<>();
        for (TraceRow row : rows.values()) {
            if (row.id.equals(id) || carries(row, Set.of(value))) {
                seeds.add(row.id);
            }
        }
        return seeds;
    }

    private static boolean carries(TraceRow row, Set<String> wanted) {
        for (RunKey key : row.keys) {
            if (wanted.contains(key.value())) {
                return true;
            }
        }
        MessageIds messages = row.messages;
        for (int i = 0; messages != null && i < messages.size(); i++) {
            if (messages.text(i) != null && wanted.contains(messages.text(i))) {
                return true;
            }
        }
        return false;
    }

    /** The traces that might be joined with these, directly or by way of others. */
    private Set<Id> together(Set<Id> seeds) {
        Map<Id, TraceRow> known = new HashMap<>();
        for (Id trace : complete) {
            TraceRow row = rows.get(trace);
            if (row != null) {
                known.put(trace, row);
            }
        }
        return new Stitcher(known, (_, _) -> false).together(seeds);
    }

    /**
     * Asks for all that may join these traces to more.
     *
     * @param known whether they are complete; where not, what is known of them is asked for ahead
     * @return false where a join may rest on what is not known here
     */
    private boolean extend(Set<Id> together, boolean known, Wanted next) {
        for (Id trace : together) {
            TraceRow row = rows.get(trace);
            want(trace, next);
            if (row == null) {
                continue;
            }
            for (RunKey key : row.keys) {
                want(key.value(), next);
            }
            for (TraceReference reference : row.references) {
                want(reference.target(), next);
            }
            wantMessages(row, known, next);
        }
        for (TraceRow row : rows.values()) {
            boolean mayJoin = carries(row, values);
            for (TraceReference reference : row.references) {
                mayJoin |= together.contains(reference.target());
            }
            if (mayJoin) {
                want(row.id, next);
            }
        }
        return parents(together, next);
    }

    private void wantMessages(TraceRow row, boolean known, Wanted next) {
        MessageIds messages = row.messages;
        for (int i = 0; messages != null && i < messages.size(); i++) {
            String text = messages.text(i);
            // Counted ids are everywhere; perhaps the other end is only not seen yet.
            if (text != null && (known || RunKeyRule.messageWait(text) == Long.MAX_VALUE)) {
                want(text, next);
            }
        }
    }

    /** Asks who has a span of theirs as parent, and whose span a missing parent of theirs is. */
    private boolean parents(Set<Id> together, Wanted next) {
        Map<Id, Id> owners = new HashMap<>();
        Map<Id, Id> missing = new HashMap<>();
        for (Id trace : together) {
            for (Span span : groups.spans(trace)) {
                Id id = PendingSpans.resolve(span).spanId();
                wantSpan(id, next);
                owners.put(id, trace);
            }
            TraceRow row = rows.get(trace);
            Id parent = row == null || row.rootStands ? null : row.missingParent;
            if (parent != null) {
                wantSpan(parent, next);
                missing.put(parent, trace);
            }
        }
        boolean certain = true;
        for (TraceRow row : rows.values()) {
            for (Span each : groups.spans(row.id)) {
                Span span = PendingSpans.resolve(each);
                Id of = missing.get(span.spanId());
                certain &= of == null || of.equals(row.id) || !spans.contains(span.spanId());
                Id parent = span.parentId();
                Id owner = parent == null ? null : owners.get(parent);
                if (parent == null
                        || owner == null
                        || owner.equals(row.id)
                        || !spans.contains(parent)) {
                    continue;
                }
                boolean headless = !row.rootStands && parent.equals(row.missingParent);
                certain &= !headless || !complete.contains(row.id);
                want(row.id, next);
            }
        }
        return certain;
    }

    private Found found(Set<Id> together) {
        TraceIndex index = new TraceIndex(conventions);
        for (Id trace : complete) {
            groups.spans(trace).forEach(index::span);
        }
        List<Summaries.Named> named = new ArrayList<>();
        for (Summaries.Named each : index.named()) {
            if (together.contains(each.workflow().traceIds().getFirst())) {
                named.add(each);
            }
        }
        return new Found(named, groups);
    }

    /** Takes what a pass reads. */
    private final class Rows implements Seeker {
        private final @Nullable Id id;
        private final String value;
        private boolean changed;

        Rows(@Nullable Id id, String value) {
            this.id = id;
            this.value = value;
        }

        /** What the traces found so far tell, complete or not, of what may join them to more. */
        @Override
        public Wanted more() {
            Wanted next = new Wanted();
            if (changed) {
                changed = false;
                // Whether a join is certain can be told only once the pass has ended.
                extend(seeds(id, value), false, next);
            }
            return next;
        }

        @Override
        public void span(Span span) {
            changed = true;
            groups.span(span);
            Seen seen = Seen.of(span, conventions);
            TraceRow row =
                    rows.computeIfAbsent(
                            seen.trace(), id -> new TraceRow(id, rows.size(), names.none));
            row.see(seen, "", names);
        }

        @Override
        public void log(LogRecord log) {
            groups.log(log);
        }
    }
}
