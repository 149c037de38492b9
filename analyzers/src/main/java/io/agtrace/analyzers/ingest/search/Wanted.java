package io.agtrace.analyzers.ingest.search;

import io.agtrace.analyzers.span.Id;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Ids and values to search for, which are spelled in one way or another in each format. */
public final class Wanted {
    /** Up to so many needles are searched for at once, of whatever lengths. */
    private static final int FEW = 1_000;

    private final Set<Id> traces = new LinkedHashSet<>();
    private final Set<Id> spans = new LinkedHashSet<>();
    private final Set<String> values = new LinkedHashSet<>();

    /** Asks for whatever names a trace. */
    public void trace(Id trace) {
        traces.add(trace);
    }

    /** Asks for whatever names a span. */
    public void span(Id span) {
        spans.add(span);
    }

    /** Asks for records in which an attribute has that value. */
    public void value(String value) {
        values.add(value);
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    public int size() {
        return traces.size() + spans.size() + values.size();
    }

    /**
     * The bytes to search for: where they are many, the longer ones by themselves.
     *
     * @param all what is wanted, not nothing
     * @param binary whether records are protobuf, else JSON
     * @return null where something may be written in a way that no search for bytes finds
     */
    static @Nullable List<NeedleSet> needles(List<Wanted> all, boolean binary) {
        Spellings spellings = new Spellings(binary);
        for (Wanted wanted : all) {
            wanted.traces.forEach(trace -> spellings.id(trace, true));
            wanted.spans.forEach(span -> spellings.id(span, false));
            wanted.values.forEach(spellings::value);
        }
        if (!spellings.complete()) {
            return null;
        }
        if (spellings.needles().size() <= FEW) {
            return List.of(new NeedleSet(spellings.needles()));
        }
        List<NeedleSet> sets = new ArrayList<>(2);
        List<Needle> shorter = new ArrayList<>();
        List<Needle> longer = new ArrayList<>();
        for (Needle needle : spellings.needles()) {
            (needle.bytes().length < NeedleSet.LONG ? shorter : longer).add(needle);
        }
        if (!shorter.isEmpty()) {
            sets.add(new NeedleSet(shorter));
        }
        if (!longer.isEmpty()) {
            sets.add(new NeedleSet(longer));
        }
        return sets;
    }
}
