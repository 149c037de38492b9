package io.agtrace.render.sections;

/** How much of each section is shown. */
public enum Detail {
    /** A few rows of each, to stand below the waterfall on one screen. */
    BRIEF(4),
    /** The most important rows, as many as a person reads. */
    NORMAL(15),
    /** Everything. */
    FULL(Integer.MAX_VALUE);

    private final int rows;

    Detail(int rows) {
        this.rows = rows;
    }

    /** About how many rows a section has at most. */
    int rows() {
        return rows;
    }
}
