package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.lineage.Piece;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.regex.Pattern;

/** Readings of tools' results. */
final class Results {
    private static final int LONGEST_REPORT = 160;
    private static final int DEEPEST = 5;
    private static final List<String> CONTENTS = List.of("content", "output", "result", "value");

    private static final Pattern NOTHING =
            Pattern.compile(
                    "^(?:0(?:\\.0)?|null|none|false|\\[\\]|\\{\\}|n/?a|-)?$|\\bno (?:\\w+"
                        + " ){0,3}(?:found|match\\w*|results?|records?|rows?|data|entries|items|hits|documents)\\b|\\bnot"
                        + " found\\b|\\bnothing found\\b|\\b(?:0|zero)"
                        + " (?:rows|results|records|hits|matches)\\b|does not exist|doesn['\u2019]t"
                        + " exist|unknown \\w+|\\bkeine?\\b|nicht"
                        + " gefunden|\\baucune?\\b|introuvable|\\bning\u00fan|sin resultados|no"
                        + " encontrad|\\bnessun|non trovat|nenhum|n\u00e3o"
                        + " encontrad|\\bgeen\\b|niet gevonden|\u043d\u0435"
                        + " \u043d\u0430\u0439\u0434\u0435\u043d"
                        + "|\u898b\u3064\u304b\u308a|\u672a\u627e\u5230|\u6ca1\u6709|\uc5c6",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private Results() {}

    /** Whether a recorded result holds nothing: no rows, no text, or only that there is nothing. */
    static boolean isEmpty(Run run, @Nullable AnyValue result) {
        if (result == null) {
            return false;
        }
        List<Piece> pieces = run.payloads().pieces(content(run, result));
        int length = 0;
        for (Piece piece : pieces) {
            length += piece.text().length();
            if (length > LONGEST_REPORT || !NOTHING.matcher(piece.text().strip()).find()) {
                return false;
            }
        }
        return true;
    }

    /** What a result holds, without the message that a framework wraps around it. */
    static AnyValue content(Run run, AnyValue result) {
        AnyValue at = result;
        for (int depth = 0; depth < DEEPEST; depth++) {
            AnyValue inner = inner(Leaf.opened(run, at));
            if (inner == null) {
                break;
            }
            at = inner;
        }
        return at;
    }

    private static @Nullable AnyValue inner(AnyValue value) {
        if (!(value instanceof KvlistValue(Attributes fields))) {
            return null;
        }
        if (fields.get("kwargs") instanceof KvlistValue(Attributes message)) {
            return message.get("content");
        }
        boolean message = fields.get("tool_call_id") != null || fields.get("toolCallId") != null;
        boolean typed = fields.get("type") != null && fields.size() <= 3;
        for (String name : CONTENTS) {
            AnyValue content = fields.get(name);
            if (content != null && (message || typed || fields.size() == 1)) {
                return content;
            }
        }
        return null;
    }
}
