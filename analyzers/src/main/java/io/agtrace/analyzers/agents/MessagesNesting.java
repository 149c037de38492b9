package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.Message.Kind;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.workflow.SpanTree;

/**
 * Agents inside agents: the outer one delegates, and gets the result back. Where control was handed
 * on for good there is no way back.
 */
final class MessagesNesting {
    private static final long TOLERANCE = 5_000_000;
    private static final double BY_TOOL = 0.95;
    private static final double BY_PLACE = 0.7;

    private final Cast cast;
    private final SpanTree tree;
    private final MessagesBoard board;
    private final int[] tools;

    MessagesNesting(Cast cast, MessagesBoard board) {
        this.cast = cast;
        this.tree = cast.tree();
        this.board = board;
        tools = tools(cast);
    }

    /** For each stay the tool call of the stay around it through which it was called, or -1. */
    private static int[] tools(Cast cast) {
        SpanTree tree = cast.tree();
        int[] tools = new int[cast.invocations().size()];
        for (AgentInvocation each : cast.invocations()) {
            tools[each.index()] = -1;
            if (each.parent() < 0) {
                continue;
            }
            for (Evidence evidence : each.evidence()) {
                if (evidence.source().equals("time")) {
                    tools[each.index()] = evidence.node();
                }
            }
            int node = tree.parent(each.node());
            if (tree.facts(each.node()).operation().kind() == OperationKind.TOOL_CALL) {
                node = each.node();
            }
            while (tools[each.index()] < 0
                    && node >= 0
                    && (node == each.node() || cast.invocationOf(node) == each.parent())) {
                if (tree.facts(node).operation().kind() == OperationKind.TOOL_CALL) {
                    tools[each.index()] = node;
                }
                node = tree.parent(node);
            }
        }
        return tools;
    }

    /** The tool call through which the stay was called, or -1. */
    int toolOf(int invocation) {
        return tools[invocation];
    }

    /** Agents called as tools, and those inside an agent that calls models itself. */
    void calls() {
        for (AgentInvocation each : cast.invocations()) {
            int tool = tools[each.index()];
            if (tool >= 0) {
                called(each, tool);
            } else if (each.parent() >= 0
                    && !cast.invocation(each.parent()).modelCalls().isEmpty()) {
                placed(each, true, true);
            }
        }
    }

    /** Agents inside a mere frame, where no other hand-over is known. */
    void frames() {
        for (AgentInvocation each : cast.invocations()) {
            if (each.parent() >= 0
                    && tools[each.index()] < 0
                    && cast.invocation(each.parent()).modelCalls().isEmpty()) {
                placed(
                        each,
                        board.into(each.index()).isEmpty(),
                        board.outOf(each.index()).isEmpty());
            }
        }
    }

    private void called(AgentInvocation callee, int tool) {
        String name = tree.facts(tool).toolName();
        Evidence evidence = new Evidence(tool, "tool call", MessagesText.cut(name));
        MessagesBoard.Draft there = board.between(callee.parent(), callee.index());
        there.because(Kind.DELEGATION, BY_TOOL, evidence);
        there.shownBy(tool, tree.startNanos(tool));
        there.carrying(tree.facts(tool).input());
        MessagesBoard.Draft back;
        if (callee.endNanos() > tree.endNanos(tool) + TOLERANCE) {
            back = board.lost(callee.index(), "", cast.invocation(callee.parent()).agent());
            back.lost = "the call had ended before the result was there";
            back.sentNanos = callee.endNanos();
        } else {
            back = board.between(callee.index(), callee.parent());
            back.shownBy(tool, callee.endNanos());
            back.receivedNode = tool;
            back.receivedNanos = tree.endNanos(tool);
            back.received = tree.facts(tool).output();
        }
        back.because(Kind.RETURN, BY_TOOL, evidence);
        back.carrying(callee.output());
    }

    private void placed(AgentInvocation inner, boolean gives, boolean returns) {
        AgentInvocation outer = cast.invocation(inner.parent());
        Evidence evidence =
                new Evidence(inner.node(), "parent span", MessagesText.cut(outer.agent()));
        boolean handedOn =
                board.has(outer.index(), inner.index())
                        && board.between(outer.index(), inner.index()).kind == Kind.HANDOFF;
        if (gives || handedOn) {
            board.between(outer.index(), inner.index())
                    .because(Kind.DELEGATION, BY_PLACE, evidence);
        }
        if (!returns || handedOn || inner.endNanos() > outer.endNanos() + TOLERANCE) {
            return;
        }
        MessagesBoard.Draft back = board.between(inner.index(), outer.index());
        back.because(Kind.RETURN, BY_PLACE, evidence);
        back.carrying(inner.output());
        back.receivedNanos = inner.endNanos();
    }
}
