package io.agtrace.render.waterfall;

import java.util.Arrays;
import java.util.Locale;

/**
 * The time axis and the bars on it. What lies on the critical path is drawn in solid blocks with a
 * precision of an eighth of a column, everything else as a thin line with half a column.
 */
final class Axis {
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";
    private static final long SECOND = 1_000_000_000;
    private static final long[] LONG_STEPS = {
        1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200,
        86_400
    };
    private static final int COLUMNS_PER_TICK = 7;

    private final long start;
    private final long end;
    private final int width;
    private final boolean unicode;

    /** An axis of {@code width} columns from {@code start} to {@code end} in nanoseconds. */
    Axis(long start, long end, int width, boolean unicode) {
        this.start = start;
        this.end = end;
        this.width = width;
        this.unicode = unicode;
    }

    private double column(long nanos) {
        if (end <= start) {
            return 0;
        }
        double share = ((double) nanos - start) / ((double) end - start);
        return Math.clamp(share, 0, 1) * width;
    }

    /** The bar of one span, as long as its last column that is not blank. */
    String bar(long from, long to, boolean critical) {
        double a = Math.min(column(from), width - 0.5);
        double b = Math.max(column(to), a);
        if (critical && unicode) {
            return blocks(a, b);
        }
        int first = (int) (a * 2);
        boolean[] halves = new boolean[width * 2];
        int behind = Math.clamp(Math.round(b * 2), first + 1, width * 2);
        Arrays.fill(halves, first, behind, true);
        return line(halves, critical);
    }

    private String blocks(double a, double b) {
        StringBuilder bar = new StringBuilder(width);
        int first = (int) a;
        bar.repeat(' ', first);
        int eighths = (int) Math.round((b - first) * 8);
        boolean lateStart = a - first >= 0.5;
        if (eighths <= 8) {
            int wide = (int) Math.round((b - a) * 8);
            if (lateStart) {
                return bar.append(wide <= 2 ? '▕' : '▐').toString();
            }
            return bar.append(EIGHTHS.charAt(Math.clamp(eighths, 1, 8))).toString();
        }
        bar.append(lateStart ? '▐' : '█');
        eighths -= 8;
        bar.repeat('█', eighths / 8);
        if (eighths % 8 > 0) {
            bar.append(EIGHTHS.charAt(eighths % 8));
        }
        return bar.toString();
    }

    private String line(boolean[] halves, boolean solid) {
        String left = unicode ? solid ? "▌" : "╸" : solid ? "#" : "=";
        String right = unicode ? solid ? "▐" : "╺" : left;
        String both = unicode ? solid ? "█" : "━" : left;
        StringBuilder bar = new StringBuilder(width);
        int kept = 0;
        for (int i = 0; i < width; i++) {
            boolean l = halves[2 * i];
            boolean r = halves[2 * i + 1];
            bar.append(l && r ? both : l ? left : r ? right : " ");
            kept = l || r ? bar.length() : kept;
        }
        bar.setLength(kept);
        return bar.toString();
    }

    /** The bar of a fold: where at least one of its spans was at work. */
    String band(Extent extent, Fold fold) {
        int[] changes = new int[width * 2 + 1];
        boolean critical = false;
        int node = fold.first();
        for (int i = 0; i < fold.times() * fold.period(); i++) {
            double a = Math.min(column(extent.tree.startNanos(node)), width - 0.5);
            int first = (int) (a * 2);
            int behind = (int) Math.round(column(extent.tree.endNanos(node)) * 2);
            changes[first]++;
            changes[Math.clamp(behind, first + 1, width * 2)]--;
            critical |= extent.isCritical(node);
            node = extent.tree.subtreeEnd(node);
        }
        boolean[] halves = new boolean[width * 2];
        int active = 0;
        for (int i = 0; i < halves.length; i++) {
            active += changes[i];
            halves[i] = active > 0;
        }
        return line(halves, critical);
    }

    /** Labels at round times since {@code origin}, each beginning at its place. */
    String ticks(long origin) {
        StringBuilder labels = new StringBuilder(width);
        long step = step();
        long offset = start - origin;
        long tick = Math.floorDiv(offset + step - 1, step) * step;
        for (; tick <= end - origin && step > 0; tick += step) {
            int at = (int) column(origin + tick);
            String label = label(tick);
            if (at >= labels.length() + (labels.isEmpty() ? 0 : 2)
                    && at + label.length() <= width) {
                labels.repeat(' ', at - labels.length()).append(label);
            }
        }
        return labels.toString();
    }

    private long step() {
        double least = ((double) end - start) / Math.max(1, width / COLUMNS_PER_TICK);
        if (least <= SECOND) {
            long step = 1;
            for (int digit = 0; step < least; digit++) {
                step = digit % 3 == 1 ? step / 2 * 5 : step * 2;
            }
            return step;
        }
        for (long seconds : LONG_STEPS) {
            if (seconds * SECOND >= least) {
                return seconds * SECOND;
            }
        }
        double days = Math.ceil(least / (86_400.0 * SECOND));
        return ((long) days) * 86_400 * SECOND;
    }

    private static String label(long nanos) {
        long size = Math.abs(nanos);
        String sign = nanos < 0 ? "-" : "";
        if (size >= 60 * SECOND && size % SECOND == 0) {
            long seconds = size / SECOND;
            String text = seconds >= 3600 ? seconds / 3600 + "h" : "";
            text += seconds % 3600 >= 60 ? seconds % 3600 / 60 + "m" : "";
            return sign + text + (seconds % 60 > 0 ? seconds % 60 + "s" : "");
        }
        if (size == 0) {
            return "0";
        }
        String[] units = {"ns", "µs", "ms", "s"};
        int unit = 0;
        double value = size;
        while (value >= 1000 && unit < 3) {
            value /= 1000;
            unit++;
        }
        String digits = String.format(Locale.ROOT, "%.3f", value);
        int kept = digits.length();
        while (digits.charAt(kept - 1) == '0') {
            kept--;
        }
        return sign
                + digits.substring(0, digits.charAt(kept - 1) == '.' ? kept - 1 : kept)
                + units[unit];
    }
}
