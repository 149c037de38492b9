package io.agtrace.analyzers.conventions;

import static io.agtrace.analyzers.conventions.Concept.*;

import java.util.List;

/**
 * The concepts a user can name attributes of their own for, as configuration files write them. The
 * names are a contract; concepts that only serve to read what one family writes, or that nothing is
 * made of yet, have none.
 */
public final class OwnNames {
    /**
     * A concept for the user.
     *
     * @param name as it is written, for example {@code agent.name}
     * @param meaning what such an attribute holds, in a sentence without full stop
     */
    public record OwnName(String name, Concept concept, String meaning) {}

    private static final List<OwnName> ALL =
            List.of(
                    // Who and what.
                    own("agent.name", AGENT_NAME, "Name of the agent that works in the span"),
                    own("agent.id", AGENT_ID, "Id of that agent"),
                    own("agent.parent", PARENT_AGENT, "Name of the agent that called it"),
                    own("agent.caller", CALLER_NAME, "Name of whoever called it"),
                    own("workflow.name", WORKFLOW_NAME, "Name of the workflow"),
                    own("graph.node", GRAPH_NODE, "Id of the node in the agent graph"),
                    own("graph.node-parent", GRAPH_NODE_PARENT, "Id of the node before it"),
                    own(
                            "operation",
                            OPERATION,
                            "What the span does: workflow, agent, model call, tool call, retrieval,"
                                    + " handoff, decision, guardrail, evaluation, plan, chain,"
                                    + " queue send, queue receive"),
                    own("tool.name", TOOL_NAME, "Name of the tool"),
                    own("tool.call-id", TOOL_CALL_ID, "Id of the tool call"),
                    own("tool.definitions", TOOL_DEFINITIONS, "Tools offered to the model"),
                    own("model.asked", MODEL_ASKED, "Model that was asked for"),
                    own("model.answered", MODEL_ANSWERED, "Model that answered"),
                    own("model.provider", PROVIDER, "Who runs the model"),
                    own("model.finish-reason", FINISH_REASON, "Why the model stopped"),
                    // Ids that tie the spans and traces of a run together.
                    own("run.workflow-id", RUN_WORKFLOW, "Id of the workflow"),
                    own("run.id", RUN_RUN, "Id of the run"),
                    own("run.task-id", RUN_TASK, "Id of the task"),
                    own("run.conversation-id", RUN_CONVERSATION, "Id of the conversation"),
                    own("run.session-id", RUN_SESSION, "Id of the session"),
                    // Content.
                    own("input", INPUT, "What went in"),
                    own("output", OUTPUT, "What came out"),
                    own("retrieval.documents", RETRIEVED_DOCUMENTS, "Documents that were found"),
                    own("metadata", METADATA, "JSON text whose fields are metadata of the run"),
                    // Use.
                    own("tokens.input", TOKENS_INPUT, "Tokens read by the model"),
                    own("tokens.output", TOKENS_OUTPUT, "Tokens written by the model"),
                    own("tokens.cached", TOKENS_CACHED, "Tokens read from a cache"),
                    own("tokens.reasoning", TOKENS_REASONING, "Tokens spent on reasoning"),
                    own("tokens.total", TOKENS_TOTAL, "All tokens"),
                    own("cost", COST, "Cost of the call in US dollars"),
                    own("cost.input", COST_INPUT, "Cost of the tokens read"),
                    own("cost.output", COST_OUTPUT, "Cost of the tokens written"),
                    // How it ended.
                    own("error.type", ERROR_TYPE, "Kind of error"),
                    own("error.message", ERROR_MESSAGE, "Text of the error"),
                    own("error.flag", ERROR_FLAG, "Whether the span failed"),
                    own("operation.status", OPERATION_STATUS, "How the operation ended"),
                    own("success", SUCCESS, "Whether the operation succeeded"),
                    own("outcome", OUTCOME, "What the run came to"),
                    // Hand-overs.
                    own("handoff.from", HANDOFF_FROM, "Agent that hands over"),
                    own("handoff.to", HANDOFF_TO, "Agent that takes over"),
                    own("handoff.payload", HANDOFF_PAYLOAD, "What is handed over"),
                    own("message.id", MESSAGE_ID, "Id of the message, equal at both its ends"),
                    own("message.sender", MESSAGE_SENDER, "Who sent the message"),
                    own("message.recipient", MESSAGE_RECIPIENT, "Whom it was sent to"),
                    own("message.destination", MESSAGE_DESTINATION, "Queue or topic"),
                    // Decisions.
                    own("decision.chosen", DECISION_OUTCOME, "What was decided"),
                    own("decision.type", DECISION_TYPE, "Kind of decision"),
                    own("decision.confidence", DECISION_CONFIDENCE, "How sure, from 0 to 1"),
                    own("decision.reason", DECISION_REASON, "Why"),
                    own("decision.steps", DECISION_STEPS, "Steps of the reasoning"),
                    own("decision.alternatives", DECISION_ALTERNATIVES, "What else was considered"),
                    own("decision.triggered-by", DECISION_TRIGGERED_BY, "What called for it"),
                    own("decision.source", DECISION_SOURCE, "Who or what decided"),
                    // Loops, attempts, limits.
                    own("loop.iteration", ITERATION, "Number of the iteration"),
                    own("loop.limit", ITERATION_LIMIT, "Most iterations allowed"),
                    own("retry.attempt", ATTEMPT, "Number of the attempt, from 1"),
                    own("retry.limit", ATTEMPT_MAX, "Most attempts allowed"),
                    own("retry.count", RETRY_COUNT, "Attempts before this one"),
                    own("retry.flag", RETRY_FLAG, "Whether this is a further attempt"),
                    own("retry.of", RETRY_OF, "Id of the span or run that is tried again"),
                    own("fallback", FALLBACK, "What stands in for what failed"),
                    own("timeout", TIMEOUT, "Time allowed; its unit ends the name (_ms, _seconds)"),
                    own("parallel.group", PARALLEL_GROUP, "Id common to branches side by side"),
                    own("parallel.branch-count", BRANCH_COUNT, "Number of branches"),
                    // Quality and context.
                    own("quality.score", QUALITY_SCORE, "Quality of the result"),
                    own("quality.threshold", QUALITY_THRESHOLD, "Quality that is asked for"),
                    own("quality.passed", QUALITY_PASSED, "Whether the quality suffices"),
                    own("evaluation.name", EVALUATION_NAME, "Name of the evaluation"),
                    own("evaluation.score", EVALUATION_SCORE, "Its score"),
                    own("evaluation.label", EVALUATION_LABEL, "Its verdict in a word"),
                    own("evaluation.target", EVALUATION_TARGET, "What was evaluated"),
                    own("guardrail.name", GUARDRAIL_NAME, "Name of the guardrail"),
                    own("guardrail.triggered", GUARDRAIL_TRIGGERED, "Whether it stepped in"),
                    own("context.version", CONTEXT_VERSION, "Version of the context worked from"),
                    own("context.timestamp", CONTEXT_TIMESTAMP, "Moment the context is from"),
                    own("context.age", CONTEXT_AGE, "Its age; the unit ends the name"));

    private OwnNames() {}

    private static OwnName own(String name, Concept concept, String meaning) {
        return new OwnName(name, concept, meaning);
    }

    /** All of them, what belongs together side by side. */
    public static List<OwnName> all() {
        return ALL;
    }
}
