package io.agtrace.render.text;

/** Durations for people: three significant digits, at most seven columns. */
public final class Durations {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Durations() {}

    /**
     * A duration of so many nanoseconds: {@code 850 µs}, {@code 12 ms}, {@code 3.10 s}, {@code 47.0
     * s}, {@code 1m 05s}, {@code 2h 03m}, {@code 3d 04h}. Negative ones get a minus sign and may
     * take a column more.
     */
    public static String human(long nanos) {
        return spell(nanos, " ");
    }

    /** A time since the run's start: {@code T+2.10s}. */
    public static String offset(long nanos) {
        return nanos == 0 ? "T+0" : (nanos < 0 ? "T-" : "T+") + spell(magnitude(nanos), "");
    }

    private static long magnitude(long nanos) {
        return nanos == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(nanos);
    }

    private static String spell(long signed, String space) {
        if (signed < 0) {
            return "-" + spell(magnitude(signed), space);
        }
        long nanos = signed;
        if (nanos < MICRO) {
            return nanos == 0 ? "0" + space + "s" : nanos + space + "ns";
        }
        if (nanos < MILLI - MICRO / 2) {
            return round(nanos, MICRO) + space + "µs";
        }
        if (nanos < 10 * MILLI - 50 * MICRO) {
            return decimal(nanos, MILLI, 1) + space + "ms";
        }
        if (nanos < SECOND - MILLI / 2) {
            return round(nanos, MILLI) + space + "ms";
        }
        if (nanos < 10 * SECOND - 5 * MILLI) {
            return decimal(nanos, SECOND, 2) + space + "s";
        }
        if (nanos < MINUTE - 50 * MILLI) {
            return decimal(nanos, SECOND, 1) + space + "s";
        }
        if (nanos < HOUR - SECOND / 2) {
            long seconds = round(nanos, SECOND);
            return pair(seconds / 60, "m", seconds % 60, "s", space);
        }
        if (nanos < DAY - MINUTE / 2) {
            long minutes = round(nanos, MINUTE);
            return pair(minutes / 60, "h", minutes % 60, "m", space);
        }
        long hours = round(nanos, HOUR);
        return hours < 100 * 24
                ? pair(hours / 24, "d", hours % 24, "h", space)
                : hours / 24 + space + "d";
    }

    private static long round(long nanos, long unit) {
        return nanos / unit + (nanos % unit >= unit / 2 ? 1 : 0);
    }

    private static String decimal(long nanos, long unit, int digits) {
        // A table has many of them, and a formatter is dear.
        long scale = digits == 1 ? 10 : 100;
        long scaled = round(nanos, unit / scale);
        long behind = scaled % scale;
        return scaled / scale + (digits == 2 && behind < 10 ? ".0" : ".") + behind;
    }

    private static String pair(long major, String unit, long minor, String small, String space) {
        return major + unit + space + (minor < 10 ? "0" : "") + minor + small;
    }
}
