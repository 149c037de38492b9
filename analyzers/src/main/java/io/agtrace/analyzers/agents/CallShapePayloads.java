package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Whether payloads are the same, but for ids and times of the calls themselves. */
final class CallShapePayloads {
    /** The fingerprint of what was not recorded. */
    static final long ABSENT = 0;

    private static final long SEED = 0xcbf29ce484222325L;
    private static final long FACTOR = 0x100000001b3L;

    /** Fields whose values differ from call to call although the call is the same. */
    private static final String[][] VOLATILE =
            byLength(
                    "request_id",
                    "requestid",
                    "trace_id",
                    "traceid",
                    "span_id",
                    "spanid",
                    "call_id",
                    "callid",
                    "tool_call_id",
                    "toolcallid",
                    "run_id",
                    "runid",
                    "correlation_id",
                    "correlationid",
                    "idempotency_key",
                    "idempotencykey",
                    "nonce",
                    "timestamp",
                    "ts",
                    "sent_at",
                    "requested_at",
                    "created_at",
                    "attempt",
                    "retry",
                    "retry_count");

    /** What of a text must be known behind a quote to tell whether such a field begins there. */
    private static final int NAME_AND_COLON = VOLATILE.length + 2;

    /** So many characters tell most payloads apart; a stored text is decoded no further then. */
    private static final int BEGINNING = 160;

    private CallShapePayloads() {}

    /**
     * A number that is equal for texts that differ at most in ids and times of the call itself;
     * {@link #ABSENT} for no text.
     */
    static long fingerprint(String text) {
        if (text.isBlank()) {
            return ABSENT;
        }
        long hash = SEED;
        for (int i = next(text, 0); i < text.length(); i = next(text, i + 1)) {
            hash = (hash ^ text.charAt(i)) * FACTOR;
        }
        return hash == ABSENT ? 1 : hash;
    }

    /** Whether nothing was recorded. */
    static boolean isAbsent(AnyValue payload) {
        return switch (payload) {
            case Text text -> text.prefix(1).isBlank() && text.toString().isBlank();
            case KvlistValue _, ArrayValue _ -> false;
            default -> payload.toString().isBlank();
        };
    }

    /** Whether anything was recorded in any of them. */
    static boolean isAny(AnyValue[] payloads) {
        return lastPresent(payloads, payloads.length) >= 0;
    }

    /**
     * Whether payloads, taken one by one in their order, are the same; what was not recorded does
     * not count.
     *
     * @param decoded the text of a payload
     */
    static boolean areSame(AnyValue[] some, AnyValue[] others, Function<AnyValue, String> decoded) {
        // From the end: what came last tells most.
        int i = lastPresent(some, some.length);
        int j = lastPresent(others, others.length);
        while (i >= 0 && j >= 0 && areSame(some[i], others[j], decoded)) {
            i = lastPresent(some, i);
            j = lastPresent(others, j);
        }
        return i < 0 && j < 0;
    }

    /** Index of the last payload before {@code end} in which anything was recorded, or -1. */
    private static int lastPresent(AnyValue[] payloads, int end) {
        int at = end - 1;
        while (at >= 0 && isAbsent(payloads[at])) {
            at--;
        }
        return at;
    }

    /**
     * Whether two texts that were recorded differ at most in ids and times of the call itself.
     *
     * @param decoded the text of a payload
     */
    static boolean areSame(AnyValue one, AnyValue other, Function<AnyValue, String> decoded) {
        return !differEarly(one, other) && areSame(decoded.apply(one), decoded.apply(other));
    }

    private static boolean areSame(String one, String other) {
        return one.equals(other) || difference(one, other) < 0;
    }

    /** Whether the beginnings tell already that two stored texts are not the same. */
    private static boolean differEarly(AnyValue one, AnyValue other) {
        if (!(one instanceof Text first) || first.isHeld()) {
            return false;
        }
        if (!(other instanceof Text second) || second.isHeld()) {
            return false;
        }
        String start = first.prefix(BEGINNING);
        String otherStart = second.prefix(BEGINNING);
        int at = difference(start, otherStart);
        // What stands at the end of a beginning may be part of a field that goes on.
        return at >= 0 && at < Math.min(start.length(), otherStart.length()) - NAME_AND_COLON;
    }

    /**
     * How far one goes, as an index into the one that is less far, up to the first difference that
     * counts; -1 where there is none.
     */
    private static int difference(String one, String other) {
        int i = next(one, 0);
        int j = next(other, 0);
        while (i < one.length() && j < other.length() && one.charAt(i) == other.charAt(j)) {
            i = next(one, i + 1);
            j = next(other, j + 1);
        }
        return i == one.length() && j == other.length() ? -1 : Math.max(i, j);
    }

    /**
     * The first place from here on that is not in such a field; the text's end if there is none.
     */
    private static int next(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == '"') {
            int end = endOfName(text, at);
            if (end < 0) {
                return at;
            }
            at = behindValue(text, end + 2);
        }
        return at;
    }

    /** Where the name of such a field ends whose first quote stands there, or -1. */
    private static int endOfName(String text, int quote) {
        int most = Math.min(text.length() - 1, quote + 1 + VOLATILE.length);
        if (quote + 1 >= most || !beginsName(text.charAt(quote + 1))) {
            return -1;
        }
        int end = quote + 2;
        while (end < most && text.charAt(end) != '"') {
            end++;
        }
        return end < most && text.charAt(end + 1) == ':' && isVolatile(text, quote + 1, end)
                ? end
                : -1;
    }

    private static boolean beginsName(char c) {
        return switch (c) {
            case 'a', 'c', 'i', 'n', 'r', 's', 't', 'A', 'C', 'I', 'N', 'R', 'S', 'T' -> true;
            default -> false;
        };
    }

    private static boolean isVolatile(String text, int from, int to) {
        for (String name : VOLATILE[to - from]) {
            if (text.regionMatches(true, from, name, 0, name.length())) {
                return true;
            }
        }
        return false;
    }

    private static int behindValue(String text, int start) {
        int i = start;
        while (i < text.length() && text.charAt(i) == ' ') {
            i++;
        }
        if (i < text.length() && text.charAt(i) == '"') {
            int end = text.indexOf('"', i + 1);
            return end < 0 ? text.length() : end + 1;
        }
        while (i < text.length() && ",}] \n".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    /** The names by their length. */
    private static String[][] byLength(String... names) {
        List<List<String>> all = new ArrayList<>();
        for (String name : names) {
            while (all.size() <= name.length()) {
                all.add(new ArrayList<>());
            }
            all.get(name.length()).add(name);
        }
        return all.stream().map(each -> each.toArray(String[]::new)).toArray(String[][]::new);
    }
}
