package io.agtrace.render.failure;

import io.agtrace.render.text.Cells;
import io.agtrace.render.text.Line;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Wrap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes texts in lines that are pleasant to read, on screens narrow and wide. */
public final class Prose {
    /** Longer lines are hard to read, however wide the screen. */
    private static final int READABLE = 120;

    private final Screen screen;
    private final Appendable out;

    public Prose(Screen screen, Appendable out) {
        this.screen = screen;
        this.out = out;
    }

    public int width() {
        return Math.min(screen.width(), READABLE);
    }

    public Line line() {
        return new Line(screen.theme(), width());
    }

    public void put(Line line) throws IOException {
        out.append(line.toString()).append('\n');
    }

    public void blank() throws IOException {
        out.append('\n');
    }

    /** A text at an indent. */
    public void text(int indent, Style style, String text) throws IOException {
        labelled(indent, "", indent, style, text);
    }

    /** A label at an indent, and a text that stands at another. */
    public void labelled(int indent, String label, int textIndent, Style style, String text)
            throws IOException {
        String name = label;
        for (String part : wrapped(text, width() - textIndent)) {
            Line line = line().gapTo(indent).add(Style.MUTED, name).gapTo(textIndent);
            put(line.add(style, part));
            name = "";
        }
    }

    /**
     * A command under a label; where it takes several lines they end in a backslash, so that it can
     * still be pasted into a shell.
     */
    public void command(int indent, String label, int textIndent, List<String> words)
            throws IOException {
        int room = screen.width() - textIndent - 2;
        List<String> lines = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String word : units(words)) {
            String safe = screen.theme().safe(word);
            int used = Cells.width(current.toString());
            if (used > 0 && used + 1 + Cells.width(safe) > room) {
                lines.add(current + " \\");
                current.setLength(0);
            }
            current.append(current.isEmpty() ? "" : " ").append(safe);
        }
        lines.add(current.toString());
        String name = label;
        for (String text : lines) {
            Line line = screen.line().gapTo(indent).add(Style.MUTED, name).gapTo(textIndent);
            put(line.add(text));
            name = "";
        }
    }

    /** The words, options with their values in one. */
    private static List<String> units(List<String> words) {
        List<String> units = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith("--") && i + 1 < words.size()) {
                i++;
                word += " " + words.get(i);
            }
            units.add(word);
        }
        return units;
    }

    /** The text in lines of at most so many columns; also words that are wider are broken. */
    public List<String> wrapped(String text, int columns) {
        StringBuilder broken = new StringBuilder();
        for (String word : screen.theme().safe(text).split(" ", -1)) {
            String rest = word;
            while (Cells.width(rest) > columns) {
                String head = Cells.fit(rest, columns, "");
                if (head.isEmpty()) {
                    break;
                }
                broken.append(head).append(' ');
                rest = rest.substring(head.length());
            }
            broken.append(rest).append(' ');
        }
        return Wrap.words(broken.toString().stripTrailing(), columns, 0);
    }
}
