package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.ingest.json.JsonTree;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.BoolValue;
import io.agtrace.analyzers.span.AnyValue.DoubleValue;
import io.agtrace.analyzers.span.AnyValue.IntValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;
import io.agtrace.analyzers.workflow.OpenedTexts;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.regex.Pattern;

/** Readings of payload values that may stand as JSON inside text. */
final class ChoiceValues {
    /** Longer texts are no decisions, verdicts or calls; they are not opened. */
    static final int LONGEST_OPENED = 1 << 20;

    /** Longest text that is taken for the name of a choice. */
    static final int LONGEST_CHOICE = 160;

    static final int LONGEST_QUOTE = 300;

    private static final Pattern NUMBER =
            Pattern.compile("[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]{1,3})?");

    private ChoiceValues() {}

    /** The value; where it is a text that holds JSON or fenced JSON, the tree of that. */
    static @Nullable AnyValue opened(@Nullable AnyValue value) {
        if (!(value instanceof Text text) || text.recordedLength() > LONGEST_OPENED) {
            return value;
        }
        AnyValue tree = parsed(text.toString());
        return tree == null ? value : tree;
    }

    /** Likewise, with what was opened before. */
    static @Nullable AnyValue opened(OpenedTexts texts, @Nullable AnyValue value) {
        AnyValue tree = value instanceof Text text ? texts.fenced(text) : null;
        return tree == null ? value : tree;
    }

    /** The JSON object or array that the text is, also inside a Markdown fence; else null. */
    static @Nullable AnyValue parsed(String text) {
        return JsonTree.document(unfenced(text.strip()));
    }

    private static String unfenced(String text) {
        if (!text.startsWith("```") || !text.endsWith("```") || text.length() < 7) {
            return text;
        }
        int line = text.indexOf('\n');
        return line < 0 ? text : text.substring(line + 1, text.length() - 3).strip();
    }

    /** The fields of a map or of JSON text; else none. */
    static Attributes fields(@Nullable AnyValue value) {
        return opened(value) instanceof KvlistValue(Attributes fields) ? fields : Attributes.EMPTY;
    }

    /** The items of a list or of JSON text; else none. */
    static List<AnyValue> items(@Nullable AnyValue value) {
        return opened(value) instanceof ArrayValue(List<AnyValue> items) ? items : List.of();
    }

    /** A scalar as text without surrounding JSON quotes; the empty string for anything else. */
    static String scalar(@Nullable AnyValue value) {
        return switch (value) {
            case null -> "";
            case Text text when text.recordedLength() <= LONGEST_OPENED -> unquoted(text);
            case IntValue _, DoubleValue _, BoolValue _ -> value.toString();
            default -> "";
        };
    }

    private static String unquoted(Text text) {
        String content = text.toString().strip();
        int end = content.length() - 1;
        return end > 0
                        && content.charAt(0) == '"'
                        && content.charAt(end) == '"'
                        && content.indexOf('"', 1) == end
                ? content.substring(1, end)
                : content;
    }

    /** The value as a number; a per cent sign divides by 100; NaN where it is none. */
    static double number(@Nullable AnyValue value) {
        return switch (value) {
            case null -> Double.NaN;
            case IntValue(long number) -> (double) number;
            case DoubleValue(double number) -> number;
            case Text text when text.recordedLength() <= 24 -> number(text.toString().strip());
            default -> Double.NaN;
        };
    }

    static double number(String text) {
        boolean percent = text.endsWith("%");
        String digits = percent ? text.substring(0, text.length() - 1).strip() : text;
        if (!NUMBER.matcher(digits).matches()) {
            return Double.NaN;
        }
        double number = Double.parseDouble(digits);
        return percent ? number / 100 : number;
    }

    /** A confidence from 0 to 1; what is stated from 1 to 100 is scaled; -1 where it is none. */
    static double confidence(@Nullable AnyValue value) {
        double number = number(value);
        if (!(number >= 0 && number <= 100)) {
            return -1;
        }
        return number <= 1 ? number : number / 100;
    }

    /** The value as a truth value; null where it is none. */
    static @Nullable Boolean flag(@Nullable AnyValue value) {
        if (value instanceof BoolValue(boolean flag)) {
            return flag;
        }
        String text = scalar(value);
        return text.equalsIgnoreCase("true")
                ? Boolean.TRUE
                : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
    }

    /** At most {@value #LONGEST_QUOTE} characters of a text, on one line. */
    static String quote(String text) {
        String start =
                text.length() > 4 * LONGEST_QUOTE ? text.substring(0, 4 * LONGEST_QUOTE) : text;
        String line = withoutGaps(start.strip());
        if (line.length() <= LONGEST_QUOTE) {
            return line;
        }
        int cut = LONGEST_QUOTE - 1;
        if (Character.isHighSurrogate(line.charAt(cut - 1))) {
            cut--;
        }
        return line.substring(0, cut) + "\u2026";
    }

    /** The text with a single blank in place of each stretch of ASCII white space. */
    private static String withoutGaps(String text) {
        StringBuilder line = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean blank = c == ' ' || c >= '\t' && c <= '\r';
            if (!blank) {
                line.append(c);
            } else if (!gap) {
                line.append(' ');
            }
            gap = blank;
        }
        return line.toString();
    }

    static String quote(@Nullable AnyValue value) {
        return switch (value) {
            case null -> "";
            case Text text -> quote(text.prefix(4 * LONGEST_QUOTE));
            default -> quote(value.toString());
        };
    }
}
