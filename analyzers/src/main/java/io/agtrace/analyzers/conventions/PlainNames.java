package io.agtrace.analyzers.conventions;

import static io.agtrace.analyzers.conventions.OperationKind.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Names that people give spans by hand, as tutorials show them: {@code research_agent.invoke},
 * {@code tool.web_search}, {@code agent.decision_point}, {@code reasoning_iteration_2}. Words are
 * whole words: {@code reagent} names no agent and {@code routed} no route.
 */
final class PlainNames {
    private static final Map<String, OperationKind> FIRST =
            Map.ofEntries(
                    Map.entry("tool", TOOL_CALL),
                    Map.entry("tools", TOOL_CALL),
                    Map.entry("tool_call", TOOL_CALL),
                    Map.entry("tool_execution", TOOL_CALL),
                    Map.entry("llm", MODEL_CALL),
                    Map.entry("llm_call", MODEL_CALL),
                    Map.entry("model_call", MODEL_CALL),
                    Map.entry("completion", MODEL_CALL),
                    Map.entry("retrieval", RETRIEVAL),
                    Map.entry("retriever", RETRIEVAL),
                    Map.entry("rag", RETRIEVAL),
                    Map.entry("vector_search", RETRIEVAL),
                    Map.entry("workflow", WORKFLOW),
                    Map.entry("handoff", HANDOFF),
                    Map.entry("delegate", HANDOFF),
                    Map.entry("guardrail", GUARDRAIL),
                    Map.entry("guardrails", GUARDRAIL),
                    Map.entry("moderation", GUARDRAIL),
                    Map.entry("evaluation", EVALUATION),
                    Map.entry("evaluate", EVALUATION),
                    Map.entry("eval", EVALUATION),
                    Map.entry("planning", PLAN),
                    Map.entry("plan", PLAN));

    private static final Set<String> DECIDES =
            Set.of("decision", "decisions", "decide", "routing", "router", "gate");

    private static final Set<String> COUNTS =
            Set.of("iteration", "step", "turn", "cycle", "round", "loop");

    private static final Set<String> VERBS =
            Set.of(
                    "invoke",
                    "ainvoke",
                    "run",
                    "arun",
                    "execute",
                    "call",
                    "process",
                    "handle",
                    "start",
                    "act",
                    "kickoff",
                    "turn",
                    "execution",
                    "invocation",
                    "task",
                    "chat");

    /** What may follow {@code agent.} without being an agent's name. */
    private static final Set<String> NO_AGENT =
            Set.of(
                    "memory",
                    "init",
                    "setup",
                    "state",
                    "config",
                    "context",
                    "loop",
                    "message",
                    "messages",
                    "prompt",
                    "input",
                    "output",
                    "session",
                    "response",
                    "request",
                    "error",
                    "retry",
                    "cleanup",
                    "shutdown",
                    "health",
                    "thinking",
                    "thought",
                    "reasoning",
                    "reflection",
                    "observation",
                    "action",
                    "iteration",
                    "step",
                    "react",
                    "create",
                    "load",
                    "save",
                    "registry",
                    "metrics",
                    "synchronization",
                    "sync",
                    "wait",
                    "timeout",
                    "result",
                    "final",
                    "answer");

    /** Agents of another trade, what browsers call themselves, and what is done to agents. */
    private static final Set<String> NO_NAME =
            Set.of(
                    "route",
                    "transfer",
                    "handoff",
                    "delegate",
                    "select",
                    "choose",
                    "create",
                    "start",
                    "stop",
                    "run",
                    "invoke",
                    "call",
                    "load",
                    "init",
                    "initialize",
                    "register",
                    "get",
                    "list",
                    "the",
                    "post",
                    "put",
                    "patch",
                    "delete",
                    "user",
                    "datadog",
                    "otel",
                    "node",
                    "http",
                    "ssh",
                    "proxy",
                    "monitoring",
                    "build");

    private static final int LONGEST_TITLE = 40;

    private PlainNames() {}

    static SpanName read(String name) {
        int cut = firstSeparator(name);
        String head = cut < 0 ? name : name.substring(0, cut);
        String rest = cut < 0 ? "" : name.substring(cut + 1).strip();
        String first = NameTable.snakeCase(head);
        List<String> words = words(name);
        if (words.isEmpty()) {
            return SpanName.SILENT;
        }
        int ordinal = ordinal(words);
        if (ordinal >= 0) {
            return SpanName.plain(CHAIN).ordinal(ordinal);
        }
        if (first.equals("agent") && !rest.isEmpty()) {
            if (name.charAt(cut) != '.') {
                return SpanName.plain(AGENT).agent(withoutVerb(rest));
            }
            return ofAgent(rest, words.subList(1, words.size()));
        }
        SpanName agent = namedAgent(head, rest);
        if (agent.kind() == null && cut > 0 && name.charAt(cut) == ' ') {
            agent = titledAgent(name);
        }
        if (agent.kind() != null) {
            return agent;
        }
        OperationKind kind = FIRST.get(first);
        if (kind != null && (kind != PLAN || words.size() <= 2)) {
            SpanName read = SpanName.plain(kind);
            return kind == TOOL_CALL ? read.tool(rest) : read;
        }
        return byWord(words);
    }

    /** The rest of {@code agent.}: a thing an agent does, or its name. */
    private static SpanName ofAgent(String rest, List<String> words) {
        SpanName done = byWord(words);
        if (done.kind() != null) {
            return done;
        }
        String first = words.isEmpty() ? "" : words.getFirst();
        if (first.equals("tool") || first.equals("tools")) {
            return SpanName.plain(TOOL_CALL);
        }
        if (first.equals("llm") || first.equals("model")) {
            return SpanName.plain(MODEL_CALL);
        }
        if (first.equals("plan") || first.equals("planning")) {
            return SpanName.plain(PLAN);
        }
        if (words.size() == 1 && VERBS.contains(first)) {
            return SpanName.plain(AGENT);
        }
        return NO_AGENT.contains(first) || words.isEmpty()
                ? SpanName.plain(CHAIN)
                : SpanName.plain(AGENT).agent(withoutVerb(rest));
    }

    /** {@code research_agent}, {@code ResearchAgent.run}, {@code research agent invoke}. */
    private static SpanName namedAgent(String head, String rest) {
        List<String> words = words(head);
        boolean ends = words.size() > 1 && words.getLast().equals("agent");
        if (!ends || NO_NAME.contains(words.getFirst())) {
            return SpanName.SILENT;
        }
        List<String> after = words(rest);
        if (after.isEmpty() || after.size() == 1 && VERBS.contains(after.getFirst())) {
            return SpanName.plain(AGENT).agent(head);
        }
        SpanName done = byWord(after);
        return done.kind() == null ? SpanName.plain(CHAIN).agent(head) : done.agent(head);
    }

    /** {@code Research Agent}, {@code Web Research Agent invoke}. */
    private static SpanName titledAgent(String name) {
        int at = name.toLowerCase(Locale.ROOT).indexOf(" agent");
        if (at < 0 || at > LONGEST_TITLE) {
            return SpanName.SILENT;
        }
        int end = at + " agent".length();
        List<String> after = words(name.substring(end));
        boolean whole = end == name.length() || ". ".indexOf(name.charAt(end)) >= 0;
        boolean done = after.isEmpty() || after.size() == 1 && VERBS.contains(after.getFirst());
        return whole && done ? namedAgent(name.substring(0, end), "") : SpanName.SILENT;
    }

    private static String withoutVerb(String rest) {
        int cut = Math.max(rest.lastIndexOf('.'), rest.lastIndexOf(' '));
        return cut > 0 && VERBS.contains(rest.substring(cut + 1).toLowerCase(Locale.ROOT))
                ? rest.substring(0, cut)
                : rest;
    }

    private static SpanName byWord(List<String> words) {
        if (words.isEmpty()) {
            return SpanName.SILENT;
        }
        String first = words.getFirst();
        String last = words.getLast();
        if (words.contains("handoff") || first.equals("delegate") || first.equals("delegation")) {
            return SpanName.plain(HANDOFF);
        }
        if (last.equals("workflow")) {
            return SpanName.plain(WORKFLOW);
        }
        if (words.contains("guardrail") || words.contains("guardrails")) {
            return SpanName.plain(GUARDRAIL);
        }
        for (String word : words) {
            if (DECIDES.contains(word)) {
                return SpanName.plain(DECISION);
            }
        }
        if (first.equals("route") && words.size() > 1) {
            return SpanName.plain(DECISION);
        }
        if (last.equals("evaluation") || last.equals("evaluator")) {
            return SpanName.plain(EVALUATION);
        }
        if (first.equals("reasoning")
                || first.equals("synchronization")
                || last.equals("barrier")
                || words.size() == 2 && first.equals("sync") && last.equals("point")) {
            return SpanName.plain(CHAIN);
        }
        return SpanName.SILENT;
    }

    /** The number at the end of {@code reasoning_iteration_2} and the like, or -1. */
    private static int ordinal(List<String> words) {
        if (words.size() < 2) {
            return -1;
        }
        String last = words.getLast();
        boolean number = last.length() <= 6 && last.chars().allMatch(c -> c >= '0' && c <= '9');
        return number && COUNTS.contains(words.get(words.size() - 2)) ? Integer.parseInt(last) : -1;
    }

    private static int firstSeparator(String name) {
        for (int i = 1; i < name.length(); i++) {
            if (".:/ ".indexOf(name.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    /** The words in lower case, parted by punctuation and by changes of case. */
    private static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        String snake = NameTable.snakeCase(name);
        int start = -1;
        for (int i = 0; i <= snake.length(); i++) {
            boolean inside = i < snake.length() && Character.isLetterOrDigit(snake.charAt(i));
            if (inside && start < 0) {
                start = i;
            } else if (!inside && start >= 0) {
                words.add(snake.substring(start, i));
                start = -1;
            }
        }
        return words;
    }
}
