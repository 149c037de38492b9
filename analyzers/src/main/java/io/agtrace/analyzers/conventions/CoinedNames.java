package io.agtrace.analyzers.conventions;

import static io.agtrace.analyzers.conventions.OperationKind.*;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The forms in which frameworks name their spans. */
final class CoinedNames {
    private static final Map<String, OperationKind> WHOLE =
            Map.ofEntries(
                    Map.entry("agent workflow", WORKFLOW),
                    Map.entry("langgraph", WORKFLOW),
                    Map.entry("compiledstategraph", WORKFLOW),
                    Map.entry("workflow compiledstategraph", WORKFLOW),
                    Map.entry("workflow langgraph", WORKFLOW),
                    Map.entry("workflow.run", WORKFLOW),
                    Map.entry("workflow.session", WORKFLOW),
                    Map.entry("workflow_invoke", WORKFLOW),
                    Map.entry("workflow.execute", WORKFLOW),
                    Map.entry("workflow.build", OTHER),
                    Map.entry("invocation", WORKFLOW),
                    Map.entry("haystack.pipeline.run", WORKFLOW),
                    Map.entry("haystack.async_pipeline.run", WORKFLOW),
                    Map.entry("haystack.component.run", CHAIN),
                    Map.entry("haystack.agent.run", AGENT),
                    Map.entry("haystack.agent.step", CHAIN),
                    Map.entry("haystack.agent.step.llm", MODEL_CALL),
                    Map.entry("haystack.agent.step.tool", TOOL_CALL),
                    Map.entry("claude_code.interaction", WORKFLOW),
                    Map.entry("claude_code.llm_request", MODEL_CALL),
                    Map.entry("claude_code.tool", TOOL_CALL),
                    Map.entry("claude_code.tool.execution", CHAIN),
                    Map.entry("claude_code.tool.blocked_on_user", CHAIN),
                    Map.entry("claude_code.hook", CHAIN),
                    Map.entry("agent_session", WORKFLOW),
                    Map.entry("agent_turn", AGENT),
                    Map.entry("function_tool", TOOL_CALL),
                    Map.entry("llm_node", MODEL_CALL),
                    Map.entry("user_turn", CHAIN),
                    Map.entry("node.execute", CHAIN),
                    Map.entry("message.send", QUEUE_SEND),
                    Map.entry("call_llm", MODEL_CALL),
                    Map.entry("llm_call", MODEL_CALL),
                    Map.entry("llm.chat", MODEL_CALL),
                    Map.entry("model invoke", MODEL_CALL),
                    Map.entry("openai.response", MODEL_CALL),
                    Map.entry("tool_call", TOOL_CALL),
                    Map.entry("agent_call", AGENT),
                    Map.entry("running tool", TOOL_CALL),
                    Map.entry("running tools", CHAIN),
                    Map.entry("execute_tool (merged)", OTHER),
                    Map.entry("invoke_agent", AGENT),
                    Map.entry("execute_tool", TOOL_CALL),
                    Map.entry("agent_run", AGENT),
                    Map.entry("agent run", AGENT),
                    Map.entry("invoke_swarm", WORKFLOW),
                    Map.entry("invoke_graph", WORKFLOW),
                    Map.entry("invoke_workflow", WORKFLOW),
                    Map.entry("execute_event_loop_cycle", CHAIN),
                    Map.entry("should_continue", DECISION),
                    Map.entry("tools_condition", DECISION),
                    Map.entry("autofunctioninvocationloop", CHAIN),
                    Map.entry("__start__", CHAIN),
                    Map.entry("turn", CHAIN),
                    Map.entry("task", CHAIN));

    /** What stands before a blank, and what it says of the rest. */
    private static final Map<String, OperationKind> HEADS =
            Map.ofEntries(
                    Map.entry("invoke_agent", AGENT),
                    Map.entry("agent_run", AGENT),
                    Map.entry("agent_handoff", HANDOFF),
                    Map.entry("create_agent", OTHER),
                    Map.entry("execute_tool", TOOL_CALL),
                    Map.entry("tool_call", TOOL_CALL),
                    Map.entry("tools/call", TOOL_CALL),
                    Map.entry("execute_task", CHAIN),
                    Map.entry("chat", MODEL_CALL),
                    Map.entry("generate_content", MODEL_CALL),
                    Map.entry("text_completion", MODEL_CALL),
                    Map.entry("chat.completions", MODEL_CALL),
                    Map.entry("embeddings", MODEL_CALL),
                    Map.entry("call_llm", MODEL_CALL),
                    Map.entry("retrieval", RETRIEVAL),
                    Map.entry("vector_db_retrieve", RETRIEVAL),
                    Map.entry("invoke_workflow", WORKFLOW),
                    Map.entry("gen_ai.workflow", WORKFLOW),
                    Map.entry("edge_group.process", CHAIN),
                    Map.entry("invoke_swarm", WORKFLOW),
                    Map.entry("invoke_graph", WORKFLOW),
                    Map.entry("invocation", WORKFLOW),
                    Map.entry("invoke_node", CHAIN),
                    Map.entry("goto", DECISION));

    private static final Map<String, OperationKind> TAILS =
            Map.ofEntries(
                    Map.entry("agent", AGENT),
                    Map.entry("on_messages_stream", AGENT),
                    Map.entry("on_messages", AGENT),
                    Map.entry("_execute_core", AGENT),
                    Map.entry("tool", TOOL_CALL),
                    Map.entry("workflow", WORKFLOW),
                    Map.entry("kickoff", WORKFLOW),
                    Map.entry("run_stream", WORKFLOW),
                    Map.entry("task", CHAIN),
                    Map.entry("llm", MODEL_CALL),
                    Map.entry("mcp", OTHER),
                    Map.entry("handoff", HANDOFF));

    private static final List<String> COUNTED =
            List.of("step ", "iteration-", "cycle ", "turn ", "gen_ai.step ");

    private static final List<String> STEPS_OF_AGENTS =
            List.of("executor.process ", "agent_step ", "model_chunk ");

    private CoinedNames() {}

    /** The reading of a name of one of the forms, or null. */
    static @Nullable SpanName read(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        OperationKind whole = WHOLE.get(lower);
        if (whole != null) {
            return SpanName.coined(whole);
        }
        SpanName read = handoff(name, lower);
        if (read == null) {
            read = marked(name, lower);
        }
        if (read == null) {
            read = headed(name, lower);
        }
        if (read == null) {
            read = runtime(name, lower);
        }
        return read != null ? read : tailed(name, lower);
    }

    /** {@code handoff to X}, {@code Handoff: A -> B}, {@code A -> B.handoff}, also with U+2192. */
    private static @Nullable SpanName handoff(String name, String lower) {
        if (lower.startsWith("handoff to ")) {
            return SpanName.coined(HANDOFF).handoff("", name.substring(11));
        }
        boolean before = lower.startsWith("handoff: ") || lower.startsWith("handoff ");
        if (!before && !lower.endsWith(".handoff")) {
            return null;
        }
        String pair =
                before
                        ? name.substring(name.indexOf(' ') + 1)
                        : name.substring(0, name.length() - ".handoff".length());
        for (String arrow : List.of("\u2192", "->", "=>")) {
            int at = pair.indexOf(arrow);
            if (at >= 0) {
                return SpanName.coined(HANDOFF)
                        .handoff(pair.substring(0, at), pair.substring(at + arrow.length()));
            }
        }
        return SpanName.coined(HANDOFF);
    }

    /** Forms with a telling punctuation mark. */
    private static @Nullable SpanName marked(String name, String lower) {
        if (lower.startsWith("agent run: ")) {
            return SpanName.coined(AGENT).agent(unquoted(name.substring(11)));
        }
        if (lower.startsWith("running tool: ")) {
            return SpanName.coined(TOOL_CALL).tool(name.substring(14));
        }
        if (lower.startsWith("function: ") || lower.startsWith("tool: ")) {
            return SpanName.coined(TOOL_CALL).tool(name.substring(name.indexOf(' ') + 1));
        }
        if (lower.startsWith("running ") && lower.endsWith(" tools")) {
            return SpanName.coined(CHAIN);
        }
        if (lower.startsWith("openai agents trace:")) {
            return SpanName.coined(WORKFLOW);
        }
        if (lower.startsWith("responses api with ") || lower.startsWith("chat completion with ")) {
            return SpanName.coined(MODEL_CALL);
        }
        if (lower.startsWith("guardrail ") && lower.contains("triggered=")) {
            return SpanName.coined(GUARDRAIL);
        }
        if (name.startsWith("Branch<")) {
            return SpanName.coined(DECISION);
        }
        if (name.startsWith("ChannelWrite<") || name.startsWith("ChannelRead<")) {
            return SpanName.coined(CHAIN);
        }
        for (String head : COUNTED) {
            if (lower.startsWith(head)) {
                int number = leadingNumber(lower, head.length());
                return number < 0 ? null : SpanName.coined(CHAIN).ordinal(number);
            }
        }
        return null;
    }

    private static @Nullable SpanName headed(String name, String lower) {
        if (lower.startsWith("agents.")) {
            return agentOps(name, lower);
        }
        for (String head : STEPS_OF_AGENTS) {
            if (lower.startsWith(head)) {
                return SpanName.coined(CHAIN).agent(name.substring(head.length()));
            }
        }
        if (lower.startsWith("a2a.")) {
            return SpanName.coined(OTHER);
        }
        int blank = name.indexOf(' ');
        OperationKind kind = blank < 0 ? null : HEADS.get(lower.substring(0, blank));
        if (kind == null) {
            return null;
        }
        String rest = unbracketed(name.substring(blank + 1).strip());
        SpanName read = SpanName.coined(kind);
        return switch (kind) {
            case AGENT -> read.agent(rest);
            case TOOL_CALL -> read.tool(rest);
            case DECISION -> read.handoff("", rest);
            default -> read;
        };
    }

    private static @Nullable SpanName agentOps(String name, String lower) {
        if (lower.startsWith("agents.agent.")) {
            return SpanName.coined(AGENT).agent(name.substring(13));
        }
        if (lower.startsWith("agents.function.")) {
            return SpanName.coined(TOOL_CALL).tool(name.substring(16));
        }
        return lower.startsWith("agents.trace.") ? SpanName.coined(WORKFLOW) : null;
    }

    /** AutoGen's and Semantic Kernel's runtime: {@code autogen process planner.(key)-A}. */
    private static @Nullable SpanName runtime(String name, String lower) {
        if (!lower.startsWith("autogen ") && !lower.startsWith("agent_runtime ")) {
            return null;
        }
        String[] words = name.split(" ", 3);
        String destination = words.length == 3 ? words[2] : "";
        String receiver = destination.endsWith("-A") ? untilKey(destination) : "";
        return switch (words[1].toLowerCase(Locale.ROOT)) {
            case "send", "publish" -> SpanName.coined(QUEUE_SEND).handoff("", receiver);
            case "process" ->
                    receiver.isEmpty()
                            ? SpanName.coined(QUEUE_RECEIVE)
                            : SpanName.coined(AGENT).agent(receiver);
            case "receive", "intercept" -> SpanName.coined(QUEUE_RECEIVE).agent(receiver);
            default -> SpanName.coined(OTHER);
        };
    }

    private static String untilKey(String destination) {
        int key = destination.indexOf(".(");
        return key < 0
                ? destination.substring(0, destination.length() - 2)
                : destination.substring(0, key);
    }

    private static @Nullable SpanName tailed(String name, String lower) {
        int dot = name.lastIndexOf('.');
        OperationKind kind = dot <= 0 ? null : TAILS.get(lower.substring(dot + 1));
        if (kind == null) {
            return null;
        }
        String head = name.substring(0, dot);
        SpanName read = SpanName.coined(kind);
        return switch (kind) {
            case AGENT -> read.agent(lower.endsWith("._execute_core") ? untilDot(head) : head);
            case TOOL_CALL -> read.tool(head);
            default -> read;
        };
    }

    private static String untilDot(String text) {
        int dot = text.indexOf('.');
        return dot < 0 ? text : text.substring(0, dot);
    }

    private static int leadingNumber(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isDigit(text.charAt(at)) && at - from < 9) {
            at++;
        }
        return at == from ? -1 : Integer.parseInt(text.substring(from, at));
    }

    private static String unquoted(String text) {
        int end = text.length() - 1;
        boolean quoted = end > 0 && (text.charAt(0) == '\'' || text.charAt(0) == '"');
        return quoted && text.charAt(end) == text.charAt(0) ? text.substring(1, end) : text;
    }

    private static String unbracketed(String text) {
        return text.startsWith("[") && text.endsWith("]")
                ? text.substring(1, text.length() - 1)
                : text;
    }
}
