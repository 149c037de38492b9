package io.agtrace.render.failure;

import io.agtrace.render.text.Escapes;
import io.agtrace.render.text.LogGuard;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes text from traces fit for Markdown as issue trackers read it (GitHub Flavored Markdown and
 * its likes). Nothing in it becomes markup, HTML, a link, an image, or the mention of a person or
 * an issue, nor a command of a build server whose log it goes to; what could disturb a terminal is
 * escaped before that.
 */
public final class MarkdownText {
    private static final String MARKUP = "\\`*[]|~$";

    /** A list, a heading or a rule, if it stands where a line begins. */
    private static final Pattern BLOCK = Pattern.compile("[-+=#]|\\d{1,9}(?=[.)](\\s|$))");

    private static final Pattern PICTURE = Pattern.compile(":[\\w+-]+:");

    /**
     * An empty comment. Readers look for names and addresses in the text behind the markup, where
     * backslashes are gone; a comment still keeps its two sides apart.
     */
    private static final String APART = "<!-- -->";

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
        append(out, line, begin);
        return LogGuard.escaped(out.toString(), "\\[", "\\:");
    }

    /** The text as the words of a cell of a table, where no list, heading or rule can begin. */
    public static String cell(String text) {
        String line = Escapes.line(text).strip();
        StringBuilder out = new StringBuilder(line.length() + 16);
        append(out, line, 0);
        // Not all readers take a pipe behind a backslash for text in a table.
        return out.toString().replace("\\|", "&#124;");
    }

    private static void append(StringBuilder out, String line, int begin) {
        for (int i = begin; i < line.length(); i++) {
            appendOne(out, line, i);
        }
    }

    private static void appendOne(StringBuilder out, String line, int i) {
        char c = line.charAt(i);
        boolean beforeWord = i + 1 < line.length() && isOfWord(line.codePointAt(i + 1));
        switch (c) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            // What would name a person or an issue.
            case '@', '#' -> out.append(c).append(beforeWord ? APART : "");
            case '_' ->
                    out.append(i > 0 && beforeWord && isOfWord(line.charAt(i - 1)) ? "_" : "\\_");
            case '!' ->
                    out.append(i + 1 < line.length() && line.charAt(i + 1) == '[' ? "\\!" : "!");
            // What would be a link, or a picture.
            case ':' -> {
                boolean link = line.startsWith("//", i + 1);
                out.append(':').append(link || isPicture(line, i) ? APART : "");
            }
            case '.' -> {
                boolean link = i >= 3 && line.regionMatches(true, i - 3, "www", 0, 3);
                out.append(link ? APART : "").append('.');
            }
            default -> {
                if (MARKUP.indexOf(c) >= 0) {
                    out.append('\\');
                }
                out.append(c);
            }
        }
    }

    private static boolean isPicture(String line, int colon) {
        return PICTURE.matcher(line).region(colon, line.length()).lookingAt();
    }

    private static boolean isOfWord(int c) {
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
        return LogGuard.guarded(fence + gap + line + gap + fence);
    }
}
