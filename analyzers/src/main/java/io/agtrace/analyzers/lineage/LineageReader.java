package io.agtrace.analyzers.lineage;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the payloads of a run once and breaks them into facts. */
final class LineageReader {
    /** Longer names of fields, and more of them, are data. */
    private static final int LONGEST_KEY = 60;

    private static final int MOST_KEYS = 2000;

    /** What a request for a tool bears beside what it asks. */
    private static final Set<String> FRAME =
            Set.of("id", "name", "type", "index", "call_id", "tool_call_id", "toolcallid");

    private final AgentsView view;
    private final SpanTree tree;
    private final List<Passage> passages = new ArrayList<>();
    private final FactReader keys = new FactReader();
    private final Set<String> knownKeys = new HashSet<>();
    private final Payloads payloads;
    private final FactUnion instructions = new FactUnion();
    private int firstRoot = -1;

    /** Per stay: the parts of {@link StayFacts} as they come in tree order. */
    private final Stay[] stays;

    private static final class Stay {
        FactSet input = FactSet.EMPTY;
        FactSet prompt = FactSet.EMPTY;
        final FactUnion instructions = new FactUnion();
        final FactUnion results = new FactUnion();
        FactSet firstAct = FactSet.EMPTY;
        int actNode = -1;
        long actedAt = Long.MAX_VALUE;
        boolean actRan;
        FactSet output = FactSet.EMPTY;
        final FactUnion answer = new FactUnion();
        int answerNode = -1;
        int promptNode = -1;
        long answeredAt = Long.MIN_VALUE;
        long promptedAt = Long.MAX_VALUE;
        boolean answered;
    }

    /** A payload's facts: what was said, and what the program said. */
    private record Read(FactSet said, FactSet instructed, boolean conversation, int length) {}

    LineageReader(AgentsView view) {
        this.view = view;
        this.tree = view.workflow().tree();
        this.payloads = new Payloads(this::key, view.workflow().texts());
        this.stays = new Stay[view.invocations().size()];
        for (int i = 0; i < stays.length; i++) {
            stays[i] = new Stay();
        }
    }

    List<Passage> passages() {
        return passages;
    }

    /** The payloads as they were read. */
    Payloads payloads() {
        return payloads;
    }

    /** What is said by program, not by work: instructions, and the names of fields. */
    FactSet wording() {
        return instructions.facts().or(keys.facts());
    }

    void read() {
        for (int node = 0; node < tree.size(); node++) {
            boolean root = tree.depth(node) == 0 && tree.facts(node).input() != null;
            if (root && (firstRoot < 0 || tree.startNanos(node) < tree.startNanos(firstRoot))) {
                firstRoot = node;
            }
        }
        for (int node = 0; node < tree.size(); node++) {
            node(node);
        }
        for (AgentInvocation stay : view.invocations()) {
            ownPayloads(stay);
        }
        for (Message message : view.messages()) {
            if (message.sent() != null && message.sentNode() >= 0) {
                add(message.sentNode(), Side.MESSAGE, message.sentNanos(), message.sent());
            }
        }
    }

    private void node(int node) {
        SpanFacts facts = tree.facts(node);
        OperationKind kind = facts.operation().kind();
        int owner = view.invocationOf(node);
        switch (kind) {
            case MODEL_CALL -> model(node, facts, owner);
            case TOOL_CALL, RETRIEVAL -> {
                Read asked = add(node, Side.ARGUMENTS, tree.startNanos(node), facts.input());
                Read result = add(node, Side.RESULT, tree.endNanos(node), facts.output());
                if (owner >= 0) {
                    stays[owner].results.add(result.said);
                    act(stays[owner], node, tree.startNanos(node), asked.said, true);
                }
            }
            case WORKFLOW, AGENT, CHAIN, PLAN, OTHER -> {
                boolean top = tree.depth(node) == 0 || kind == OperationKind.WORKFLOW && owner < 0;
                if (top) {
                    Side side = node == firstRoot || isWithinFirst(node) ? Side.TASK : Side.INPUT;
                    add(node, side, tree.startNanos(node), facts.input());
                    add(node, Side.OUTPUT, tree.endNanos(node), facts.output());
                }
            }
            case DECISION, EVALUATION, GUARDRAIL ->
                    add(node, Side.OUTPUT, tree.endNanos(node), facts.output());
            default -> {}
        }
    }

    /** The workflow's own span below an infrastructure span that has no payload. */
    private boolean isWithinFirst(int node) {
        if (firstRoot >= 0 || tree.facts(node).input() == null) {
            return false;
        }
        firstRoot = node;
        return true;
    }

    private void model(int node, SpanFacts facts, int owner) {
        Read prompt = add(node, Side.PROMPT, tree.startNanos(node), facts.input());
        Read answer = add(node, Side.ANSWER, tree.endNanos(node), facts.output());
        instructions.add(prompt.instructed);
        instructions.add(answer.instructed);
        if (owner < 0) {
            return;
        }
        Stay stay = stays[owner];
        stay.instructions.add(prompt.instructed);
        stay.instructions.add(answer.instructed);
        boolean whole = facts.input() != null && !Holes.in(facts.input());
        if (whole && tree.startNanos(node) < stay.promptedAt) {
            stay.promptedAt = tree.startNanos(node);
            stay.prompt = prompt.said;
            stay.promptNode = node;
        }
        act(stay, node, tree.endNanos(node), calls(facts.output()), false);
        if (facts.output() != null && !answer.said.isEmpty()) {
            stay.answer.add(answer.said);
            stay.answered = true;
            if (tree.endNanos(node) >= stay.answeredAt) {
                stay.answeredAt = tree.endNanos(node);
                stay.answerNode = node;
            }
        }
    }

    /**
     * Notes the first thing a stay asked of a tool. The tool's own span says it best: a model asks
     * for several at once.
     */
    private static void act(Stay stay, int node, long nanos, FactSet asked, boolean ran) {
        boolean better = ran == stay.actRan ? nanos < stay.actedAt : ran;
        if (!asked.isEmpty() && better) {
            stay.actedAt = nanos;
            stay.actNode = node;
            stay.firstAct = asked;
            stay.actRan = ran;
        }
    }

    private void ownPayloads(AgentInvocation invocation) {
        Stay stay = stays[invocation.index()];
        if (invocation.input() != null) {
            Read read =
                    add(invocation.node(), Side.INPUT, invocation.startNanos(), invocation.input());
            stay.input = read.said;
            stay.instructions.add(read.instructed);
        }
        if (invocation.output() != null) {
            Read read =
                    add(invocation.node(), Side.OUTPUT, invocation.endNanos(), invocation.output());
            stay.output = read.conversation ? FactSet.EMPTY : read.said;
            stay.answered = true;
        }
    }

    private Read add(int node, Side side, long nanos, @Nullable AnyValue payload) {
        Read read = read(payload);
        if (!read.said.isEmpty()) {
            int owner = view.invocationOf(node);
            passages.add(new Passage(0, node, side, owner, nanos, read.said, read.length));
        }
        return read;
    }

    private Read read(@Nullable AnyValue payload) {
        List<Piece> pieces = payloads.pieces(payload);
        FactReader instructed = new FactReader();
        boolean conversation = false;
        int length = 0;
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            if (piece.speaker() == Speaker.SYSTEM) {
                payloads.read(piece.text(), instructed);
                continue;
            }
            conversation |= piece.speaker() == Speaker.USER || piece.speaker() == Speaker.TOOL;
            length += piece.text().length();
        }
        return new Read(payloads.facts(payload), instructed.facts(), conversation, length);
    }

    /** What an answer asks of tools; nothing where only their names are recorded. */
    private FactSet calls(@Nullable AnyValue answer) {
        FactReader calls = new FactReader();
        boolean asks = false;
        for (Piece piece : payloads.pieces(answer)) {
            if (piece.speaker() == Speaker.CALL) {
                payloads.read(piece.text(), calls);
                asks |= !FRAME.contains(piece.key().toLowerCase(Locale.ROOT));
            }
        }
        return asks ? calls.facts() : FactSet.EMPTY;
    }

    private void key(String name) {
        if (name.length() <= LONGEST_KEY && knownKeys.size() < MOST_KEYS && knownKeys.add(name)) {
            keys.read(name);
        }
    }

    StayFacts stay(AgentInvocation invocation) {
        Stay stay = stays[invocation.index()];
        boolean prompted = stay.promptNode >= 0;
        FactSet output = stay.answer.facts().or(stay.output);
        return new StayFacts(
                stay.input,
                prompted ? stay.prompt : stay.input,
                stay.instructions.facts(),
                stay.results.facts(),
                stay.firstAct,
                output,
                stay.actNode,
                stay.answerNode >= 0 ? stay.answerNode : invocation.node(),
                stay.promptNode,
                prompted,
                stay.answered);
    }
}
