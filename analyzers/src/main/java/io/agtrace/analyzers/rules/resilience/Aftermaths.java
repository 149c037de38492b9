package io.agtrace.analyzers.rules.resilience;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Fallback;
import io.agtrace.analyzers.agents.ToolUse;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What became of the errors of a run's tools; what all of them need is looked up once. */
final class Aftermaths {
    /** Answers that are remembered. */
    private static final int MOST_ANSWERS = 256;

    private final Run run;

    /** Place of each use in the order of time. */
    private final IdentityHashMap<ToolUse, Integer> places = new IdentityHashMap<>();

    /** By its nodes, the place of the first use that failed. */
    private final Map<Integer, Integer> failed = new HashMap<>();

    /** Failed nodes whose stand-in worked. */
    private final Set<Integer> replaced = new HashSet<>();

    private final List<Integer> unowned = new ArrayList<>();
    private long lastStart = Long.MIN_VALUE;
    private @Nullable AgentInvocation lastAnswered;

    /** What became of each use somebody asked about. */
    private final IdentityHashMap<ToolUse, Aftermath> known = new IdentityHashMap<>();

    /** Answers that were read, and their texts without the calls of tools. */
    private final IdentityHashMap<AnyValue, AnswerText> answers = new IdentityHashMap<>();

    /** Those of a run, for all rules. */
    static Aftermaths in(Run run) {
        return run.shared(Aftermaths.class, Aftermaths::new);
    }

    private Aftermaths(Run run) {
        this.run = run;
        List<ToolUse> uses = run.toolUses();
        for (int i = 0; i < uses.size(); i++) {
            ToolUse use = uses.get(i);
            places.put(use, i);
            if (use.failed()) {
                failed.putIfAbsent(use.node(), i);
                failed.putIfAbsent(use.call(), i);
                failed.putIfAbsent(use.failedNode(), i);
            }
        }
        for (Fallback fallback : run.view().fallbacks()) {
            if (fallback.from() >= 0 && !run.facts(fallback.to()).failed()) {
                replaced.add(fallback.from());
            }
        }
        for (AgentInvocation stay : run.view().invocations()) {
            lastStart = stay.failed() ? lastStart : Math.max(lastStart, stay.startNanos());
            AgentInvocation known = lastAnswered;
            boolean later = known == null || stay.endNanos() > known.endNanos();
            lastAnswered = stay.output() != null && later ? stay : known;
        }
        for (int node = 0; node < run.tree().size(); node++) {
            if (run.invocationOf(node) < 0 && !run.facts(node).finishReason().isEmpty()) {
                unowned.add(node);
            }
        }
    }

    Run run() {
        return run;
    }

    Aftermath of(ToolUse use) {
        Aftermath after = known.get(use);
        if (after == null) {
            after = Aftermath.of(this, use);
            known.put(use, after);
        }
        return after;
    }

    /** What a payload says to its reader; null where it says nothing. */
    @Nullable AnswerText answer(@Nullable AnyValue output) {
        if (output == null) {
            return null;
        }
        AnswerText text = answers.get(output);
        if (text == null) {
            text = AnswerText.of(run.payloads().pieces(output));
            if (answers.size() == MOST_ANSWERS) {
                answers.clear();
            }
            answers.put(output, text);
        }
        return text;
    }

    /** What became of the first failed use of a tool at one of some nodes; null for none. */
    @Nullable Aftermath first(Collection<Integer> nodes) {
        int first = Integer.MAX_VALUE;
        for (int node : nodes) {
            first = node < 0 ? first : Math.min(first, failed.getOrDefault(node, first));
        }
        return first == Integer.MAX_VALUE ? null : of(run.toolUses().get(first));
    }

    int place(ToolUse use) {
        return places.getOrDefault(use, 0);
    }

    /** Whether something else took the place of a failed use, and worked. */
    boolean isReplaced(ToolUse use) {
        return replaced.contains(use.call()) || replaced.contains(use.failedNode());
    }

    /** Whether an agent began at a time or later and did not fail. */
    boolean goesOn(long nanos) {
        return lastStart >= nanos;
    }

    /** The last stay to end that gave something back, if it ended after a time. */
    @Nullable AgentInvocation lastAnswered(long nanos) {
        AgentInvocation last = lastAnswered;
        return last != null && last.endNanos() > nanos ? last : null;
    }

    /** Nodes of model calls outside all agents, in tree order. */
    List<Integer> unowned() {
        return unowned;
    }
}
