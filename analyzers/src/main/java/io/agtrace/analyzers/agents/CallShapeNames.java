package io.agtrace.analyzers.agents;

import java.util.Locale;
import java.util.Set;

/** Span names, made comparable. */
final class CallShapeNames {
    private static final Set<String> ORDINAL_WORDS =
            Set.of(
                    "iteration",
                    "step",
                    "turn",
                    "cycle",
                    "round",
                    "loop",
                    "attempt",
                    "try",
                    "pass",
                    "visit",
                    "epoch",
                    "page",
                    "chunk");

    private CallShapeNames() {}

    /** Wrappers that LangChain puts around every runnable; they say nothing of the run. */
    static boolean isWrapper(String name) {
        String bare = name.startsWith("workflow ") ? name.substring(9) : name;
        return bare.startsWith("Runnable") && !bare.startsWith("RunnableWithFallbacks")
                || bare.startsWith("CompiledStateGraph")
                || bare.startsWith("ChannelWrite")
                || bare.startsWith("ChannelRead");
    }

    /** Leaves that only say that something began, ended or was streamed. */
    static boolean isNoise(String name) {
        if (name.isEmpty() || "_mMbB".indexOf(name.charAt(0)) < 0) {
            return false;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("__start__")
                || lower.equals("__end__")
                || lower.startsWith("model_chunk")
                || lower.startsWith("branch<");
    }

    /**
     * The name without what tells one run of the step from the next: ids, a number in brackets, a
     * number behind a word for a round.
     */
    static String plain(String name) {
        String text = withoutIds(name.strip());
        int end = text.length();
        if (end > 2 && text.charAt(end - 1) == ']') {
            int open = text.lastIndexOf('[');
            if (open > 0 && isNumber(text, open + 1, end - 1)) {
                return text.substring(0, open).strip();
            }
        }
        int digits = end;
        while (digits > 0 && Character.isDigit(text.charAt(digits - 1))) {
            digits--;
        }
        if (digits == end || digits == 0) {
            return text;
        }
        int word = digits;
        while (word > 0 && isJoint(text.charAt(word - 1))) {
            word--;
        }
        boolean marked = word < digits && text.charAt(digits - 1) == '#';
        return marked || ORDINAL_WORDS.contains(lastWord(text, word))
                ? text.substring(0, word).strip()
                : text;
    }

    private static boolean isJoint(char c) {
        return c == ' ' || c == '-' || c == '_' || c == '#' || c == ':' || c == '.';
    }

    private static boolean isNumber(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Character.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return from < to;
    }

    private static String lastWord(String text, int end) {
        int start = end;
        while (start > 0 && Character.isLetter(text.charAt(start - 1))) {
            start--;
        }
        return text.substring(start, end).toLowerCase(Locale.ROOT);
    }

    /** Takes out UUIDs and hexadecimal numbers of at least eight digits with both sorts of them. */
    private static String withoutIds(String name) {
        if (name.length() < 8) {
            return name;
        }
        StringBuilder out = null;
        int i = 0;
        while (i < name.length()) {
            int end = i;
            boolean digit = false;
            boolean other = false;
            while (end < name.length() && isIdPart(name.charAt(end))) {
                digit |= Character.isDigit(name.charAt(end));
                other |= !Character.isDigit(name.charAt(end));
                end++;
            }
            boolean bounded =
                    (i == 0 || !Character.isLetter(name.charAt(i - 1)))
                            && (end == name.length() || !Character.isLetter(name.charAt(end)));
            if (bounded && end - i >= 8 && digit && (other || end - i >= 12)) {
                out = out == null ? new StringBuilder(name.substring(0, i)) : out;
                out.append('…');
                i = end;
            } else {
                int stop = Math.max(end, i + 1);
                if (out != null) {
                    out.append(name, i, stop);
                }
                i = stop;
            }
        }
        return out == null ? name : out.toString();
    }

    private static boolean isIdPart(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' || c == '-';
    }
}
