package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds the tool call by which one agent called another. Where the called agent's span does not
 * stand below the tool's, as in OpenLLMetry's exports of the OpenAI Agents SDK, it is found by name
 * and time: the tool's name names the agent, and the agent runs while the tool does.
 */
final class InvocationsCallers {
    private static final long TOLERANCE = 5_000_000;
    private static final int MOST_WORDS = 10;
    private static final int LONGEST = 200;

    private InvocationsCallers() {}

    /** Sets parents, callers and times of the drafts. */
    static void find(SpanTree tree, List<InvocationsDraft> drafts, int[] owners) {
        for (InvocationsDraft draft : drafts) {
            draft.startNanos = tree.startNanos(draft.node);
            draft.endNanos = tree.endNanos(draft.node);
            if (tree.facts(draft.node).operation().kind() != OperationKind.AGENT) {
                for (int node : draft.nodes) {
                    draft.endNanos = Math.max(draft.endNanos, tree.endNanos(node));
                }
            }
            draft.calledBy = draft.parent < 0 ? -1 : toolAround(tree, draft, owners);
        }
        joinByTime(tree, drafts, owners);
        for (InvocationsDraft draft : drafts) {
            if (draft.parent >= 0) {
                drafts.get(draft.parent).children.add(draft);
            }
            if (draft.calledBy >= 0) {
                clip(tree, draft);
            }
        }
    }

    /** The innermost tool call of the surrounding agent that the stay stands in. */
    private static int toolAround(SpanTree tree, InvocationsDraft draft, int[] owners) {
        OperationKind own = tree.facts(draft.node).operation().kind();
        if (own == OperationKind.TOOL_CALL) {
            return draft.node;
        }
        int node = tree.parent(draft.node);
        while (node >= 0 && owners[node] == draft.parent) {
            if (tree.facts(node).operation().kind() == OperationKind.TOOL_CALL) {
                return node;
            }
            node = tree.parent(node);
        }
        return -1;
    }

    private static void joinByTime(SpanTree tree, List<InvocationsDraft> drafts, int[] owners) {
        Set<String> names = new HashSet<>();
        for (InvocationsDraft draft : drafts) {
            if (draft.parent < 0) {
                names.add(draft.key);
            }
        }
        if (names.size() < 2) {
            return;
        }
        Map<String, List<Integer>> tools = tools(tree, names, owners, drafts);
        if (tools.isEmpty()) {
            return;
        }
        for (List<Integer> calls : tools.values()) {
            calls.sort(Comparator.comparingLong(tree::startNanos));
        }
        Map<String, Integer> next = new HashMap<>();
        InvocationsDraft[] byStart = drafts.toArray(InvocationsDraft[]::new);
        Arrays.sort(byStart, Comparator.comparingLong(draft -> draft.startNanos));
        for (InvocationsDraft draft : byStart) {
            List<Integer> calls = tools.get(draft.key);
            if (draft.parent >= 0 || calls == null) {
                continue;
            }
            int at = next.getOrDefault(draft.key, 0);
            while (at < calls.size()
                    && tree.endNanos(calls.get(at)) + TOLERANCE < draft.startNanos) {
                at++;
            }
            if (at < calls.size()
                    && tree.startNanos(calls.get(at)) - TOLERANCE <= draft.startNanos
                    && !drafts.get(owners[calls.get(at)]).key.equals(draft.key)) {
                int tool = calls.get(at++);
                draft.parent = owners[tool];
                draft.calledBy = tool;
                draft.evidence.add(
                        new Evidence(
                                tool,
                                "time",
                                "runs during the call of " + tree.facts(tool).toolName()));
            }
            next.put(draft.key, at);
        }
    }

    /** Tool calls without an agent below them, by the agent that their name names. */
    private static Map<String, List<Integer>> tools(
            SpanTree tree, Set<String> names, int[] owners, List<InvocationsDraft> drafts) {
        boolean[] calls = new boolean[tree.size()];
        for (InvocationsDraft draft : drafts) {
            if (draft.calledBy >= 0) {
                calls[draft.calledBy] = true;
            }
        }
        Map<String, String> read = new HashMap<>();
        Map<String, List<Integer>> tools = new HashMap<>();
        for (int node = 0; node < tree.size(); node++) {
            if (owners[node] < 0
                    || calls[node]
                    || tree.facts(node).operation().kind() != OperationKind.TOOL_CALL) {
                continue;
            }
            String agent =
                    read.computeIfAbsent(tree.facts(node).toolName(), tool -> named(tool, names));
            if (!agent.isEmpty()) {
                tools.computeIfAbsent(agent, key -> new ArrayList<>()).add(node);
            }
        }
        return tools;
    }

    /** The agent whose name stands in the tool's as whole words; the longest if several do. */
    static String named(String tool, Set<String> names) {
        String[] words = words(tool);
        String best = "";
        for (int from = 0; from < words.length; from++) {
            StringBuilder joined = new StringBuilder();
            for (int to = from; to < words.length; to++) {
                joined.append(words[to]);
                String candidate = joined.toString();
                for (String spelling : List.of(candidate, candidate + "agent")) {
                    if (candidate.length() > best.length() && names.contains(spelling)) {
                        best = spelling;
                    }
                }
            }
        }
        return best;
    }

    private static String[] words(String name) {
        StringBuilder parted = new StringBuilder();
        boolean blank = true;
        for (int i = 0; i < name.length() && parted.length() < LONGEST; i++) {
            char c = name.charAt(i);
            if (!Character.isLetterOrDigit(c)) {
                blank = true;
                continue;
            }
            blank |= i > 0 && Character.isUpperCase(c) && Character.isLowerCase(name.charAt(i - 1));
            if (blank && !parted.isEmpty()) {
                parted.append(' ');
            }
            blank = false;
            parted.append(c);
        }
        // A single character parts words without a regular expression.
        String[] words = parted.toString().toLowerCase(Locale.ROOT).split(" ", -1);
        return words.length > MOST_WORDS ? Arrays.copyOf(words, MOST_WORDS) : words;
    }

    /** Some exporters close a called agent's span with the run, not with the call. */
    private static void clip(SpanTree tree, InvocationsDraft draft) {
        long returned = tree.endNanos(draft.calledBy);
        if (draft.endNanos <= returned + TOLERANCE || draft.calledBy == draft.node) {
            return;
        }
        long worked = Long.MIN_VALUE;
        for (int node : draft.nodes) {
            if (node != draft.node && tree.childCount(node) == 0) {
                worked = Math.max(worked, tree.endNanos(node));
            }
        }
        if (worked != Long.MIN_VALUE && worked <= returned + TOLERANCE
                || worked == Long.MIN_VALUE && draft.endNanos + TOLERANCE >= runEnd(tree, draft)) {
            draft.endNanos = Math.max(draft.startNanos, returned);
        }
    }

    private static long runEnd(SpanTree tree, InvocationsDraft draft) {
        int node = draft.node;
        while (tree.parent(node) >= 0) {
            node = tree.parent(node);
        }
        return tree.endNanos(node);
    }
}
