package io.agtrace.render.check;

import io.agtrace.render.text.LogGuard;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes XML 1.0 as a stream, indented. Characters that XML cannot carry at all become U+FFFD. One
 * element's attributes are given right after its start.
 */
final class XmlOut {
    private final Appendable out;
    private final Deque<String> open = new ArrayDeque<>();
    private boolean inTag;

    XmlOut(Appendable out) throws IOException {
        this.out = out;
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    XmlOut start(String element) throws IOException {
        closeTag();
        indent();
        out.append('<').append(element);
        open.push(element);
        inTag = true;
        return this;
    }

    XmlOut attribute(String name, String value) throws IOException {
        if (!inTag) {
            throw new IllegalStateException("attribute " + name + " behind the start tag");
        }
        out.append(' ').append(name).append("=\"").append(escaped(value, true)).append('"');
        return this;
    }

    /** Ends the innermost element. */
    void end() throws IOException {
        String element = open.pop();
        if (inTag) {
            out.append("/>\n");
            inTag = false;
        } else {
            indent();
            out.append("</").append(element).append(">\n");
        }
    }

    /** Ends the innermost element with a text as all its content. */
    void end(String text) throws IOException {
        if (!inTag) {
            throw new IllegalStateException("text behind elements");
        }
        inTag = false;
        out.append('>').append(escaped(text, false)).append("</").append(open.pop()).append(">\n");
    }

    private void closeTag() throws IOException {
        if (inTag) {
            out.append(">\n");
            inTag = false;
        }
    }

    private void indent() throws IOException {
        out.append("  ".repeat(open.size()));
    }

    private static String escaped(String text, boolean attribute) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '<' -> out.append("&lt;");
                // Not only where it must be: "]]>" may not stand in a text.
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append(attribute ? "&quot;" : "\"");
                case '\r' -> out.append("&#13;");
                case '\n', '\t' -> {
                    if (attribute) {
                        out.append("&#").append(c).append(';');
                    } else {
                        out.append((char) c);
                    }
                }
                default -> out.appendCodePoint(isLegal(c) ? c : 0xfffd);
            }
        }
        return LogGuard.escaped(out.toString(), "&#91;", "&#58;");
    }

    private static boolean isLegal(int c) {
        return c >= 0x20 && c < 0xd800 || c >= 0xe000 && c <= 0xfffd || c >= 0x10000;
    }
}
