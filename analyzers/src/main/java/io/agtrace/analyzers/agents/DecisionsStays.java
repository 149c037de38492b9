package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.ChoiceTurn.Call;
import io.agtrace.analyzers.conventions.HandoffEnds;
import io.agtrace.analyzers.conventions.Operation;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which answers models gave in each agent's stay, and which tools were called in it. */
final class DecisionsStays {
    /** One answer of a model, with the little of it that is needed later. */
    static final class Turn {
        final int node;
        final long start;
        final long end;
        private String text = "";

        Turn(int node, long start, long end) {
            this.node = node;
            this.start = start;
            this.end = end;
        }

        void said(String content) {
            text = ChoiceValues.quote(content);
        }

        /** The beginning of what it said. */
        String text() {
            return text;
        }
    }

    /** A stay's answers and the tools that were called in it, each in order of their start. */
    static final class Stay {
        // A large run has as many stays as others have spans, with a call or two each.
        final List<Turn> turns = new ArrayList<>(2);
        final List<Integer> tools = new ArrayList<>(2);
        final Set<Integer> used = new HashSet<>(2);
        final Map<String, List<Integer>> toolsByName = new HashMap<>(2);
    }

    private static final Stay NOBODY = new Stay();

    private final DecisionsScene scene;
    private final SpanTree tree;
    private final Map<Integer, Stay> stays = new HashMap<>();
    private final List<Integer> allTools = new ArrayList<>();
    private final Map<String, Integer> byCallId = new HashMap<>();

    DecisionsStays(DecisionsScene scene) {
        this.scene = scene;
        this.tree = scene.tree;
        gather();
        sort();
    }

    private void sort() {
        allTools.sort(Comparator.comparingLong(tree::startNanos));
        for (Stay stay : stays.values()) {
            stay.turns.sort(Comparator.comparingLong(turn -> turn.start));
            stay.tools.sort(Comparator.comparingLong(tree::startNanos));
            for (int tool : stay.tools) {
                stay.toolsByName
                        .computeIfAbsent(toolKey(tool), key -> new ArrayList<>(2))
                        .add(tool);
            }
        }
    }

    /** The stays in order of their owners; what belongs to nobody comes first. */
    List<Stay> inOrder() {
        return new ArrayList<>(new TreeMap<>(stays).values());
    }

    private void gather() {
        int coveredUntil = 0;
        for (int node = 0; node < tree.size(); node++) {
            OperationKind kind = scene.kind(node);
            if (kind == OperationKind.MODEL_CALL && node >= coveredUntil) {
                // Of two instrumentations of one call the outer one stands for both, unless it
                // recorded nothing.
                if (!hasModelCallBelow(node) || says(node)) {
                    coveredUntil = tree.subtreeEnd(node);
                    stay(node)
                            .turns
                            .add(new Turn(node, tree.startNanos(node), tree.endNanos(node)));
                }
            } else if (isCalled(node)) {
                stay(node).tools.add(node);
                allTools.add(node);
                String id = tree.facts(node).toolCallId();
                if (!id.isEmpty()) {
                    byCallId.putIfAbsent(id, node);
                }
            }
        }
    }

    private boolean hasModelCallBelow(int node) {
        int end = Math.min(tree.subtreeEnd(node), node + 16);
        for (int below = node + 1; below < end; below++) {
            if (scene.kind(below) == OperationKind.MODEL_CALL) {
                return true;
            }
        }
        return false;
    }

    private boolean says(int node) {
        ChoiceTurn turn = scene.reading.turn(node);
        return !turn.calls().isEmpty() || !turn.text().isEmpty();
    }

    private Stay stay(int node) {
        return stays.computeIfAbsent(scene.owner(node), key -> new Stay());
    }

    /** Whether the node is a call that a model may have asked for. */
    private boolean isCalled(int node) {
        OperationKind kind = scene.kind(node);
        if (kind != OperationKind.TOOL_CALL && (kind != OperationKind.HANDOFF || !isAsked(node))) {
            return false;
        }
        int parent = tree.parent(node);
        return parent < 0
                || scene.kind(parent) != OperationKind.TOOL_CALL
                || scene.owner(parent) != scene.owner(node);
    }

    /** A hand-over that a framework recorded as a model's, not one that code announces. */
    private boolean isAsked(int node) {
        SpanFacts facts = tree.facts(node);
        if (!facts.toolName().isEmpty()) {
            return true;
        }
        for (Operation.Evidence each : facts.operation().evidence()) {
            switch (each.source()) {
                case "gen_ai.operation.name",
                        "traceloop.span.kind",
                        "span_data.type",
                        "agentops.span.kind",
                        "openinference.span.kind" -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }

    private String toolKey(int tool) {
        SpanFacts facts = tree.facts(tool);
        String name = facts.toolName().isEmpty() ? tree.span(tool).name() : facts.toolName();
        String target = handoffTarget(tool);
        return target.isEmpty() ? ChoiceNames.key(name) : ChoiceNames.key(target);
    }

    String handoffTarget(int tool) {
        return scene.kind(tool) == OperationKind.HANDOFF
                ? HandoffEnds.of(scene.reading.concepts(tool)).to()
                : "";
    }

    /** The span of the tool that was asked for, or -1. */
    int tool(Stay stay, Call call, @Nullable String target, long from) {
        Integer byId = call.id().isEmpty() ? null : byCallId.get(call.id());
        if (byId != null) {
            stay.used.add(byId);
            return byId;
        }
        for (String name : target == null ? List.of(call.name()) : List.of(target, call.name())) {
            List<Integer> tools = stay.toolsByName.getOrDefault(ChoiceNames.key(name), List.of());
            for (int i = firstFrom(tools, from - DecisionsScene.TOLERANCE_NANOS);
                    i < tools.size();
                    i++) {
                if (stay.used.add(tools.get(i))) {
                    return tools.get(i);
                }
            }
        }
        return -1;
    }

    List<Integer> unused(Stay stay, Turn turn, long until) {
        List<Integer> ran = new ArrayList<>();
        // A streaming model's span may last until its tools have run.
        for (int i = firstFrom(stay.tools, turn.start);
                i < stay.tools.size() && tree.startNanos(stay.tools.get(i)) < until;
                i++) {
            if (stay.used.add(stay.tools.get(i))) {
                ran.add(stay.tools.get(i));
            }
        }
        return ran;
    }

    /**
     * The tool that an answer without a stay led to: instrumentations lose the context of the model
     * call, so that it hangs beside the agent that made it.
     */
    List<Integer> strayed(Turn turn) {
        long until = turn.end + 4 * DecisionsScene.TOLERANCE_NANOS;
        for (int i = firstFrom(allTools, turn.end - DecisionsScene.TOLERANCE_NANOS);
                i < allTools.size() && tree.startNanos(allTools.get(i)) <= until;
                i++) {
            int tool = allTools.get(i);
            Stay stay = stays.getOrDefault(scene.owner(tool), NOBODY);
            boolean asked =
                    !stay.turns.isEmpty() && stay.turns.getFirst().start < tree.startNanos(tool);
            if (!asked && stay.used.add(tool)) {
                return List.of(tool);
            }
        }
        return List.of();
    }

    private int firstFrom(List<Integer> nodes, long from) {
        int low = 0;
        int high = nodes.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (tree.startNanos(nodes.get(middle)) < from) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The last answer that the node's stay gave before the time, or null. */
    @Nullable Turn lastBefore(int owner, long time) {
        Stay stay = owner < 0 ? null : stays.get(owner);
        if (stay == null) {
            return null;
        }
        int low = 0;
        int high = stay.turns.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (stay.turns.get(middle).start < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Turn last = low == 0 ? null : stay.turns.get(low - 1);
        return last == null || last.end > time + DecisionsScene.TOLERANCE_NANOS ? null : last;
    }

    /** The call with that id or, from the time on, of that name; or -1. */
    int called(String idOrName, int owner, long from) {
        Integer byId = byCallId.get(idOrName);
        if (byId != null) {
            return byId;
        }
        Stay stay = stays.get(owner);
        if (stay == null) {
            return -1;
        }
        List<Integer> tools = stay.toolsByName.getOrDefault(ChoiceNames.key(idOrName), List.of());
        int at = firstFrom(tools, from - DecisionsScene.TOLERANCE_NANOS);
        return at < tools.size() ? tools.get(at) : -1;
    }
}
