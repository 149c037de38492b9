package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Text;

import java.util.Locale;
import java.util.Set;

/** The values by which instrumentations say that there is no value. */
final class Markers {
    private static final int LONGEST = 18;

    private static final Set<String> NOT_RECORDED =
            Set.of(
                    "<not specified>",
                    "<not serializable>",
                    "<redacted>",
                    "[redacted]",
                    "not_specified",
                    "no_output");

    private static final Set<String> NO_NAME =
            Set.of("none", "n/a", "unknown", "null", "undefined", "{}", "[]", "\"\"");

    private Markers() {}

    /** Whether the value, as one of that shape, means that nothing was recorded. */
    static boolean isAbsent(AnyValue value, Concept.Shape shape) {
        return value instanceof Text text
                ? isAbsent(text, shape)
                : value instanceof AnyValue.EmptyValue;
    }

    private static boolean isAbsent(Text text, Concept.Shape shape) {
        int length = text.recordedLength();
        if (length == 0) {
            return true;
        }
        if (length > LONGEST || shape == Concept.Shape.VERBATIM) {
            return false;
        }
        String content = text.toString();
        return !isOrdinary(content)
                && (content.isBlank()
                        || isNotRecorded(content)
                        || shape != Concept.Shape.PAYLOAD && isNoName(content));
    }

    /** A cheap look that spares most texts the others: neither blanks nor markers start so. */
    private static boolean isOrdinary(String content) {
        if (content.isEmpty()) {
            return false;
        }
        char first = content.charAt(0);
        return switch (first) {
            case '<', '[', '{', '"', 'n', 'N', 'u', 'U' -> false;
            default -> first > ' ' && first <= '~';
        };
    }

    private static boolean isNotRecorded(String content) {
        return NOT_RECORDED.contains(content.strip().toLowerCase(Locale.ROOT));
    }

    /** Whether a text in the place of a name, an id or a label says that there is none. */
    static boolean isNoName(String content) {
        return NO_NAME.contains(content.strip().toLowerCase(Locale.ROOT));
    }
}
