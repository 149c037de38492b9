package io.agtrace.analyzers.conventions;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ConcurrentHashMap;

/**
 * What a span's name alone says.
 *
 * @param kind the operation it names, or null
 * @param coined whether a framework coined the form, so that it may correct a vague attribute
 * @param agent the agent in the name, or the empty string
 * @param tool the tool in the name, or the empty string
 * @param from the agent that hands over, or the empty string
 * @param to the agent that takes over, or the empty string
 * @param ordinal the number of the iteration, step or turn, or -1
 */
record SpanName(
        @Nullable OperationKind kind,
        boolean coined,
        String agent,
        String tool,
        String from,
        String to,
        int ordinal) {
    static final SpanName SILENT = new SpanName(null, false, "", "", "", "", -1);

    private static final int REMEMBERED = 1 << 13;
    private static final ConcurrentHashMap<String, SpanName> SEEN = new ConcurrentHashMap<>();

    /** Reads a name; the answer is remembered, since names repeat. */
    static SpanName of(String name) {
        SpanName known = SEEN.get(name);
        if (known != null) {
            return known;
        }
        SpanName read = read(name);
        if (SEEN.size() < REMEMBERED) {
            SEEN.put(name, read);
        }
        return read;
    }

    private static SpanName read(String name) {
        SpanName coined = CoinedNames.read(name);
        return coined != null ? coined : PlainNames.read(name);
    }

    static SpanName coined(OperationKind kind) {
        return new SpanName(kind, true, "", "", "", "", -1);
    }

    static SpanName plain(OperationKind kind) {
        return new SpanName(kind, false, "", "", "", "", -1);
    }

    SpanName agent(String name) {
        return new SpanName(kind, coined, name.strip(), tool, from, to, ordinal);
    }

    SpanName tool(String name) {
        return new SpanName(kind, coined, agent, name.strip(), from, to, ordinal);
    }

    SpanName handoff(String source, String target) {
        return new SpanName(kind, coined, agent, tool, source.strip(), target.strip(), ordinal);
    }

    SpanName ordinal(int number) {
        return new SpanName(kind, coined, agent, tool, from, to, number);
    }
}
