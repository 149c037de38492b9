package io.agtrace.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.render.text.Cells;
import io.agtrace.render.text.Theme;

import java.util.Random;

/** Texts as the worst of traces holds them, and what must hold for output that shows them. */
public final class HostileText {
    private static final int[][] ALPHABETS = {
        {0x20, 0x7e},
        {0x20, 0x7e},
        {0, 0x1f},
        {0x7f, 0x9f},
        {0x300, 0x36f},
        {0x590, 0x6ff},
        {0x900, 0x97f},
        {0x1100, 0x11ff},
        {0x200b, 0x202e},
        {0x2060, 0x206f},
        {0x4e00, 0x4e80},
        {0xd800, 0xdfff},
        {0xfe00, 0xfe0f},
        {0x1f1e6, 0x1f1ff},
        {0x1f3fb, 0x1f680},
        {0xe0000, 0xe007f},
        {0, 0x10ffff}
    };

    private HostileText() {}

    /** A text of letters and signs of all sorts. */
    public static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(3) == 0 ? random.nextInt(200) : random.nextInt(12);
        for (int i = 0; i < length; i++) {
            int[] range = ALPHABETS[random.nextInt(ALPHABETS.length)];
            text.appendCodePoint(range[0] + random.nextInt(range[1] - range[0] + 1));
        }
        return text.toString();
    }

    /** No line is too wide, and no character but harmless ones of the theme's alphabet is there. */
    public static void check(String output, int width, Theme theme) {
        String text = theme.colour() ? output.replaceAll("\u001b\\[[0-9;]+m", "") : output;
        for (String line : text.split("\n", -1)) {
            assertThat(Cells.width(line)).as(line).isLessThanOrEqualTo(width);
            assertThat(line.codePoints())
                    .as(line)
                    .allMatch(c -> theme.unicode() ? isShown(c, theme) : c >= 0x20 && c <= 0x7e);
        }
    }

    private static boolean isShown(int c, Theme theme) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED ->
                    false;
            case Character.FORMAT ->
                    c == 0x200c || c == 0x200d || theme.colour() && (c == 0x2068 || c == 0x2069);
            default -> true;
        };
    }
}
