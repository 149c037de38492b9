package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.HandoffEnds;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Hand-overs that a model asked for by calling a tool such as {@code transfer_to_writer}. */
final class MessagesRequested {
    private static final String BACK = "transfer_back_to_";
    private static final String[] PREFIXES = {
        BACK, "transfer_to_", "handoff_to_", "hand_off_to_", "delegate_to_"
    };
    private static final String[] NAMES = {"name", "toolName", "tool_name"};
    private static final String[] ARGUMENTS = {
        "arguments", "args", "input", "parameters_json", "function_args"
    };
    private static final Set<String> REPEATED =
            Set.of("tools", "instructions", "input", "metadata");
    private static final int MOST = 64;

    /** Of the prefixes. */
    private static final int SHORTEST = 11;

    /**
     * One request.
     *
     * @param tool the tool's name
     * @param target the agent it names
     * @param back whether it gives control back
     */
    record Request(String tool, String target, boolean back, AnyValue payload) {}

    /** The agents that a model was offered tools to hand over to; each once. */
    static Set<String> offered(Reading reading, @Nullable AnyValue definitions) {
        AnyValue tree = mayAsk(reading, definitions) ? reading.tree(definitions) : null;
        Set<String> targets = new LinkedHashSet<>();
        Deque<AnyValue> open = new ArrayDeque<>();
        if (tree != null) {
            open.push(tree);
        }
        while (!open.isEmpty() && targets.size() < MOST) {
            switch (open.pop()) {
                case ArrayValue(List<AnyValue> items) -> items.forEach(open::push);
                case KvlistValue(Attributes fields) -> {
                    boolean defines =
                            fields.get("description") != null || fields.get("parameters") != null;
                    if (defines && first(fields, NAMES) instanceof Text name) {
                        String target = target(name.toString());
                        if (!target.isEmpty()) {
                            targets.add(target);
                        }
                    }
                    for (int i = 0; i < fields.size(); i++) {
                        open.push(fields.value(i));
                    }
                }
                default -> {}
            }
        }
        return targets;
    }

    /** The agent in the name of a tool that hands over, or the empty string. */
    private static String target(String tool) {
        String lower = tool.toLowerCase(Locale.ROOT);
        for (String prefix : PREFIXES) {
            if (lower.startsWith(prefix) && !prefix.equals(BACK)) {
                return tool.substring(prefix.length());
            }
        }
        return "";
    }

    /** Whether a text in the output, outside of what it repeats of its request, has the name. */
    static boolean mentions(Reading reading, @Nullable AnyValue output, String name) {
        AnyValue tree = reading.tree(output);
        Deque<AnyValue> open = new ArrayDeque<>();
        if (tree != null) {
            open.push(tree);
        }
        while (!open.isEmpty()) {
            switch (open.pop()) {
                case ArrayValue(List<AnyValue> items) -> items.forEach(open::push);
                case KvlistValue(Attributes fields) -> {
                    for (int i = 0; i < fields.size(); i++) {
                        if (!REPEATED.contains(fields.key(i))) {
                            open.push(fields.value(i));
                        }
                    }
                }
                case Text text -> {
                    if (text.recordedLength() <= PayloadsText.LONGEST
                            && text.toString().contains(name)) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    private final Reading reading;
    private final List<Request> requests = new ArrayList<>();

    private MessagesRequested(Reading reading) {
        this.reading = reading;
    }

    /** The requests in what a model gave back, each target once. */
    static List<Request> in(Reading reading, @Nullable AnyValue output) {
        AnyValue tree = mayAsk(reading, output) ? reading.tree(output) : null;
        if (!(tree instanceof KvlistValue) && !(tree instanceof ArrayValue)) {
            return List.of();
        }
        MessagesRequested requested = new MessagesRequested(reading);
        requested.walk(tree);
        return requested.requests;
    }

    /** A cheap look that spares most outputs the reading. */
    private static boolean mayAsk(Reading reading, @Nullable AnyValue output) {
        if (!(output instanceof Text text)) {
            return output != null;
        }
        return text.recordedLength() >= SHORTEST
                && text.recordedLength() <= PayloadsText.LONGEST
                && mayAsk(reading.text(text));
    }

    private static boolean mayAsk(String text) {
        // All prefixes have this in common.
        if (!text.contains("_to_")) {
            return false;
        }
        for (String prefix : PREFIXES) {
            if (text.contains(prefix)) {
                return true;
            }
        }
        return false;
    }

    private void walk(AnyValue value) {
        if (requests.size() >= MOST) {
            return;
        }
        switch (value) {
            case ArrayValue(List<AnyValue> items) -> {
                for (AnyValue item : items) {
                    walk(item);
                }
            }
            case KvlistValue(Attributes fields) -> {
                call(value, fields);
                for (int i = 0; i < fields.size(); i++) {
                    walk(fields.value(i));
                }
            }
            case Text text -> {
                AnyValue tree = mayAsk(reading, text) ? reading.tree(text) : text;
                if (tree != null && !(tree instanceof Text)) {
                    walk(tree);
                }
            }
            default -> {}
        }
    }

    /** A call has arguments; a mere definition of the tool has none. */
    private void call(AnyValue whole, Attributes fields) {
        if (!(first(fields, NAMES) instanceof Text name)) {
            return;
        }
        AnyValue arguments = first(fields, ARGUMENTS);
        if (arguments == null) {
            return;
        }
        String tool = name.toString();
        String target = HandoffEnds.target(tool, null);
        if (target != null && target.isEmpty()) {
            // Only where the tool's name does not tell, its arguments have to be opened.
            target = HandoffEnds.target(tool, reading.tree(arguments));
        }
        if (target == null || target.isEmpty() || isKnown(target)) {
            return;
        }
        boolean back = tool.toLowerCase(Locale.ROOT).startsWith(BACK);
        requests.add(new Request(tool, target, back, whole));
    }

    private boolean isKnown(String target) {
        for (Request request : requests) {
            if (request.target.equals(target)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable AnyValue first(Attributes fields, String[] keys) {
        for (String key : keys) {
            AnyValue value = fields.get(key);
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
