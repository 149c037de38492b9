package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.workflow.OpenedTexts;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.Workflow;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What tools were given, where their own spans do not record it: the model call beside them that
 * asked for them says it too.
 */
final class ToolPayloads {
    private final SpanTree tree;
    private final OpenedTexts texts;
    private final Map<Integer, SpanFacts> filled = new HashMap<>();

    private ToolPayloads(Workflow workflow) {
        tree = workflow.tree();
        texts = workflow.texts();
    }

    /** The workflow with the arguments that are missing at tools; the same one if none are. */
    static Workflow fill(Workflow workflow) {
        ToolPayloads payloads = new ToolPayloads(workflow);
        payloads.fill();
        return payloads.filled.isEmpty()
                ? workflow
                : new Workflow(
                        workflow.summary(),
                        new FilledTree(workflow.tree(), payloads.filled),
                        workflow.mends(),
                        workflow.skews(),
                        workflow.reportedNanos(),
                        workflow.texts());
    }

    private void fill() {
        Map<Integer, List<Integer>> silent = new HashMap<>();
        for (int node = 0; node < tree.size(); node++) {
            SpanFacts facts = tree.facts(node);
            if (facts.operation().kind() == OperationKind.TOOL_CALL && facts.input() == null) {
                silent.computeIfAbsent(tree.parent(node), _ -> new ArrayList<>(1)).add(node);
            }
        }
        silent.forEach(this::fill);
    }

    /** Walks through the children of one parent; siblings are in order of time. */
    private void fill(int parent, List<Integer> silent) {
        int end = parent < 0 ? tree.size() : tree.subtreeEnd(parent);
        int model = -1;
        int next = 0;
        @Nullable List<ChoiceTurn.Call> asked = null;
        for (int node = parent + 1;
                node < end && next < silent.size();
                node = tree.subtreeEnd(node)) {
            SpanFacts facts = tree.facts(node);
            if (facts.operation().kind() == OperationKind.MODEL_CALL) {
                model = node;
                asked = null;
            } else if (facts.operation().kind() == OperationKind.TOOL_CALL && model >= 0) {
                // Answers are opened only where something is sought in them.
                if (asked == null) {
                    asked = calls(model);
                }
                ChoiceTurn.Call call = take(asked, facts);
                if (node == silent.get(next) && call != null && call.arguments() != null) {
                    filled.put(node, facts.withInput(call.arguments()));
                }
            }
            next += node == silent.get(next) ? 1 : 0;
        }
    }

    private List<ChoiceTurn.Call> calls(int model) {
        return new ArrayList<>(ChoiceTurn.of(texts, tree.span(model), tree.facts(model)).calls());
    }

    /** The request that a tool's span answers, by id, else by name; it is taken from the list. */
    private static ChoiceTurn.@Nullable Call take(List<ChoiceTurn.Call> asked, SpanFacts tool) {
        String name = bare(tool.toolName());
        int found = -1;
        for (int i = 0; i < asked.size(); i++) {
            ChoiceTurn.Call call = asked.get(i);
            boolean ids = !call.id().isEmpty() && !tool.toolCallId().isEmpty();
            if (ids && call.id().equals(tool.toolCallId())) {
                return asked.remove(i);
            }
            if (found < 0 && !ids && bare(call.name()).equals(name)) {
                found = i;
            }
        }
        return found < 0 ? null : asked.remove(found);
    }

    private static String bare(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
