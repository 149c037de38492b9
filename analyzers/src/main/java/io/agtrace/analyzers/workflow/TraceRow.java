package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.RunKey;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.conventions.TokenUsage;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanLink;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What is remembered of one trace while its spans pass by. Every field is a minimum, a maximum, a
 * count of distinct things or a bounded set of smallest things: the order of the spans has no part
 * in it, but for its {@link #place}.
 */
final class TraceRow {
    /** More keys or references than this in one trace are cut to the smallest. */
    static final int MOST_KEYS = 64;

    static final int MOST_REFERENCES = Stitcher.MOST_LINKED + 1;

    private static final RunKey[] NO_KEYS = {};

    final Id id;

    /** How many traces were seen before it; the only thing that rests on the order of the input. */
    final int place;

    long start = Long.MAX_VALUE;
    long end = Span.NO_TIME;
    int spans;
    int errors;
    int modelCalls;
    int toolCalls;
    Names.Set services;
    Names.Set agents;
    Names.Set models;
    RunKey[] keys = NO_KEYS;
    List<TraceReference> references = List.of();
    @Nullable MessageIds messages;

    private boolean hasWorkflowSpan;

    // The root, or the first span as long as there is none.
    boolean hasRoot;
    boolean rootFailed;
    boolean rootStands;
    String rootName = "";
    long rootStart = Long.MAX_VALUE;
    long rootEnd = Span.NO_TIME;
    long rootTie = Long.MAX_VALUE;
    @Nullable Id missingParent;

    /** The first span, in a trace without a root. */
    @Nullable Id headless;

    String workflowName = "";
    private long nameStart = Long.MAX_VALUE;
    private long nameTie = Long.MAX_VALUE;

    final Latest lastCall = new Latest();
    final Latest lastAgent = new Latest();

    // Of model calls that wrap no other one; costs in billionths of a dollar.
    long input;
    long output;
    long cost;
    boolean callsTellTokens;
    boolean callsTellCost;
    private long largestInput;
    private long largestOutput;
    private long largestCost = -1;

    TraceRow(Id id, int place, Names.Set none) {
        this.place = place;
        this.id = id;
        services = none;
        agents = none;
        models = none;
    }

    /** The end of the latest of some spans, and whether that one failed. */
    static final class Latest {
        long end = Span.NO_TIME;
        private long tie;
        boolean failed;

        private void see(long spanEnd, long spanTie, boolean spanFailed) {
            if (spanEnd > end || spanEnd == end && spanTie > tie) {
                end = spanEnd;
                tie = spanTie;
                failed = spanFailed;
            } else if (spanEnd == end && spanTie == tie) {
                failed |= spanFailed;
            }
        }
    }

    boolean hasStart() {
        return start != Long.MAX_VALUE;
    }

    /** Whether the trace is a run by itself, not a piece of one. */
    boolean isWhole() {
        return hasRoot && (hasWorkflowSpan || agents.isMany());
    }

    /** All but the counts, which need to know whether the span was seen before. */
    void see(Seen seen, String service, Names names) {
        SpanFacts facts = seen.facts();
        long tie = seen.fingerprint();
        if (seen.hasStart()) {
            start = Math.min(start, seen.start());
            end = Math.max(end, seen.start());
        }
        if (seen.hasEnd()) {
            end = Math.max(end, seen.end());
        }
        services = names.with(services, service);
        agents = names.with(agents, facts.agentName());
        OperationKind kind = facts.operation().kind();
        hasWorkflowSpan |= kind == OperationKind.WORKFLOW;
        if (kind == OperationKind.MODEL_CALL) {
            models = names.with(models, facts.model());
        }
        seeRoot(seen, names);
        if (!facts.workflowName().isEmpty()) {
            seeName(facts.workflowName(), startOrLast(seen), tie, names);
        }
        for (int i = 0; i < facts.runKeys().size(); i++) {
            addKey(facts.runKeys().get(i));
        }
        if (!facts.messageIdSent().isEmpty()) {
            messages().add(facts.messageIdSent(), MessageIds.SENT);
        }
        if (!facts.messageIdReceived().isEmpty()) {
            messages().add(facts.messageIdReceived(), MessageIds.RECEIVED);
        }
        if (!seen.links().isEmpty() || !seen.parents().isEmpty()) {
            seeReferences(seen);
        }
        if (seen.hasEnd()) {
            switch (kind) {
                case MODEL_CALL, TOOL_CALL -> lastCall.see(seen.end(), tie, facts.failed());
                case AGENT -> lastAgent.see(seen.end(), tie, facts.failed());
                default -> {}
            }
        }
    }

    private void seeReferences(Seen seen) {
        for (SpanLink link : seen.links()) {
            if (!link.traceId().equals(id)) {
                refer(TraceJoin.Kind.SPAN_LINK, link.traceId(), link.spanId(), seen.id());
            }
        }
        for (TraceParents.Found found : seen.parents()) {
            refer(TraceJoin.Kind.TRACEPARENT_IN_PAYLOAD, found.trace(), found.span(), seen.id());
        }
    }

    private static long startOrLast(Seen seen) {
        return seen.hasStart() ? seen.start() : Long.MAX_VALUE;
    }

    private void seeRoot(Seen seen, Names names) {
        long tie = seen.fingerprint();
        boolean isRoot = seen.parent() == null;
        long spanStart = startOrLast(seen);
        boolean same = tie == rootTie;
        if (!same && !comesFirst(isRoot, spanStart, tie)) {
            return;
        }
        if (!same) {
            rootEnd = Span.NO_TIME;
            rootFailed = false;
            rootName = "";
        }
        rootTie = tie;
        rootStart = same ? Math.min(rootStart, spanStart) : spanStart;
        rootEnd = Math.max(rootEnd, seen.end());
        rootFailed |= seen.facts().failed();
        if (rootName.isEmpty() || seen.name().compareTo(rootName) < 0) {
            rootName = names.shared(seen.name());
        }
        hasRoot = isRoot || same && hasRoot;
        missingParent = hasRoot ? null : seen.parent();
        headless = hasRoot ? null : seen.id();
        rootStands = hasRoot || same && rootStands || seen.ofLangSmith();
    }

    private boolean comesFirst(boolean isRoot, long spanStart, long tie) {
        if (isRoot != hasRoot) {
            return isRoot;
        }
        return spanStart < rootStart || spanStart == rootStart && tie < rootTie;
    }

    private void seeName(String name, long spanStart, long tie, Names names) {
        if (spanStart < nameStart || spanStart == nameStart && tie <= nameTie) {
            nameStart = spanStart;
            nameTie = tie;
            workflowName = names.shared(name);
        }
    }

    private void addKey(RunKey key) {
        if (key.value().isBlank()) {
            return;
        }
        for (RunKey known : keys) {
            if (known.kind() == key.kind() && known.value().equals(key.value())) {
                return;
            }
        }
        RunKey[] grown = Arrays.copyOf(keys, keys.length + 1);
        grown[keys.length] = key;
        Arrays.sort(grown, TraceRow::compareKeys);
        keys = grown.length > MOST_KEYS ? Arrays.copyOf(grown, MOST_KEYS) : grown;
    }

    /** Strongest kind first. */
    static int compareKeys(RunKey a, RunKey b) {
        int byKind = a.kind().compareTo(b.kind());
        return byKind != 0 ? byKind : a.value().compareTo(b.value());
    }

    private MessageIds messages() {
        if (messages == null) {
            messages = new MessageIds();
        }
        return messages;
    }

    private void refer(TraceJoin.Kind kind, Id trace, Id toSpan, Id fromSpan) {
        TraceReference reference = new TraceReference(kind, trace, toSpan, fromSpan);
        if (references.isEmpty()) {
            references = new ArrayList<>(1);
        }
        // One a target is enough, the smallest.
        for (int i = 0; i < references.size(); i++) {
            TraceReference known = references.get(i);
            if (known.kind() == kind && known.target().equals(trace)) {
                if (reference.compareTo(known) < 0) {
                    references.set(i, reference);
                }
                return;
            }
        }
        references.add(reference);
        Collections.sort(references);
        if (references.size() > MOST_REFERENCES) {
            references.removeLast();
        }
    }

    /** Usage of a span that is no model call: an agent or a run that sums up its calls. */
    void seeOtherUsage(TokenUsage tokens, long costNanos) {
        long in = UsageRule.input(tokens);
        long out = UsageRule.output(tokens);
        if (in + out > largestInput + largestOutput
                || in + out == largestInput + largestOutput && in > largestInput) {
            largestInput = in;
            largestOutput = out;
        }
        largestCost = Math.max(largestCost, costNanos);
    }

    long inputTokens() {
        return callsTellTokens ? input : largestInput;
    }

    long outputTokens() {
        return callsTellTokens ? output : largestOutput;
    }

    /** In billionths of a dollar; negative where unknown. */
    long costNanos() {
        return callsTellCost ? cost : largestCost;
    }
}
