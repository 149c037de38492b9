package io.agtrace.render.mermaid;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Span;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Numbers;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The messages of a run as a Mermaid sequence diagram: a solid arrow hands work over, a dotted one
 * brings a result back, an open one goes through a queue, a cross was never received. Of long runs
 * the first and the last messages are drawn, with a note of how many lie between.
 */
public final class SequenceDiagram {
    /** So many messages are drawn at most: Mermaid refuses texts of more than 50,000 letters. */
    public static final int MOST = 100;

    private static final int LAST = 20;
    private static final int NAME = 40;
    private static final int PAYLOAD = 50;
    private static final String OUTSIDE = "outside";
    private static final String NOBODY = "nobody";

    private final AgentsView view;
    private final long zero;
    private final Map<String, String> ids = new LinkedHashMap<>();

    private SequenceDiagram(AgentsView view) {
        this.view = view;
        this.zero = view.workflow().summary().startNanos();
    }

    /** Writes the diagram of one run. */
    public static void write(AgentsView view, Appendable out) throws IOException {
        new SequenceDiagram(view).write(out);
    }

    private void write(Appendable out) throws IOException {
        List<Message> all = view.messages();
        boolean cut = all.size() > MOST;
        List<Message> shown = new ArrayList<>(cut ? all.subList(0, MOST - LAST) : all);
        int first = shown.size();
        if (cut) {
            shown.addAll(all.subList(all.size() - LAST, all.size()));
        }
        out.append("sequenceDiagram\n");
        for (Message message : shown) {
            participant(key(message.sender(), true), message.sender(), OUTSIDE, out);
            participant(key(message.receiver(), false), message.receiver(), NOBODY, out);
        }
        if (shown.isEmpty()) {
            participant("run", view.workflow().summary().name(), "run", out);
            out.append("    Note over p0: no messages\n");
        }
        for (int i = 0; i < shown.size(); i++) {
            if (cut && i == first) {
                note(all.size() - MOST, out);
            }
            arrow(shown.get(i), out);
        }
    }

    private void participant(String key, String name, String unnamed, Appendable out)
            throws IOException {
        if (!ids.containsKey(key)) {
            String id = "p" + ids.size();
            ids.put(key, id);
            String label = MermaidText.label(name, NAME);
            out.append("    participant ").append(id).append(" as ");
            out.append(label.isEmpty() ? unnamed : label).append('\n');
        }
    }

    /** Who takes part, so that an agent called "outside" is not what has no name. */
    private static String key(String name, boolean sends) {
        return name.isEmpty() ? sends ? OUTSIDE : NOBODY : "agent " + name;
    }

    private void note(int left, Appendable out) throws IOException {
        String last = "p" + (ids.size() - 1);
        out.append("    Note over ").append(ids.size() == 1 ? "p0" : "p0," + last).append(": ");
        out.append(Numbers.count(left)).append(" more between these\n");
    }

    private void arrow(Message message, Appendable out) throws IOException {
        boolean lost = message.to() < 0 && message.receivedNode() < 0 && message.received() == null;
        String arrow =
                switch (message.kind()) {
                    case DELEGATION, HANDOFF -> lost ? "-x" : "->>";
                    case RETURN -> lost ? "--x" : "-->>";
                    case QUEUE -> lost ? "-x" : "-)";
                };
        out.append("    ").append(ids.get(key(message.sender(), true))).append(arrow);
        out.append(ids.get(key(message.receiver(), false))).append(": ");
        out.append(Integer.toString(message.index() + 1)).append(' ');
        out.append(message.kind().name().toLowerCase(Locale.ROOT));
        long at =
                message.sentNanos() == Span.NO_TIME ? message.receivedNanos() : message.sentNanos();
        if (at != Span.NO_TIME && zero != Span.NO_TIME) {
            out.append(' ').append(Durations.offset(at - zero));
        }
        if (message.inferred()) {
            out.append(", inferred");
        }
        if (lost) {
            out.append(", not received");
        }
        String payload = payload(message.sent() == null ? message.received() : message.sent());
        out.append(payload.isEmpty() ? "" : ", " + payload).append('\n');
    }

    private static String payload(@Nullable AnyValue payload) {
        return payload == null ? "" : MermaidText.label(payload.toString(), PAYLOAD);
    }
}
