package io.agtrace.analyzers.lineage;

import io.agtrace.analyzers.agents.Message;

/**
 * What became of one message's content.
 *
 * @param content what the sender brought into it: facts that are neither the run's task nor wording
 * @param given what the receiver's model was given once the message had arrived; its input where it
 *     calls no model
 * @param output what the receiver gave back
 * @param relay whether the receiver calls neither model nor tool: it passes on what it gets
 * @param givenNode the span that shows what the receiver was given
 * @param readable whether content and what the receiver was given are both recorded
 */
public record Delivery(
        Message message,
        FactSet content,
        FactSet given,
        FactSet output,
        boolean relay,
        int givenNode,
        boolean readable) {
    /** The share of the content that the receiver was given, by weight; NaN where unknown. */
    public double delivered() {
        return readable ? content.shareIn(given) : Double.NaN;
    }

    /** The content that arrived. */
    public FactSet arrived() {
        return content.and(given);
    }

    /** The content that did not arrive. */
    public FactSet lost() {
        return content.minus(given);
    }

    /** The share of what arrived that stands in what the receiver gave back; NaN where unknown. */
    public double used() {
        return readable && !output.isEmpty() ? arrived().shareIn(output) : Double.NaN;
    }
}
