package io.agtrace.render.waterfall;

import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;

import java.util.BitSet;
import java.util.Locale;

/** Finds the spans in whose names, attributes, events or errors a text occurs, in any case. */
final class Grep {
    private final String needle;

    private Grep(String text) {
        needle = text.toLowerCase(Locale.ROOT);
    }

    /** The matching nodes, counted from {@code extent.from}. */
    static BitSet in(Extent extent, String text) {
        Grep grep = new Grep(text);
        BitSet matches = new BitSet(extent.size());
        for (int node = extent.from; node < extent.to; node++) {
            if (grep.matches(extent.tree.span(node), extent.tree.facts(node))) {
                matches.set(node - extent.from);
            }
        }
        return matches;
    }

    private boolean matches(Span span, SpanFacts facts) {
        if (in(span.name())
                || in(facts.agentName())
                || in(facts.toolName())
                || in(facts.model())
                || in(facts.errorMessage())
                || in(span.status().message())
                || in(span.attributes())) {
            return true;
        }
        for (SpanEvent event : span.events()) {
            if (in(event.name()) || in(event.attributes())) {
                return true;
            }
        }
        return false;
    }

    private boolean in(Attributes attributes) {
        for (int i = 0; i < attributes.size(); i++) {
            if (in(attributes.key(i)) || in(attributes.value(i).toString())) {
                return true;
            }
        }
        return false;
    }

    private boolean in(String text) {
        return text.toLowerCase(Locale.ROOT).contains(needle);
    }
}
