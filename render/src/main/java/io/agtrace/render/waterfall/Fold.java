package io.agtrace.render.waterfall;

/**
 * Repetitions among a node's children, drawn as one row.
 *
 * @param parent the node above them, or -1
 * @param first the first child of the first repetition
 * @param period children that make up one repetition
 * @param times repetitions
 * @param shortest duration of a repetition in nanoseconds
 * @param longest likewise
 * @param start of the first, in nanoseconds since the epoch
 * @param failed repetitions in which something failed
 * @param apart repetitions that also have rows of their own
 * @param spans spans that have no row because of the fold
 * @param spansFailed how many of those failed
 */
record Fold(
        int parent,
        int first,
        int period,
        int times,
        long shortest,
        long longest,
        long start,
        int failed,
        int apart,
        int spans,
        int spansFailed) {}
