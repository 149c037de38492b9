package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.BoolValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;
import io.agtrace.analyzers.workflow.OpenedTexts;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a tool's result is an error, and what it says. */
final class ToolErrors {
    private static final int DEEPEST = 6;
    private static final int LONGEST = 4000;
    private static final int MOST_FIELDS_OF_WRAPPER = 8;

    private static final Set<String> FAILED = Set.of("error", "failed", "failure", "errored");

    private static final List<String> FLAGS = List.of("isError", "is_error");

    private static final List<String> CONTENTS =
            List.of(
                    "kwargs",
                    "output",
                    "outputs",
                    "result",
                    "response",
                    "content",
                    "value",
                    "text",
                    "data");

    private static final List<String> MESSAGES =
            List.of("message", "error", "errorMessage", "error_message", "detail", "content");

    /** How the text of an exception begins, by the habits of languages and libraries. */
    private static final Pattern ERROR =
            Pattern.compile(
                    "^\\W*(?:\\w+ ){0,3}(?:error|exception|fehler|erreur|errore|erro|fout|fel|fejl"
                        + "|b\u0142\u0105d|\u043e\u0448\u0438\u0431\u043a\u0430"
                        + "|\u30a8\u30e9\u30fc|\u9519\u8bef|\u932f\u8aa4|\uc624\ub958)"
                        + "\\s*(?:[:\uff1a!(\\[\u2013-]|occurred|calling|executing|invoking"
                        + "|while|running|\\d{2,6}\\b)|^\\W*[\\w.$]*(?:Error|Exception)\\s*(?:[:(]|$)|^\\W*Traceback"
                        + " \\(most recent|^\\W*(?:connect"
                        + " )?E[A-Z]{5,}\\b|^\\W*(?:HTTP(?:/[\\d.]+)? )?[45]\\d\\d"
                        + " [A-Z][a-z]+|^\\W*(?:failed|unable) to \\w+|^\\W*(?:connection"
                        + " (?:refused|reset|timed out|error)|request timed out|service"
                        + " unavailable|internal server error|bad gateway|permission denied|access"
                        + " denied|unauthorized|forbidden|too many requests|rate limit|deadline"
                        + " exceeded|time(?:d )?out)\\b",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** What a result says of its error. */
    record Said(String text, boolean hard) {
        static final Said NOTHING = new Said("", false);
    }

    private ToolErrors() {}

    /** What a result says of an error in it; nothing where it is none. */
    static Said in(OpenedTexts texts, @Nullable AnyValue result) {
        AnyValue at = result;
        for (int depth = 0; depth < DEEPEST && at != null; depth++) {
            switch (ChoiceValues.opened(texts, at)) {
                case Text text -> {
                    return ofText(text.prefix(LONGEST));
                }
                case ArrayValue(List<AnyValue> items) -> at = onlyPart(items);
                case KvlistValue(Attributes fields) -> {
                    String flagged = flagged(fields);
                    if (!flagged.isEmpty()) {
                        return new Said(flagged, true);
                    }
                    at = inner(fields);
                }
                case null, default -> {
                    return Said.NOTHING;
                }
            }
        }
        return Said.NOTHING;
    }

    private static Said ofText(String text) {
        String line = text.strip();
        // A long text that begins so is a report about errors, not one.
        boolean error = line.length() < LONGEST && ERROR.matcher(line).lookingAt();
        return error ? new Said(ChoiceValues.quote(line), false) : Said.NOTHING;
    }

    /** A result given as one part of content; rows of data are looked at no further. */
    private static @Nullable AnyValue onlyPart(List<AnyValue> items) {
        boolean part =
                items.size() == 1
                        && items.getFirst() instanceof KvlistValue(Attributes fields)
                        && fields.get("type") != null;
        return part ? items.getFirst() : null;
    }

    private static String flagged(Attributes fields) {
        AnyValue error = fields.get("error");
        String said = error == null ? "" : told(error);
        if (!said.isEmpty()) {
            return said;
        }
        for (String flag : FLAGS) {
            if (Boolean.TRUE.equals(ChoiceValues.flag(fields.get(flag)))) {
                return message(fields, flag);
            }
        }
        if (fields.get("errors") instanceof ArrayValue(List<AnyValue> items)
                && !items.isEmpty()
                && fields.size() <= MOST_FIELDS_OF_WRAPPER
                && fields.get("data") == null) {
            return ChoiceValues.quote(items.getFirst());
        }
        if (Boolean.FALSE.equals(ChoiceValues.flag(fields.get("success")))
                || Boolean.FALSE.equals(ChoiceValues.flag(fields.get("ok")))) {
            return message(fields, "not successful");
        }
        String type = ChoiceValues.scalar(fields.get("type"));
        if (type.startsWith("error-")) {
            return message(fields, type);
        }
        String status = ChoiceValues.scalar(fields.get("status"));
        boolean envelope = fields.size() <= MOST_FIELDS_OF_WRAPPER;
        return envelope && isFailure(status) ? message(fields, status) : "";
    }

    private static boolean isFailure(String status) {
        double code = ChoiceValues.number(status);
        return FAILED.contains(status.toLowerCase(java.util.Locale.ROOT))
                || code >= 400 && code < 600;
    }

    /** What an {@code error} field says; empty where it says that there is none. */
    private static String told(AnyValue error) {
        return switch (error) {
            case BoolValue(boolean flag) -> flag ? "error" : "";
            case Text text -> {
                String said = text.prefix(LONGEST).strip();
                boolean none =
                        said.equalsIgnoreCase("none")
                                || said.equalsIgnoreCase("null")
                                || said.equalsIgnoreCase("false");
                yield none ? "" : ChoiceValues.quote(said);
            }
            case KvlistValue(Attributes fields) -> fields.isEmpty() ? "" : message(fields, "error");
            default -> "";
        };
    }

    private static String message(Attributes fields, String otherwise) {
        for (String name : MESSAGES) {
            AnyValue value = fields.get(name);
            if (value instanceof Text && !ChoiceValues.scalar(value).isBlank()) {
                return ChoiceValues.quote(value);
            }
        }
        AnyValue inner = inner(fields);
        return inner == null ? otherwise : ChoiceValues.quote(inner);
    }

    private static @Nullable AnyValue inner(Attributes fields) {
        if (fields.size() > MOST_FIELDS_OF_WRAPPER
                && fields.get("kwargs") == null
                && fields.get("tool_call_id") == null) {
            return null;
        }
        for (String name : CONTENTS) {
            AnyValue value = fields.get(name);
            if (value != null && !(value instanceof AnyValue.EmptyValue)) {
                return value;
            }
        }
        return null;
    }
}
