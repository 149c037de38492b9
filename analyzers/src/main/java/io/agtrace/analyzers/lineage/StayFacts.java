package io.agtrace.analyzers.lineage;

/**
 * What one stay inside an agent was given and what it made of it.
 *
 * @param input what the agent's span was given (messages, state), instructions left out
 * @param prompt what its own model was first prompted with; the same as {@code input} where it
 *     calls no model or prompts are not recorded
 * @param instructions words of its system prompts
 * @param results what its own tools gave back
 * @param firstAct what it first asked of a tool
 * @param output what it gave back: its models' answers, and its span's output where that is not the
 *     whole conversation
 * @param actNode the span that shows its first act, or -1
 * @param answerNode the span that shows its last answer, or -1
 * @param promptNode the span of its first prompt, or -1
 * @param prompted whether a prompt of a model is recorded
 * @param answered whether an output is recorded
 */
public record StayFacts(
        FactSet input,
        FactSet prompt,
        FactSet instructions,
        FactSet results,
        FactSet firstAct,
        FactSet output,
        int actNode,
        int answerNode,
        int promptNode,
        boolean prompted,
        boolean answered) {
    /** All that its work could rest on. */
    public FactSet known() {
        return input.or(prompt).or(results);
    }
}
