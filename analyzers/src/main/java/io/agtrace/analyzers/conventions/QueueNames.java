package io.agtrace.analyzers.conventions;

import java.util.Locale;
import java.util.Set;

/** What the name of a span that sends or takes a message says where its attributes are silent. */
public final class QueueNames {
    private static final Set<String> OPERATIONS =
            Set.of(
                    "send", "publish", "produce", "create", "enqueue", "receive", "process",
                    "consume", "deliver", "poll");

    private QueueNames() {}

    /**
     * The queue or topic in a name of the form {@code send orders} or, as older instrumentations
     * write it, {@code orders send}; else the empty string.
     */
    public static String destination(String spanName) {
        int first = spanName.indexOf(' ');
        int last = spanName.lastIndexOf(' ');
        if (first > 0 && isOperation(spanName.substring(0, first))) {
            return spanName.substring(first + 1).strip();
        }
        return last > 0 && isOperation(spanName.substring(last + 1))
                ? spanName.substring(0, last).strip()
                : "";
    }

    private static boolean isOperation(String word) {
        return OPERATIONS.contains(word.toLowerCase(Locale.ROOT));
    }
}
