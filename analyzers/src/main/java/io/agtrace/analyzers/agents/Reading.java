package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanConcepts;
import io.agtrace.analyzers.conventions.StandardConventions;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.span.Text;
import io.agtrace.analyzers.workflow.OpenedTexts;
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

    private final SpanTree tree;
    private final StandardConventions conventions;
    private final @Nullable SpanConcepts[] concepts;
    private final IdentityHashMap<SpanEvent, SpanConcepts> events = new IdentityHashMap<>();
    private final OpenedTexts texts;
    private final Turns turns;
    private final ReadingNames names;

    /** By node what its attributes' names say, once somebody asked. */
    private final int[] named;

    private final OperationKind[] kinds;

    Reading(SpanTree tree, StandardConventions conventions) {
        this(tree, conventions, new OpenedTexts());
    }

    /**
     * @param texts what was and will be read of the run's texts in the same thread
     */
    Reading(SpanTree tree, StandardConventions conventions, OpenedTexts texts) {
        this.tree = tree;
        this.texts = texts;
        turns = new Turns(tree, texts);
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
        return turns.of(node);
    }

    Turns turns() {
        return turns;
    }

    /** The value as text, decoded. */
    String text(AnyValue value) {
        return value instanceof Text text ? texts.text(text) : value.toString();
    }

    /** A cheap look before the text is decoded. */
    boolean mayPass(Text text, ReadingLook look) {
        String decoded = texts.decoded(text);
        return decoded != null ? look.passes(decoded) : look.mayPass(text);
    }

    /** As {@link ChoiceValues#opened}. */
    @Nullable AnyValue opened(@Nullable AnyValue value) {
        AnyValue json = value instanceof Text text ? texts.fenced(text) : null;
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

    /** The payload as a tree where it is JSON, else as it is; null where there is none. */
    @Nullable AnyValue tree(@Nullable AnyValue payload) {
        AnyValue json = payload instanceof Text text ? texts.json(text) : null;
        return json == null ? payload : json;
    }
}
