package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Joins what models asked tools for with the spans of those tools and with the results that the
 * next prompt shows: by the ids of the requests, else by name in order of time.
 */
public final class ToolUses {
    private final AgentsView view;
    private final SpanTree tree;
    private final List<ToolUse> uses = new ArrayList<>();

    /** A request in wait of its tool's span or its result. */
    private static final class Open {
        final int model;
        final ChoiceTurn.Call asked;
        int call = -1;
        @Nullable AnyValue result;

        Open(int model, ChoiceTurn.Call asked) {
            this.model = model;
            this.asked = asked;
        }
    }

    private ToolUses(AgentsView view) {
        this.view = view;
        this.tree = view.workflow().tree();
    }

    /** All uses of tools in a run, in order of time. */
    public static List<ToolUse> of(AgentsView view) {
        ToolUses found = new ToolUses(view);
        for (AgentInvocation stay : view.invocations()) {
            found.stay(stay.index(), stay.modelCalls(), stay.toolCalls());
        }
        found.strays();
        found.uses.sort(
                Comparator.comparingLong(ToolUse::startNanos)
                        .thenComparingInt(ToolUse::node)
                        .thenComparing(ToolUse::tool));
        return found.uses;
    }

    /** Calls that belong to no agent. */
    private void strays() {
        List<Integer> models = new ArrayList<>();
        List<Integer> tools = new ArrayList<>();
        for (int node = 0; node < tree.size(); node++) {
            OperationKind kind = tree.facts(node).operation().kind();
            int parent = tree.parent(node);
            boolean inner = parent >= 0 && tree.facts(parent).operation().kind() == kind;
            if (view.invocationOf(node) >= 0 || inner) {
                continue;
            }
            if (kind == OperationKind.MODEL_CALL) {
                models.add(node);
            } else if (kind == OperationKind.TOOL_CALL) {
                tools.add(node);
            }
        }
        stay(-1, models, tools);
    }

    private void stay(int index, List<Integer> models, List<Integer> tools) {
        List<Open> requests = new ArrayList<>();
        Map<String, Open> byId = new HashMap<>();
        Map<String, Deque<Open>> byName = new HashMap<>();
        for (int model : inTime(models)) {
            if (tree.facts(model).output() == null
                    && tree.facts(model).finishReason().equals("stop")) {
                continue;
            }
            for (ChoiceTurn.Call asked : view.turns().of(model).calls()) {
                Open open = new Open(model, asked);
                if (!asked.id().isEmpty() && byId.putIfAbsent(asked.id(), open) != null) {
                    continue;
                }
                requests.add(open);
                byName.computeIfAbsent(bare(asked.name()), _ -> new ArrayDeque<>()).add(open);
            }
        }
        for (int tool : inTime(tools)) {
            Open open = requestOf(tool, byId, byName);
            if (open == null) {
                add(index, tree.facts(tool).toolName(), -1, tool, null, null);
            } else {
                open.call = tool;
            }
        }
        results(models, requests);
        for (Open open : requests) {
            if (open.call >= 0 || open.result != null) {
                add(
                        index,
                        open.asked.name(),
                        open.model,
                        open.call,
                        open.asked.arguments(),
                        open.result);
            }
        }
    }

    private List<Integer> inTime(List<Integer> nodes) {
        List<Integer> ordered = new ArrayList<>(nodes);
        ordered.sort(
                Comparator.comparingLong((Integer node) -> tree.startNanos(node))
                        .thenComparing(node -> node));
        return ordered;
    }

    private @Nullable Open requestOf(
            int tool, Map<String, Open> byId, Map<String, Deque<Open>> byName) {
        SpanFacts facts = tree.facts(tool);
        Open known = byId.get(facts.toolCallId());
        if (known != null) {
            return known.call < 0 ? known : null;
        }
        Deque<Open> waiting = byName.get(bare(facts.toolName()));
        while (waiting != null && !waiting.isEmpty()) {
            Open first = waiting.peek();
            if (first.call < 0 && tree.startNanos(first.model) > tree.startNanos(tool)) {
                return null;
            }
            waiting.poll();
            if (first.call < 0) {
                return first;
            }
        }
        return null;
    }

    /** Prompts are opened only where a result is missed. */
    private void results(List<Integer> models, List<Open> requests) {
        List<Open> missing = new ArrayList<>();
        for (Open open : requests) {
            boolean missed = open.call < 0 || tree.facts(open.call).output() == null;
            if (missed && !open.asked.id().isEmpty()) {
                missing.add(open);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        int next = 0;
        List<Open> waiting = new ArrayList<>();
        for (int model : inTime(models)) {
            while (next < missing.size()
                    && tree.startNanos(missing.get(next).model) < tree.startNanos(model)) {
                waiting.add(missing.get(next++));
            }
            if (!waiting.isEmpty() && tree.facts(model).input() != null) {
                Map<String, AnyValue> found =
                        ToolResults.in(view.workflow().texts(), tree.facts(model).input());
                for (Open open : waiting) {
                    open.result = found.get(open.asked.id());
                }
                // What the next prompt does not hold will hardly stand in a later one.
                waiting.clear();
            }
        }
    }

    private void add(
            int stay,
            String tool,
            int request,
            int call,
            @Nullable AnyValue asked,
            @Nullable AnyValue shown) {
        SpanFacts facts = call < 0 ? null : tree.facts(call);
        AnyValue result = facts == null || facts.output() == null ? shown : facts.output();
        int failedNode = call < 0 ? -1 : failedNode(call);
        ToolErrors.Said said = ToolErrors.in(view.workflow().texts(), result);
        if (said.text().isEmpty() && shown != null) {
            said = ToolErrors.in(view.workflow().texts(), shown);
        }
        String error = said.text();
        if (failedNode >= 0) {
            String message = tree.facts(failedNode).errorMessage();
            error = message.isEmpty() ? error.isEmpty() ? "failed" : error : message;
        }
        int timed = call < 0 ? request : call;
        long end = tree.endNanos(timed);
        uses.add(
                new ToolUse(
                        stay,
                        tool,
                        request,
                        call,
                        failedNode,
                        asked == null && facts != null ? facts.input() : asked,
                        result,
                        error,
                        failedNode >= 0 || said.hard(),
                        call < 0 ? end : tree.startNanos(call),
                        end));
    }

    /** The tool's span if it failed, or the innermost record of the same call that did. */
    private int failedNode(int call) {
        int failed = tree.facts(call).failed() ? call : -1;
        int end = tree.subtreeEnd(call);
        int at = call;
        for (int node = call + 1; node < end; node++) {
            boolean same =
                    tree.parent(node) == at
                            && tree.facts(node).operation().kind() == OperationKind.TOOL_CALL
                            && view.invocationOf(node) == view.invocationOf(call)
                            && bare(tree.facts(node).toolName())
                                    .equals(bare(tree.facts(call).toolName()));
            if (same) {
                at = node;
                failed = tree.facts(node).failed() ? node : failed;
            } else if (tree.depth(node) <= tree.depth(at)) {
                break;
            }
        }
        return failed;
    }

    /**
     * Names of one tool are spelt in several ways: {@code queryDatabase}, {@code query_database}.
     */
    private static String bare(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        StringBuilder bare = new StringBuilder(lower.length());
        for (int at = 0; at < lower.length(); at += Character.charCount(lower.codePointAt(at))) {
            int c = lower.codePointAt(at);
            int type = Character.getType(c);
            boolean number =
                    type == Character.DECIMAL_DIGIT_NUMBER
                            || type == Character.LETTER_NUMBER
                            || type == Character.OTHER_NUMBER;
            if (number || Character.isLetter(c)) {
                bare.appendCodePoint(c);
            }
        }
        return bare.toString();
    }
}
