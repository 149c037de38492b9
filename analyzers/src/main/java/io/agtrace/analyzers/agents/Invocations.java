package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.StandardConventions;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.Workflow;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the agents' stays in a workflow. A stay begins at the outermost span that belongs to an
 * agent; spans of the same agent inside it are part of it, spans of another agent begin a stay of
 * their own.
 */
final class Invocations {
    private Invocations() {}

    /** The invocations of a workflow, in tree order. */
    static List<AgentInvocation> of(Workflow workflow) {
        return cast(workflow).invocations();
    }

    static Cast cast(Workflow workflow) {
        return cast(workflow, new Reading(workflow.tree(), StandardConventions.standard()));
    }

    /** The invocations and who owns which span. */
    static Cast cast(Workflow workflow, Reading reading) {
        SpanTree tree = workflow.tree();
        InvocationsStarts starts = InvocationsStarts.of(reading);
        List<InvocationsDraft> drafts = starts.drafts();
        InvocationsStrays.place(tree, drafts, starts.owners());
        InvocationsCallers.find(tree, drafts, starts.owners());
        InvocationsCalls calls = InvocationsCalls.of(tree, drafts, starts.owners());
        InvocationsTimes times = InvocationsTimes.of(tree, drafts);
        PayloadsTwins twins = new PayloadsTwins(tree);
        List<AgentInvocation> invocations = new ArrayList<>(drafts.size());
        for (InvocationsDraft draft : drafts) {
            InvocationsCalls.Own own = calls.own(draft);
            PayloadsOfStay payloads = PayloadsOfStay.of(tree, draft, twins);
            invocations.add(
                    new AgentInvocation(
                            draft.index,
                            draft.agent,
                            draft.node,
                            draft.parent,
                            draft.startNanos,
                            draft.endNanos,
                            payloads.input(),
                            payloads.output(),
                            own.modelCalls(),
                            own.toolCalls(),
                            own.inputTokens(),
                            own.outputTokens(),
                            own.costUsd(),
                            times.selfNanos(draft),
                            times.waitingNanos(draft),
                            failed(tree, draft, own),
                            draft.evidence));
        }
        return new Cast(workflow, invocations, starts.owners());
    }

    /** By its own span, or where that says nothing, by the call that it ended with. */
    private static boolean failed(SpanTree tree, InvocationsDraft draft, InvocationsCalls.Own own) {
        if (tree.facts(draft.node).failed()) {
            return true;
        }
        int last = -1;
        for (int call : own.modelCalls()) {
            last = last < 0 || tree.endNanos(call) >= tree.endNanos(last) ? call : last;
        }
        return last >= 0
                && tree.facts(last).failed()
                && PayloadsOfStay.content(tree.facts(draft.node).output()) == null;
    }
}
