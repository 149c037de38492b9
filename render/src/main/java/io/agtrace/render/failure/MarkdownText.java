package io.agtrace.render.failure;

import io.agtrace.render.text.Escapes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes text from traces fit for Markdown as issue trackers read it (GitHub Flavored Markdown and
 * its likes). Nothing in it becomes markup, HTML, a link, an image, or the mention of a person or
 * an issue; what could disturb a terminal is escaped before that.
 */
public final class MarkdownText {
    private static final String MARKUP = "\\`*[]|~$";

    /** A list, a heading or a rule, if it stands where a line begins. */
    private static final Pattern BLOCK = Pattern.compile("[-+=#]|\\d{1,9}(?=[.)](\\s|$))");

    private static final Pattern TICKS = Pattern.compile("`+");

    private MarkdownText() {}

    /** The text as words of a paragraph, on one line. */
    public static String words(String text) {
        String line = Escapes.line(text).strip();
        StringBuilder out = new StringBuilder(line.length() + 16);
        Matcher block = BLOCK.matcher(line);
        int begin = 0;
        if (block.lookingAt()) {
            boolean number = Character.isDigit(line.charAt(0));
            out.append(number ? block.group() : "").append('\\');
            begin = number ? block.end() : 0;
            out.append(line.charAt(begin));
            begin++;
        }
        for (int i = begin; i < line.length(); i++) {
            append(out, line, i);
        }
        return out.toString();
    }

    private static void append(StringBuilder out, String line, int i) {
        char c = line.charAt(i);
        boolean beforeWord = i + 1 < line.length() && isOfWord(line.charAt(i + 1));
        switch (c) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            // An empty comment keeps apart what would name a person or an issue.
            case '@', '#' -> out.append(c).append(beforeWord ? "<!-- -->" : "");
            case '_' ->
                    out.append(i > 0 && beforeWord && isOfWord(line.charAt(i - 1)) ? "_" : "\\_");
            case '!' ->
                    out.append(i + 1 < line.length() && line.charAt(i + 1) == '[' ? "\\!" : "!");
            // Keeps addresses from becoming links, and words between colons from becoming pictures.
            case ':' -> out.append(beforeWord || line.startsWith("//", i + 1) ? "\\:" : ":");
            case '.' ->
                    out.append(
                            i >= 3 && line.regionMatches(true, i - 3, "www", 0, 3) ? "\\." : ".");
            default -> {
                if (MARKUP.indexOf(c) >= 0) {
                    out.append('\\');
                }
                out.append(c);
            }
        }
    }

    private static boolean isOfWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-';
    }

    /** The text as a piece of code, in which nothing is markup; empty for an empty text. */
    public static String code(String text) {
        String line = Escapes.line(text).strip();
        if (line.isEmpty()) {
            return "";
        }
        int longest = 0;
        for (Matcher ticks = TICKS.matcher(line); ticks.find(); ) {
            longest = Math.max(longest, ticks.group().length());
        }
        String fence = "`".repeat(longest + 1);
        boolean touches = line.startsWith("`") || line.endsWith("`");
        String gap = touches ? " " : "";
        return fence + gap + line + gap + fence;
    }
}
