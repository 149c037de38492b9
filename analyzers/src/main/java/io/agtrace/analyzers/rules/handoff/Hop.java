package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The last span from which a payload left for a stay: the hand-over itself, or a step of the
 * program between the agents that put it together.
 *
 * @param node the span, or -1 where no span shows it
 * @param sender who sent it; the step's name where no agent did; may be empty
 * @param message index of the message, or -1
 * @param payload what left; null where not recorded
 */
record Hop(int node, String sender, int message, @Nullable AnyValue payload) {
    private static final long TOLERANCE = 1_000_000;

    /** Names the boundary that the payload crossed; the message's where no span shows another. */
    void name(Report.Draft draft, AgentInvocation receiver, int otherwise) {
        if (node >= 0 && message < 0) {
            draft.boundary(sender, receiver.agent());
        } else if (node >= 0) {
            draft.message(message);
        } else if (otherwise >= 0 || message >= 0) {
            draft.message(otherwise >= 0 ? otherwise : message);
        }
    }

    /** The hop into every stay, by its index. */
    static List<Hop> all(Run run) {
        List<Hop> all = new ArrayList<>();
        int[] steps = steps(run);
        @Nullable Message[] messages = messages(run);
        for (AgentInvocation stay : run.view().invocations()) {
            all.add(hop(run, messages[stay.index()], steps[stay.index()]));
        }
        return all;
    }

    private static Hop hop(Run run, @Nullable Message message, int step) {
        if (message != null && message.sentNode() >= 0) {
            int sent = message.sentNode();
            AnyValue shown = run.facts(sent).input();
            shown = shown == null ? run.facts(sent).output() : shown;
            return new Hop(sent, message.sender(), message.index(), shown);
        }
        if (step >= 0) {
            String name = run.tree().span(step).name();
            return new Hop(step, name, -1, run.facts(step).output());
        }
        if (message == null) {
            return new Hop(-1, "", -1, null);
        }
        return new Hop(-1, message.sender(), message.index(), Handed.said(run, message));
    }

    /** The message into each stay that is shown by a span, else the one that was sent last. */
    private static @Nullable Message[] messages(Run run) {
        @Nullable Message[] last = new Message[run.view().invocations().size()];
        for (Message message : run.view().messages()) {
            if (message.to() < 0 || message.kind() == Message.Kind.RETURN) {
                continue;
            }
            Message known = last[message.to()];
            boolean shown = message.sentNode() >= 0;
            boolean better =
                    known == null
                            || shown == known.sentNode() >= 0
                                    && ended(run, message) >= ended(run, known)
                            || shown && known.sentNode() < 0;
            if (better) {
                last[message.to()] = message;
            }
        }
        return last;
    }

    private static long ended(Run run, Message message) {
        return message.from() < 0
                ? Long.MIN_VALUE
                : run.view().invocations().get(message.from()).endNanos();
    }

    /** Before each stay the step of the program beside it that ended last, or -1. */
    private static int[] steps(Run run) {
        int[] steps = new int[run.view().invocations().size()];
        Arrays.fill(steps, -1);
        int[] lastStep = new int[run.tree().size() + 1];
        long[] lastAgent = new long[run.tree().size() + 1];
        Arrays.fill(lastStep, -1);
        Arrays.fill(lastAgent, Long.MIN_VALUE);
        for (int node = 0; node < run.tree().size(); node++) {
            int owner = run.invocationOf(node);
            int parent = run.tree().parent(node) + 1;
            AgentInvocation stay = run.invocation(owner);
            if (stay != null && stay.node() == node) {
                int step = lastStep[parent];
                boolean near =
                        step >= 0
                                && run.tree().endNanos(step) <= stay.startNanos() + TOLERANCE
                                && lastAgent[parent] <= run.tree().endNanos(step);
                steps[owner] = near ? step : -1;
                lastAgent[parent] = Math.max(lastAgent[parent], stay.startNanos());
            } else if (owner < 0 && isStep(run, node)) {
                lastStep[parent] = node;
            }
        }
        return steps;
    }

    private static boolean isStep(Run run, int node) {
        OperationKind kind = run.kind(node);
        boolean program = kind == OperationKind.CHAIN || kind == OperationKind.OTHER;
        return program && run.facts(node).output() != null;
    }
}
