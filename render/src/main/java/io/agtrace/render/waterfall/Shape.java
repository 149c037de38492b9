package io.agtrace.render.waterfall;

import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.workflow.SpanTree;

/**
 * Fingerprints of what a span is, without what tells one repetition from the next: numbers, ids and
 * indexes in its names do not count.
 */
final class Shape {
    private static final long PRIME = 0x100000001b3L;
    private static final long BASIS = 0xcbf29ce484222325L;
    private static final int SHORTEST_HEX_ID = 8;

    private Shape() {}

    static long of(SpanTree tree, int node) {
        SpanFacts facts = tree.facts(node);
        long hash = (BASIS ^ facts.operation().kind().label().hashCode()) * PRIME;
        hash = add(hash, tree.span(node).name());
        hash = add(hash, facts.agentName());
        hash = add(hash, facts.toolName());
        for (int i = 0; i < facts.model().length(); i++) {
            hash = (hash ^ facts.model().charAt(i)) * PRIME;
        }
        return hash ^ hash >>> 32;
    }

    private static long add(long seed, String name) {
        long hash = (seed ^ 0x1f) * PRIME;
        int length = name.length();
        for (int i = 0; i < length; ) {
            int end = idEnd(name, i);
            if (end > i) {
                hash = (hash ^ '0') * PRIME;
                i = end;
            } else {
                hash = (hash ^ name.charAt(i)) * PRIME;
                i++;
            }
        }
        return hash;
    }

    /** The name with a sign in the place of each number and id. */
    static String withoutIds(String name) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < name.length(); ) {
            int end = idEnd(name, i);
            out.append(end > i ? '#' : name.charAt(i));
            i = Math.max(end, i + 1);
        }
        return out.toString();
    }

    /** Where the number or id that begins at {@code at} ends; {@code at} where there is none. */
    private static int idEnd(String name, int at) {
        if (at > 0 && isWordLetter(name.charAt(at - 1)) && !isDigit(name.charAt(at))) {
            return at;
        }
        int end = at;
        boolean digits = false;
        boolean letters = false;
        while (end < name.length() && isIdPart(name.charAt(end))) {
            digits |= isDigit(name.charAt(end));
            letters |= isHexLetter(name.charAt(end));
            end++;
        }
        boolean wordGoesOn = end < name.length() && isWordLetter(name.charAt(end));
        if (digits && (!letters || end - at >= SHORTEST_HEX_ID) && !wordGoesOn) {
            return end;
        }
        end = at;
        while (end < name.length() && isDigit(name.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isIdPart(char c) {
        return isDigit(c) || isHexLetter(c) || c == '-';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHexLetter(char c) {
        return c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    private static boolean isWordLetter(char c) {
        return Character.isLetter(c);
    }
}
