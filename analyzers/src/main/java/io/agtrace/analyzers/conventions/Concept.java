package io.agtrace.analyzers.conventions;

/**
 * What an attribute can mean. Each family has its own names for the same concept; the tables of
 * this package ({@link IdentityNames} and its neighbours) list them.
 */
public enum Concept {
    // Who and what: one value a span.
    AGENT_NAME,
    AGENT_ID,
    AGENT_VERSION,
    PARENT_AGENT,
    CALLER_NAME,
    WORKFLOW_NAME,
    ENTITY_NAME,
    NODE_NAME,
    GRAPH_NODE,
    GRAPH_NODE_PARENT,
    TOOL_NAME,
    TOOL_CALL_ID,
    MODEL_ANSWERED,
    MODEL_ASKED,
    PROVIDER,

    // Kept for every source that states it, not only for the best one.
    OPERATION(Shape.EACH),
    RUN_WORKFLOW(Shape.EACH),
    RUN_RUN(Shape.EACH),
    RUN_TASK(Shape.EACH),
    RUN_CONVERSATION(Shape.EACH),
    RUN_SESSION(Shape.EACH),
    RUN_BAGGAGE(Shape.EACH),
    /** A JSON text whose fields are metadata of the run. */
    METADATA(Shape.EACH),
    /** Says that the span is infrastructure: HTTP, database, RPC, function as a service. */
    PLAIN(Shape.EACH),

    // Payloads: markers that elsewhere mean "absent" can be real content here.
    INPUT(Shape.PAYLOAD),
    OUTPUT(Shape.PAYLOAD),
    /** Messages spread over numbered attributes; the value is that of the first of them. */
    INPUT_FLAT(Shape.PAYLOAD),
    OUTPUT_FLAT(Shape.PAYLOAD),
    SYSTEM_INSTRUCTIONS(Shape.PAYLOAD),
    TOOL_DEFINITIONS(Shape.PAYLOAD),
    RETRIEVED_DOCUMENTS(Shape.PAYLOAD),

    TOKENS_INPUT,
    TOKENS_OUTPUT,
    TOKENS_CACHED,
    TOKENS_REASONING,
    TOKENS_TOTAL,
    /** A map or JSON text of token counts by name. */
    USAGE_DETAILS,
    COST,
    COST_INPUT,
    COST_OUTPUT,
    /** A map or JSON text of costs by name, or one number. */
    COST_DETAILS,
    FINISH_REASON,

    ERROR_TYPE(Shape.VERBATIM),
    ERROR_MESSAGE,
    ERROR_FLAG,
    LEVEL,
    OPERATION_STATUS,
    SUCCESS,
    FAILURE_STAGE,
    OUTCOME,
    OUTCOME_VALUE,

    HANDOFF_FROM,
    HANDOFF_TO,
    HANDOFF_PAYLOAD(Shape.PAYLOAD),
    HANDOFF_STATUS,
    HANDOFF_MODE,
    MESSAGE_ID,
    MESSAGE_SENDER,
    MESSAGE_RECIPIENT,
    MESSAGE_TYPE,
    MESSAGE_DESTINATION,
    MESSAGE_OPERATION,
    MESSAGE_DELIVERY,

    DECISION_OUTCOME,
    DECISION_TYPE,
    DECISION_ID,
    DECISION_CONFIDENCE,
    DECISION_REASON,
    DECISION_STEPS,
    DECISION_ALTERNATIVES,
    DECISION_TRIGGERED_BY,
    DECISION_SOURCE,

    ITERATION,
    ITERATION_LIMIT,
    LOOP_DETECTED,
    LOOP_PATTERN,
    ATTEMPT,
    ATTEMPT_MAX,
    /** Attempts before this one. */
    RETRY_COUNT,
    RETRY_FLAG,
    RETRY_OF,
    FALLBACK,
    /** A length of time; its unit stands in the attribute's name. */
    TIMEOUT,
    DEADLINE,

    QUALITY_SCORE,
    QUALITY_THRESHOLD,
    QUALITY_PASSED,
    EVALUATION_NAME,
    EVALUATION_SCORE,
    EVALUATION_LABEL,
    EVALUATION_EXPLANATION,
    EVALUATION_HIGHER_IS_BETTER,
    EVALUATION_TARGET,
    GUARDRAIL_NAME,
    GUARDRAIL_TRIGGERED,
    GUARDRAIL_REASON,

    CONTEXT_VERSION,
    CONTEXT_TIMESTAMP,
    /** An age or a time to live; its unit stands in the attribute's name. */
    CONTEXT_AGE,
    CONTEXT_TOKENS,
    CONTEXT_TRUNCATED,

    LANGGRAPH_STEP,
    LANGGRAPH_NODE,
    LANGGRAPH_TRIGGERS,
    LANGGRAPH_PATH,
    LANGGRAPH_CHECKPOINT_NS,
    LANGGRAPH_INTEGRATION,
    CHECKPOINT_ID,
    GRAPH_NODES,
    GRAPH_EDGES,
    GRAPH_EXECUTED_NODES,
    PARALLEL_GROUP,
    SYNC_ID,
    BRANCH_COUNT,
    BRANCH_NAMES,

    /** Names of the span's ancestors, outermost first. */
    ANCESTOR_NAMES,
    /** Ids of the span's ancestors, outermost first. */
    ANCESTOR_IDS,
    /** Id of the span or run that caused this one, where the parent id does not say so. */
    CAUSE_ID,
    /** A W3C traceparent that was carried in a payload or in message attributes. */
    TRACEPARENT,
    TAGS,
    RECORD_STATE;

    private final Shape shape;

    Concept() {
        this(Shape.ONE);
    }

    Concept(Shape shape) {
        this.shape = shape;
    }

    /** Whether each source's value is kept, rather than the best source's only. */
    boolean isEach() {
        return shape == Shape.EACH;
    }

    Shape shape() {
        return shape;
    }

    /** A small number of the concept's own, for arrays that live no longer than the process. */
    @SuppressWarnings("EnumOrdinal")
    int slot() {
        return ordinal();
    }

    /** How values of a concept are kept, and which of them count as "not recorded". */
    enum Shape {
        /** The best source's value, unless it is a marker for "absent". */
        ONE,
        /** As {@link #ONE}, for content: only markers that cannot be content mean "absent". */
        PAYLOAD,
        /** As {@link #ONE}; everything but an empty text is a value. */
        VERBATIM,
        /** Every source's value, in the order of the span's attributes. */
        EACH
    }
}
