package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanConcepts;
import io.agtrace.analyzers.conventions.StandardConventions;
import io.agtrace.analyzers.ingest.json.JsonTree;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.span.Text;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.IdentityHashMap;
import java.util.List;

/**
 * What the spans of one run state and what their payloads hold, as all parts of the agents' view
 * read it. Whatever takes work to read is remembered for the next part that asks, as long as there
 * is room: all of a small run, of a large one what was read last.
 */
final class Reading {
    /** Spans whose concepts are remembered; a power of two. */
    private static final int SPANS = 1 << 10;

    private static final int EVENTS = 1 << 10;

    /** Tells that the names of a node's attributes were read. */
    private static final int KNOWN = 1 << 30;

    /** Characters of payload that are remembered, with the trees made of them. */
    private static final int ROOM = 1 << 21;

    private final SpanTree tree;
    private final StandardConventions conventions;
    private final @Nullable SpanConcepts[] concepts;
    private final IdentityHashMap<SpanEvent, SpanConcepts> events = new IdentityHashMap<>();
    private final IdentityHashMap<Text, Opened> opened = new IdentityHashMap<>();
    private final IdentityHashMap<Span, ChoiceTurn> turns = new IdentityHashMap<>();
    private final ReadingNames names;

    /** By node what its attributes' names say, once somebody asked. */
    private final int[] named;

    private final OperationKind[] kinds;

    private int taken;

    /** A text that was decoded, and the JSON in it once somebody asked for that. */
    private static final class Opened {
        final String text;
        boolean isParsed;
        @Nullable AnyValue json;

        Opened(String text) {
            this.text = text;
        }
    }

    Reading(SpanTree tree, StandardConventions conventions) {
        this.tree = tree;
        this.conventions = conventions;
        concepts = new SpanConcepts[Math.min(SPANS, Integer.highestOneBit(tree.size() | 1) * 2)];
        names = new ReadingNames(conventions);
        named = new int[tree.size()];
        kinds = new OperationKind[tree.size()];
        for (int node = 0; node < kinds.length; node++) {
            kinds[node] = tree.facts(node).operation().kind();
        }
    }

    SpanTree tree() {
        return tree;
    }

    /** What the node's span does. */
    OperationKind kind(int node) {
        return kinds[node];
    }

    /** What the attributes of the node's span state. */
    SpanConcepts concepts(int node) {
        Span span = tree.span(node);
        int slot = node & concepts.length - 1;
        SpanConcepts known = concepts[slot];
        if (known == null || known.span() != span) {
            known = conventions.concepts(span);
            concepts[slot] = known;
        }
        return known;
    }

    /** What an event of the node's span states, in its attributes or in a log record's body. */
    SpanConcepts concepts(int node, SpanEvent event) {
        SpanConcepts known = events.get(event);
        if (known == null) {
            Span span = tree.span(node);
            Attributes body = ChoiceValues.fields(event.attributes().get(LogRecord.BODY));
            known =
                    conventions.concepts(
                            new Span.Builder(span.traceId(), span.spanId())
                                    .name(event.name())
                                    .attributes(
                                            body.isEmpty()
                                                    ? event.attributes()
                                                    : new Attributes.Builder()
                                                            .putAll(body)
                                                            .putAll(event.attributes())
                                                            .build())
                                    .build());
            if (events.size() >= EVENTS) {
                events.clear();
            }
            events.put(event, known);
        }
        return known;
    }

    /** What a span that stands in no tree states. */
    SpanConcepts concepts(Span span) {
        return conventions.concepts(span);
    }

    ReadingNames names() {
        return names;
    }

    /** Whether the name of any of the node's attributes says so. */
    boolean anyNameSays(int node, int what) {
        int known = named[node];
        if (known == 0) {
            known = names.of(tree.span(node).attributes()) | KNOWN;
            named[node] = known;
        }
        return (known & what) != 0;
    }

    /** The answer that the node's model gave. */
    ChoiceTurn turn(int node) {
        Span span = tree.span(node);
        ChoiceTurn known = turns.get(span);
        if (known == null) {
            known = ChoiceTurn.of(this, span, tree.facts(node));
            takeRoom(known.length() + 100);
            turns.put(span, known);
        }
        return known;
    }

    /** The value as text, decoded. */
    String text(AnyValue value) {
        return value instanceof Text text ? read(text).text : value.toString();
    }

    /** As {@link ChoiceValues#opened}. */
    @Nullable AnyValue opened(@Nullable AnyValue value) {
        if (!(value instanceof Text text) || text.recordedLength() > ChoiceValues.LONGEST_OPENED) {
            return value;
        }
        Opened read = read(text);
        AnyValue json = isWholly(read.text) ? json(read) : ChoiceValues.parsed(read.text);
        return json == null ? value : json;
    }

    /** As {@link ChoiceValues#fields}. */
    Attributes fields(@Nullable AnyValue value) {
        return opened(value) instanceof KvlistValue(Attributes fields) ? fields : Attributes.EMPTY;
    }

    /** As {@link ChoiceValues#items}. */
    List<AnyValue> items(@Nullable AnyValue value) {
        return opened(value) instanceof ArrayValue(List<AnyValue> items) ? items : List.of();
    }

    /** As {@link PayloadsText#tree}. */
    @Nullable AnyValue tree(@Nullable AnyValue payload) {
        if (!(payload instanceof Text text) || text.recordedLength() > PayloadsText.LONGEST) {
            return payload;
        }
        Opened read = read(text);
        AnyValue json = isWholly(read.text) ? json(read) : PayloadsText.json(read.text);
        return json == null ? text : json;
    }

    /** Whether all that is to be parsed, if anything, is the whole text from bracket to bracket. */
    private static boolean isWholly(String text) {
        int end = text.length() - 1;
        return end > 0
                && (text.charAt(0) == '{' && text.charAt(end) == '}'
                        || text.charAt(0) == '[' && text.charAt(end) == ']');
    }

    private static @Nullable AnyValue json(Opened read) {
        if (!read.isParsed) {
            read.json = JsonTree.parse(read.text);
            read.isParsed = true;
        }
        return read.json;
    }

    private Opened read(Text text) {
        Opened known = opened.get(text);
        if (known == null) {
            known = new Opened(text.toString());
            takeRoom(known.text.length() + 100);
            opened.put(text, known);
        }
        return known;
    }

    /** Forgets all payloads where there is no room for another. */
    private void takeRoom(int length) {
        if (taken + length > ROOM) {
            opened.clear();
            turns.clear();
            taken = 0;
        }
        taken += length;
    }
}
