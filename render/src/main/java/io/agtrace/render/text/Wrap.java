package io.agtrace.render.text;

import java.util.ArrayList;
import java.util.List;

/** Breaks texts into lines. */
public final class Wrap {
    private Wrap() {}

    /** The text in lines of at most {@code width} columns, broken at spaces where there are any. */
    public static List<String> words(String text, int width, int indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            int cells = Cells.width(word);
            if (!line.isEmpty() && Cells.width(line.toString()) + 1 + cells > width) {
                lines.add(line.toString());
                line.setLength(0);
                line.repeat(' ', indent).append(word);
            } else {
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    /**
     * The items, put between commas into at most {@code most} lines of {@code width} columns; what
     * does not fit is counted: {@code +12 more}.
     */
    public static List<String> items(List<String> items, int width, int most) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            String item = items.get(i) + (i + 1 < items.size() ? "," : "");
            int used = Cells.width(line.toString());
            int reserve = lines.size() + 1 == most && i + 1 < items.size() ? 14 : 0;
            int wanted = used + (used == 0 ? 0 : 1) + Cells.width(item);
            if (used > 0 && wanted > width - reserve) {
                if (lines.size() + 1 == most) {
                    lines.add(line + " +" + Numbers.count(items.size() - i) + " more");
                    return lines;
                }
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(item);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }
}
