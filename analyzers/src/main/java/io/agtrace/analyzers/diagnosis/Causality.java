package io.agtrace.analyzers.diagnosis;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.agents.Retry;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Rules;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.workflow.Outcome;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which findings can be the consequence of which: along messages, returns and the order of an
 * agent's stays, forward in time; up the tree, since errors and delays pass to the callers; and
 * within the spans that a finding itself touches. Two things are the other way round than their
 * times say: waiting begins before what it waits for goes wrong, and what an error kept from
 * happening is missed where it was promised.
 */
final class Causality {
    private static final long TOLERANCE = 1_000_000;

    private static final Map<String, Group> GROUPS =
            Rules.all().stream()
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    rule -> rule.info().id(), rule -> rule.info().group()));

    /** When the last stay began. */
    private final long lastStart;

    private final Run run;
    private final SpanTree tree;
    private final List<Finding> findings;

    /** For each stay the stays that its work can reach in one step. */
    private final List<List<Integer>> next = new ArrayList<>();

    private final List<BitSet> explained = new ArrayList<>();

    Causality(Run run, List<Finding> findings) {
        this.run = run;
        this.tree = run.tree();
        this.findings = findings;
        if (findings.size() > 1) {
            connect();
        }
        for (int i = 0; i < findings.size(); i++) {
            explained.add(consequences(i));
        }
        lastStart =
                run.view().invocations().stream()
                        .mapToLong(AgentInvocation::startNanos)
                        .max()
                        .orElse(Long.MIN_VALUE);
        turnRound();
        keepOneDirection();
    }

    /** Indices of the findings that can be consequences of one. */
    BitSet of(int finding) {
        return explained.get(finding);
    }

    /** Whether another finding can be the cause of this one. */
    boolean isConsequence(int finding) {
        for (BitSet each : explained) {
            if (each.get(finding)) {
                return true;
            }
        }
        return false;
    }

    private void connect() {
        AgentsView view = run.view();
        for (AgentInvocation stay : view.invocations()) {
            next.add(new ArrayList<>(2));
            if (stay.parent() >= 0) {
                next.get(stay.parent()).add(stay.index());
                next.get(stay.index()).add(stay.parent());
            }
        }
        for (Message message : view.messages()) {
            if (message.from() >= 0 && message.to() >= 0) {
                next.get(message.from()).add(message.to());
            }
        }
    }

    private BitSet consequences(int cause) {
        BitSet found = new BitSet(findings.size());
        if (findings.size() < 2) {
            return found;
        }
        Finding from = findings.get(cause);
        BitSet reached = reached(run.invocationOf(from.node()), from.nanos());
        for (int i = 0; i < findings.size(); i++) {
            if (i != cause && follows(from, findings.get(i), reached)) {
                found.set(i);
            }
        }
        return found;
    }

    private boolean follows(Finding cause, Finding other, BitSet reached) {
        if (cause.touched().contains(other.node())) {
            return true;
        }
        boolean above = other.node() < cause.node() && cause.node() < tree.subtreeEnd(other.node());
        if (above) {
            return true;
        }
        if (other.nanos() + TOLERANCE < cause.nanos()) {
            return false;
        }
        int stay = run.invocationOf(other.node());
        if (other.message() >= 0 && other.message() == cause.message()) {
            return true;
        }
        // What belongs to no agent is the program's, and goes before all that comes after it.
        return stay < 0 || run.invocationOf(cause.node()) < 0 || reached.get(stay);
    }

    /** Stays that the work of a stay can reach after a time, itself among them. */
    private BitSet reached(int start, long nanos) {
        BitSet seen = new BitSet();
        if (start < 0) {
            return seen;
        }
        Deque<Integer> open = new ArrayDeque<>();
        open.add(start);
        seen.set(start);
        while (!open.isEmpty()) {
            int stay = open.poll();
            for (int other : next.get(stay)) {
                AgentInvocation there = run.view().invocations().get(other);
                if (!seen.get(other) && there.endNanos() >= nanos) {
                    seen.set(other);
                    open.add(other);
                }
            }
        }
        return seen;
    }

    /** Makes what is a consequence by its nature one, whatever came first. */
    private void turnRound() {
        for (int i = 0; i < findings.size(); i++) {
            Finding cause = findings.get(i);
            // What is looked at for a cause alone is not looked at again for each other finding.
            boolean resilience = group(cause) == Group.RESILIENCE;
            long until = resilience ? until(cause) : Long.MIN_VALUE;
            boolean ended = cause.message() < 0 && run.facts(cause.node()).failed();
            ended = ended && endedRun(cause.node());
            if (!resilience && !ended) {
                continue;
            }
            for (int j = 0; j < findings.size(); j++) {
                Finding other = findings.get(j);
                if (i != j
                        && (resilience && isTurned(cause, until, other)
                                || ended && isMissing(other))) {
                    explained.get(i).set(j);
                    explained.get(j).clear(i);
                }
            }
        }
    }

    private boolean isTurned(Finding cause, long until, Finding other) {
        return keptWaiting(cause, until, other) || ledToAttempts(cause, other);
    }

    /** When the last of a failure's attempts was over, or began where it then worked. */
    private long until(Finding cause) {
        long until = tree.endNanos(cause.node());
        for (int node : cause.touched()) {
            // A caller that gave up in the end is touched as well, but is no attempt.
            boolean around = contains(node, cause.node());
            until = around ? until : Math.max(until, tree.endNanos(node));
        }
        for (Retry retry : run.view().retries()) {
            Retry.Attempt last = retry.attempts().getLast();
            boolean tried = retry.attempts().getFirst().node() == cause.node();
            until = tried ? Math.max(until, last.startNanos()) : until;
        }
        return until;
    }

    /** Whether failures and their repetitions are most of what something waited for. */
    private boolean keptWaiting(Finding cause, long until, Finding wait) {
        if (group(wait) != Group.TIME_AND_COST) {
            return false;
        }
        if (cause.touched().contains(wait.node())) {
            return true;
        }
        boolean inside = contains(wait.node(), cause.node());
        inside |= isMeanwhile(cause, until, wait.node());
        for (int node : wait.touched()) {
            inside |= contains(node, cause.node()) || isMeanwhile(cause, until, node);
        }
        long waited = tree.endNanos(wait.node()) - tree.startNanos(wait.node());
        return inside && 2 * (until - tree.startNanos(cause.node())) >= waited;
    }

    /** Whether the same agent's trouble lies within a node's time; not all calls are nested. */
    private boolean isMeanwhile(Finding cause, long until, int node) {
        String agent = run.agentOf(node);
        return !agent.isEmpty()
                && agent.equals(run.agentOf(cause.node()))
                && tree.startNanos(node) <= tree.startNanos(cause.node()) + TOLERANCE
                && tree.endNanos(node) + TOLERANCE >= until;
    }

    /** Whether attempts were made because the limits on them were wrong. */
    private boolean ledToAttempts(Finding cause, Finding other) {
        return cause.rule().equals("timeout-budget-conflict")
                && group(other) == Group.RESILIENCE
                && !other.rule().equals(cause.rule())
                && (other.node() == cause.node() || cause.touched().contains(other.node()))
                && run.kind(other.node()) != OperationKind.AGENT;
    }

    /** Whether a message was never received; an error that ended the run kept it from that. */
    private boolean isMissing(Finding other) {
        return other.message() >= 0 && run.view().messages().get(other.message()).to() < 0;
    }

    /** Whether an error went up to what the run's user sees, and nothing began after it. */
    private boolean endedRun(int node) {
        int top = node;
        while (tree.parent(top) >= 0 && run.facts(tree.parent(top)).failed()) {
            top = tree.parent(top);
        }
        long end = tree.endNanos(node);
        if (lastStart > end + TOLERANCE) {
            return false;
        }
        return tree.parent(top) < 0 || run.view().workflow().summary().outcome() == Outcome.FAILED;
    }

    private boolean contains(int node, int other) {
        return node <= other && other < tree.subtreeEnd(node);
    }

    private static Group group(Finding finding) {
        return GROUPS.getOrDefault(finding.rule(), Group.INSTRUMENTATION);
    }

    /** Of two that could each be the other's cause, the earlier one is. */
    private void keepOneDirection() {
        for (int i = 0; i < findings.size(); i++) {
            for (int j = i + 1; j < findings.size(); j++) {
                if (explained.get(i).get(j) && explained.get(j).get(i)) {
                    explained.get(j).clear(i);
                }
            }
        }
    }
}
