package io.agtrace.analyzers.compare;

import java.util.Comparator;
import java.util.Locale;

/**
 * Something that one run did in another way than the other.
 *
 * @param goodNode where in the good run, or -1 where it has nothing of the kind
 * @param badNode where in the bad run, or -1 likewise
 * @param nanos when, since the epoch, in the bad run; of what it lacks, when it would have been
 * @param agent whose doing it is; empty where nobody's
 * @param subject what it is about: a tool, a step, who decides, {@code sender → receiver}
 * @param good what the good run has; empty where there is nothing to say
 * @param bad what the bad run has
 * @param size how many steps it takes in, at least 1
 */
public record Difference(
        Kind kind,
        int goodNode,
        int badNode,
        long nanos,
        String agent,
        String subject,
        String good,
        String bad,
        int size) {
    static final Comparator<Difference> BY_TIME =
            Comparator.comparingLong(Difference::nanos)
                    .thenComparing(Difference::kind)
                    .thenComparingInt(Difference::badNode)
                    .thenComparingInt(Difference::goodNode)
                    .thenComparing(Difference::subject);

    /** The sorts of differences; of those at the same moment the earlier sort is told first. */
    public enum Kind {
        /** The same point was decided in another way. */
        DECISION(Level.STRUCTURE),
        /** A step failed that went well. */
        FAILURE(Level.STRUCTURE),
        /** A step went well at once that failed, or was tried more than once, in the good run. */
        RECOVERY(Level.CONTENT),
        /** A model's answer ended before it was complete. */
        CUT_OFF(Level.STRUCTURE),
        /** A message of the good run was never sent in the bad one. */
        MESSAGE_LOST(Level.STRUCTURE),
        /** A message was sent that the good run has not. */
        MESSAGE_ADDED(Level.STRUCTURE),
        /** A message was sent and nobody received it. */
        NOT_RECEIVED(Level.STRUCTURE),
        /** A message arrived with less than was sent. */
        DELIVERED_LESS(Level.STRUCTURE),
        /** A loop went on for more or fewer rounds. */
        ROUNDS(Level.STRUCTURE),
        /** A step did not take place. */
        STEP_LOST(Level.STRUCTURE),
        /** A step took place that the good run has not. */
        STEP_ADDED(Level.STRUCTURE),
        /** Two steps changed places. */
        ORDER(Level.STRUCTURE),
        /** A tool was asked for something else. */
        ARGUMENTS(Level.CONTENT),
        /** A step gave back something else for the same. */
        RESULT(Level.CONTENT),
        /** A model answered something else to the same, in more than wording. */
        ANSWER(Level.CONTENT);

        private final Level level;

        Kind(Level level) {
            this.level = level;
        }

        public Level level() {
            return level;
        }

        /** The name in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How deep a difference goes. */
    public enum Level {
        /** The runs did other things. */
        STRUCTURE,
        /** They did the same with other contents. */
        CONTENT;

        /** The name in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
