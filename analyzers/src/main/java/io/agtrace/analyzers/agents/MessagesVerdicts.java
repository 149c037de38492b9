package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.Message.Kind;
import io.agtrace.analyzers.agents.Message.Verdicts;
import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanConcepts;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Answers the five questions as far as spans and attributes state the answer. What payloads and
 * rules tell of them is added later, by those who ask for it.
 */
final class MessagesVerdicts {
    // Most messages of a large run get one of these.
    private static final Verdict UNRECORDED =
            Verdict.notChecked("the receiver's input is not recorded");
    private static final Verdict UNCOMPARED = Verdict.notChecked("the payloads were not compared");
    private static final Verdict UNJUDGED =
            Verdict.notChecked("no evaluation or guardrail span is in the run");
    private static final Verdict UNCHECKED =
            Verdict.notChecked("no evaluation or guardrail span lies between the two");

    private final Cast cast;
    private final SpanTree tree;
    private final Reading reading;

    /** Checks of quality in order of their ends. */
    private final List<Integer> checks = new ArrayList<>();

    private final long[] checkEnds;

    MessagesVerdicts(Cast cast, Reading reading) {
        this.cast = cast;
        this.tree = reading.tree();
        this.reading = reading;
        for (int node = 0; node < tree.size(); node++) {
            noteCheck(node);
        }
        checks.sort(Comparator.comparingLong(tree::endNanos));
        checkEnds = checks.stream().mapToLong(tree::endNanos).toArray();
    }

    private void noteCheck(int node) {
        OperationKind kind = reading.kind(node);
        boolean check = kind == OperationKind.EVALUATION || kind == OperationKind.GUARDRAIL;
        if (kind == OperationKind.DECISION
                && reading.anyNameSays(node, ReadingNames.STATED_QUALITY)) {
            SpanConcepts concepts = reading.concepts(node);
            check = concepts.has(Concept.QUALITY_SCORE) || concepts.has(Concept.QUALITY_PASSED);
        }
        if (check) {
            checks.add(node);
        }
    }

    Verdicts of(MessagesBoard.Draft draft) {
        return new Verdicts(
                sent(draft), received(draft), understood(draft), UNCOMPARED, checked(draft));
    }

    private Verdict sent(MessagesBoard.Draft draft) {
        Evidence first = draft.evidence.getFirst();
        if (draft.sentNode >= 0) {
            return Verdict.yes("a span shows it", first);
        }
        return first.source().equals(MessagesSequence.SOURCE)
                ? Verdict.notChecked("nothing but the order of events speaks for it")
                : Verdict.yes("no span of its own shows it; inferred", first);
    }

    private static Verdict received(MessagesBoard.Draft draft) {
        Evidence first = draft.evidence.getFirst();
        if (draft.isReceivedByStep) {
            Evidence step = new Evidence(draft.receivedNode, "time", draft.receiver);
            return Verdict.yes("a step that is no agent took it", step);
        }
        if (draft.to < 0) {
            String reason =
                    draft.lost.isEmpty()
                            ? draft.receiver + " does not start after it"
                            : MessagesText.cut(draft.lost);
            return Verdict.no(reason, first);
        }
        if (draft.arrived != null) {
            return Verdict.yes("what was sent stands in the receiver's input", draft.arrived);
        }
        if (first.source().equals(MessagesSequence.SOURCE)) {
            return Verdict.notChecked("no payload is recorded at either end");
        }
        return Verdict.yes(
                draft.kind == Kind.RETURN
                        ? "the receiver went on after it"
                        : "the receiver started after it",
                new Evidence(
                        draft.receivedNode < 0 ? first.node() : draft.receivedNode,
                        "time",
                        draft.receiver));
    }

    private static Verdict understood(MessagesBoard.Draft draft) {
        return draft.received == null ? UNRECORDED : UNCOMPARED;
    }

    /** A check that ran after the sender had finished and before the receiver began. */
    private Verdict checked(MessagesBoard.Draft draft) {
        if (draft.from < 0 || draft.to < 0 || checks.isEmpty()) {
            return UNJUDGED;
        }
        long from = cast.invocation(draft.from).endNanos() - MessagesClock.TOLERANCE;
        long to = draft.receivedNanos + MessagesClock.TOLERANCE;
        int at = Arrays.binarySearch(checkEnds, to);
        at = at < 0 ? -at - 1 : at + 1;
        for (int i = Math.min(at, checks.size()) - 1; i >= 0; i--) {
            int check = checks.get(i);
            if (tree.endNanos(check) < from) {
                break;
            }
            if (tree.startNanos(check) >= from) {
                return Verdict.yes(
                        "checked before it was used",
                        new Evidence(
                                check, "span name", MessagesText.cut(tree.span(check).name())));
            }
        }
        return UNCHECKED;
    }
}
