package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.conventions.NameTable.Binding;
import io.agtrace.analyzers.conventions.NameTable.Meaning;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The concepts that one span's attributes state, each with the attribute that states it. Made in
 * one walk over the attributes; metadata that stands as JSON inside one attribute is opened when a
 * concept is asked for that the other attributes do not give.
 *
 * <p>Not thread-safe; cheap to make again.
 */
public final class SpanConcepts {
    private static final int CONCEPTS = Concept.values().length;
    private static final int INDEX_BITS = 20;
    private static final int MOST_ATTRIBUTES = (1 << INDEX_BITS) - 1;
    private static final int NO_SOURCE = Integer.MAX_VALUE;
    private static final int FEW = 12;

    private final NameTable table;
    private final Span span;
    private final Attributes attributes;

    /** For each concept the place of its best source in {@link #sources}; 0 where there is none. */
    private final byte[] places = new byte[CONCEPTS];

    /** Of best sources the rank and the index among the attributes, in one number. */
    private int[] sources = new int[FEW];

    private int lastPlace;

    private List<Stated> each = List.of();
    private boolean hasMetadata;
    private @Nullable Metadata metadata;
    private Family family = Family.UNKNOWN;

    /**
     * A concept's value and where it stands.
     *
     * @param source the attribute's name; {@code metadata.<key>} for a key inside a JSON text
     */
    public record Stated(Concept concept, AnyValue value, String source) {
        /** The value as text; JSON quotes around the whole of it are taken off. */
        public String text() {
            return Values.text(value);
        }
    }

    /** What the JSON metadata of a span states: the best value for each concept. */
    private record Metadata(@Nullable Stated[] stated, int[] ranks) {}

    SpanConcepts(NameTable table, Span span) {
        this.table = table;
        this.span = span;
        this.attributes = span.attributes();
        int size = Math.min(attributes.size(), MOST_ATTRIBUTES);
        for (int i = 0; i < size; i++) {
            Meaning meaning = table.meaning(attributes.key(i));
            if (!meaning.isSilent()) {
                take(meaning, i);
            }
        }
    }

    private void take(Meaning meaning, int index) {
        family = family.or(meaning.family());
        for (Binding binding : meaning.bindings()) {
            Concept concept = binding.concept();
            int candidate = binding.rank() << INDEX_BITS | index;
            if (candidate < best(concept)
                    && !Markers.isAbsent(attributes.value(index), concept.shape())) {
                setBest(concept, candidate);
            }
            if (concept.isEach()) {
                takeEach(concept, index);
            }
        }
    }

    private int best(Concept concept) {
        int place = places[concept.slot()] & 0xff;
        return place == 0 ? NO_SOURCE : sources[place];
    }

    private void setBest(Concept concept, int source) {
        int slot = concept.slot();
        if (places[slot] == 0) {
            lastPlace++;
            places[slot] = (byte) lastPlace;
            if (lastPlace == sources.length) {
                sources = Arrays.copyOf(sources, CONCEPTS + 1);
            }
        }
        sources[places[slot] & 0xff] = source;
    }

    private void takeEach(Concept concept, int index) {
        AnyValue value = attributes.value(index);
        if (Markers.isAbsent(value, concept.shape())) {
            return;
        }
        if (concept == Concept.METADATA) {
            hasMetadata = true;
        }
        if (each.isEmpty()) {
            each = new ArrayList<>(4);
        }
        each.add(new Stated(concept, value, attributes.key(index)));
    }

    /** The span the concepts were read from. */
    public Span span() {
        return span;
    }

    /** The concept's value with its source, or null where the span does not state it. */
    public @Nullable Stated get(Concept concept) {
        int found = best(concept);
        if (hasMetadata && isLookedForInMetadata(concept)) {
            Metadata opened = metadata();
            Stated inner = opened.stated()[concept.slot()];
            if (inner != null && opened.ranks()[concept.slot()] < found >>> INDEX_BITS) {
                return inner;
            }
        }
        if (found == NO_SOURCE) {
            return null;
        }
        int index = found & MOST_ATTRIBUTES;
        return new Stated(concept, attributes.value(index), attributes.key(index));
    }

    /** The concept's value, or null. */
    public @Nullable AnyValue value(Concept concept) {
        int found = best(concept);
        if (hasMetadata && isLookedForInMetadata(concept)) {
            Stated stated = get(concept);
            return stated == null ? null : stated.value();
        }
        return found == NO_SOURCE ? null : attributes.value(found & MOST_ATTRIBUTES);
    }

    /** The concept's value as text, or the empty string. */
    public String text(Concept concept) {
        AnyValue value = value(concept);
        return value == null ? "" : Values.text(value).strip();
    }

    /** The concept's value as a whole number of at least 0, or -1. */
    public long count(Concept concept) {
        return Values.count(value(concept));
    }

    /** The concept's value as a number, or NaN. */
    public double number(Concept concept) {
        return Values.number(value(concept));
    }

    /** The concept's value as a truth value, or null. */
    public @Nullable Boolean flag(Concept concept) {
        return Values.flag(value(concept));
    }

    /** Whether an attribute (metadata inside JSON not counted) states the concept. */
    public boolean has(Concept concept) {
        return best(concept) != NO_SOURCE;
    }

    /** The concept as a length of time in nanoseconds, by the unit in its name; -1 if absent. */
    public long durationNanos(Concept concept) {
        Stated stated = get(concept);
        return stated == null ? -1 : Lengths.nanos(stated.source(), stated.value());
    }

    /** Everything that was said of concepts which several attributes may state side by side. */
    List<Stated> each() {
        if (hasMetadata) {
            metadata();
        }
        return each;
    }

    /** The family whose marks the attributes bear. */
    Family family() {
        return family;
    }

    /** Content is never sought in metadata, and most spans name their model and tool outside it. */
    private boolean isLookedForInMetadata(Concept concept) {
        return switch (concept) {
            case METADATA, OPERATION, PLAIN, INPUT, OUTPUT, INPUT_FLAT, OUTPUT_FLAT -> false;
            case MODEL_ASKED, MODEL_ANSWERED, TOOL_NAME, TOOL_CALL_ID, PROVIDER ->
                    best(concept) == NO_SOURCE;
            default -> true;
        };
    }

    private Metadata metadata() {
        Metadata opened = metadata;
        if (opened == null) {
            opened = open();
            metadata = opened;
        }
        return opened;
    }

    private Metadata open() {
        Metadata opened = new Metadata(new @Nullable Stated[CONCEPTS], new int[CONCEPTS]);
        for (Stated bag : List.copyOf(each)) {
            if (bag.concept() == Concept.METADATA) {
                if (bag.value() instanceof Text json) {
                    new FlatJson(Values.text(json)).forEach((k, v) -> note(opened, k, v));
                } else {
                    Attributes fields = Values.fields(bag.value());
                    for (int i = 0; i < fields.size(); i++) {
                        note(opened, fields.key(i), FlatJson.Member.of(fields.value(i)));
                    }
                }
            }
        }
        return opened;
    }

    private void note(Metadata opened, String key, FlatJson.Member member) {
        Binding[] bindings = table.metadata(key);
        if (bindings.length == 0) {
            return;
        }
        AnyValue value = member.value();
        for (Binding binding : bindings) {
            Concept concept = binding.concept();
            if (Markers.isAbsent(value, concept.shape())) {
                continue;
            }
            Stated stated = new Stated(concept, value, "metadata." + key);
            int slot = concept.slot();
            if (opened.stated()[slot] == null || binding.rank() < opened.ranks()[slot]) {
                opened.stated()[slot] = stated;
                opened.ranks()[slot] = binding.rank();
            }
            if (concept.isEach()) {
                each.add(stated);
            }
        }
    }
}
