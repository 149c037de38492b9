package io.agtrace.analyzers.rules;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Answer;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.agents.SpendLimit;
import io.agtrace.analyzers.agents.SpendLimits;
import io.agtrace.analyzers.agents.ToolUse;
import io.agtrace.analyzers.agents.ToolUses;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.lineage.Lineage;
import io.agtrace.analyzers.lineage.Payloads;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Text;
import io.agtrace.analyzers.workflow.OpenedTexts;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a rule looks at: one run in terms of agents, its lineage, and the thresholds in force. */
public final class Run {
    private final AgentsView view;
    private final Thresholds thresholds;
    private final Map<Class<?>, Object> shared = new HashMap<>();
    private @Nullable Lineage lineage;
    private @Nullable List<ToolUse> toolUses;
    private @Nullable MessageEnds messageEnds;
    private @Nullable Unrecorded unrecorded;

    public Run(AgentsView view, Thresholds thresholds) {
        this.view = view;
        this.thresholds = thresholds;
    }

    public AgentsView view() {
        return view;
    }

    public SpanTree tree() {
        return view.workflow().tree();
    }

    public SpanFacts facts(int node) {
        return tree().facts(node);
    }

    public OperationKind kind(int node) {
        return facts(node).operation().kind();
    }

    /** Which output fed which input; worked out when first asked for. */
    public Lineage lineage() {
        Lineage known = lineage;
        if (known == null) {
            known = Lineage.of(view);
            lineage = known;
        }
        return known;
    }

    /** The run's payloads, taken apart. */
    public Payloads payloads() {
        return lineage().payloads();
    }

    /** What its spans' texts hold. */
    public OpenedTexts texts() {
        return view.workflow().texts();
    }

    /** A value as text, decoded. */
    public String text(AnyValue value) {
        return value instanceof Text text ? texts().text(text) : value.toString();
    }

    /** What a model call answered. */
    public Answer answer(int node) {
        return view.turns().answer(node);
    }

    /** What tools were used for, in order of time; worked out when first asked for. */
    public List<ToolUse> toolUses() {
        List<ToolUse> known = toolUses;
        if (known == null) {
            known = List.copyOf(ToolUses.of(view));
            toolUses = known;
        }
        return known;
    }

    /**
     * What several rules ask about the run, worked out when the first of them asks.
     *
     * @param kind the class that says it; one object of each
     */
    public <T> T shared(Class<T> kind, Function<Run, T> work) {
        T known = kind.cast(shared.get(kind));
        if (known == null) {
            known = work.apply(this);
            shared.put(kind, known);
        }
        return known;
    }

    /** Messages of all kinds that a stay sent, by their index; none for -1. */
    public List<Message> sentBy(int stay) {
        return messageEnds().sentBy(stay);
    }

    /** Messages of all kinds that a stay received, by their index; none for -1. */
    public List<Message> receivedBy(int stay) {
        return messageEnds().receivedBy(stay);
    }

    private MessageEnds messageEnds() {
        MessageEnds known = messageEnds;
        if (known == null) {
            known = new MessageEnds(view);
            messageEnds = known;
        }
        return known;
    }

    /** What happened and is not in the trace; worked out when first asked for. */
    public Unrecorded unrecorded() {
        Unrecorded known = unrecorded;
        if (known == null) {
            known = new Unrecorded(this);
            unrecorded = known;
        }
        return known;
    }

    /** Limits on tokens and money, in tree order; worked out when asked for. */
    public List<SpendLimit> spendLimits() {
        return SpendLimits.of(view);
    }

    /** The value in force of a rule's threshold. */
    public double threshold(RuleInfo rule, Threshold threshold) {
        return thresholds.of(rule.id(), threshold);
    }

    /** Index of the innermost stay that a node belongs to, or -1. */
    public int invocationOf(int node) {
        return view.invocationOf(node);
    }

    /** Name of the agent that a node belongs to, or the empty string. */
    public String agentOf(int node) {
        int index = invocationOf(node);
        return index < 0 ? "" : view.invocations().get(index).agent();
    }

    public @Nullable AgentInvocation invocation(int index) {
        return index < 0 ? null : view.invocations().get(index);
    }

    /** Nanoseconds since the run's start. */
    public long sinceStart(long nanos) {
        return nanos - view.workflow().summary().startNanos();
    }

    /** A node's duration in nanoseconds. */
    public long nanos(int node) {
        return tree().endNanos(node) - tree().startNanos(node);
    }
}
