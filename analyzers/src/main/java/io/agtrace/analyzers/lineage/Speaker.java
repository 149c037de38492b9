package io.agtrace.analyzers.lineage;

/** Who said a piece of text, as chat messages tell it. */
public enum Speaker {
    /** Instructions of the program: system prompts, developer messages. */
    SYSTEM,
    USER,
    ASSISTANT,
    /** A tool's result inside a conversation. */
    TOOL,
    /** What an assistant asks a tool to do. */
    CALL,
    /** No chat message: state, arguments, plain text. */
    NONE
}
