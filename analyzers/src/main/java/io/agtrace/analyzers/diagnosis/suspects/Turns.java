package io.agtrace.analyzers.diagnosis.suspects;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.ToolUse;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.Piece;
import io.agtrace.analyzers.lineage.Speaker;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the turns of a run. */
final class Turns {
    /** A tool used no more often than this, among {@link #SEVERAL} uses or more, is rare. */
    private static final int RARE = 2;

    private static final int SEVERAL = 4;

    private static final String FENCE = "```";

    private final Run run;
    private final SpanTree tree;

    /** Nodes of model calls whose tools failed. */
    private final BitSet failed = new BitSet();

    /** Rare tools by the model call that asked for them. */
    private final Map<Integer, String> rare = new HashMap<>();

    /** Stays in which others are nested. */
    private final BitSet callers = new BitSet();

    private Turns(Run run) {
        this.run = run;
        this.tree = run.tree();
        Map<String, Integer> uses = new HashMap<>();
        for (ToolUse use : run.toolUses()) {
            uses.merge(use.tool(), 1, Integer::sum);
        }
        boolean several = run.toolUses().size() >= SEVERAL;
        for (ToolUse use : run.toolUses()) {
            if (use.request() < 0) {
                continue;
            }
            if (use.failed()) {
                failed.set(use.request());
            }
            if (several && uses.getOrDefault(use.tool(), 0) <= RARE) {
                rare.putIfAbsent(use.request(), use.tool());
            }
        }
        for (AgentInvocation stay : run.view().invocations()) {
            if (stay.parent() >= 0) {
                callers.set(stay.parent());
            }
        }
    }

    /** The turns of a run in order of time. */
    static List<Turn> of(Run run) {
        return new Turns(run).read();
    }

    private List<Turn> read() {
        List<Turn> turns = new ArrayList<>();
        List<Long> results = results();
        int seen = 0;
        for (int node : nodes()) {
            int before = seen;
            while (seen < results.size() && results.get(seen) <= tree.startNanos(node)) {
                seen++;
            }
            turns.add(turn(turns.size(), node, seen > before));
        }
        return turns;
    }

    private List<Integer> nodes() {
        List<Integer> nodes = new ArrayList<>();
        for (int node = 0; node < tree.size(); node++) {
            boolean model = run.kind(node) == OperationKind.MODEL_CALL;
            if (model && run.facts(node).output() != null) {
                nodes.add(node);
            }
        }
        for (AgentInvocation stay : run.view().invocations()) {
            if (stay.modelCalls().isEmpty() && stay.output() != null) {
                nodes.add(stay.node());
            }
        }
        nodes.sort(Comparator.<Integer>comparingLong(tree::startNanos).thenComparing(node -> node));
        return nodes;
    }

    /** When tools gave something back. */
    private List<Long> results() {
        List<Long> ends = new ArrayList<>();
        for (int node = 0; node < tree.size(); node++) {
            OperationKind kind = run.kind(node);
            if (kind == OperationKind.TOOL_CALL || kind == OperationKind.RETRIEVAL) {
                ends.add(tree.endNanos(node));
            }
        }
        ends.sort(Comparator.naturalOrder());
        return ends;
    }

    private Turn turn(int index, int node, boolean backed) {
        AgentInvocation stay = run.invocation(run.invocationOf(node));
        boolean model = run.kind(node) == OperationKind.MODEL_CALL;
        AnyValue output = output(run, node);
        FactSet said = run.payloads().facts(output);
        return new Turn(
                index,
                node,
                run.agentOf(node),
                said,
                model,
                hasCode(output),
                !said.minus(run.payloads().spoken(output)).isEmpty(),
                failed.get(node),
                rare.getOrDefault(node, ""),
                backed,
                !model && stay != null && callers.get(stay.index()),
                stay != null && stay.parent() >= 0);
    }

    /** What a turn's span shows that it said. */
    static @Nullable AnyValue output(Run run, int node) {
        AgentInvocation stay = run.invocation(run.invocationOf(node));
        boolean model = run.kind(node) == OperationKind.MODEL_CALL;
        return model || stay == null ? run.facts(node).output() : stay.output();
    }

    private boolean hasCode(@Nullable AnyValue output) {
        for (Piece piece : run.payloads().pieces(output)) {
            if (piece.speaker() != Speaker.SYSTEM && piece.text().contains(FENCE)) {
                return true;
            }
        }
        return false;
    }
}
