package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.ToolUse;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An agent's tools told of the same things twice, by their ids, with other values the second time,
 * and it reported these; another agent was given the first ones afterwards, and none of the second.
 * That is an older state of what is known, whether or not anybody wrote a version on it.
 */
final class Superseded {
    private static final int LEAST = 4;

    /** One thing that both speak of by its id. */
    private static final int LEAST_SAME = 3;

    private static final double MOST_NEW = 0.1;
    private static final double MOSTLY = 0.5;
    private static final int MOST_PAIRS = 64;
    private static final int MOST_USES = 32;

    private final Run run;
    private final RuleInfo info;
    private final Report report;

    /** A result, the next one, and the values that only it, or only later ones, have. */
    private record Pair(ToolUse first, ToolUse second, FactSet before, FactSet now) {}

    Superseded(Run run, RuleInfo info, Report report) {
        this.run = run;
        this.info = info;
        this.report = report;
    }

    /**
     * Looks at all stays.
     *
     * @param reported indexes of stays that need no more findings; those found here are added
     */
    void check(Set<Integer> reported) {
        List<Pair> pairs = pairs();
        List<Hop> hops = pairs.isEmpty() ? List.of() : Hop.all(run);
        for (Pair pair : pairs) {
            for (AgentInvocation stay : run.view().invocations()) {
                if (stay.index() != pair.second.invocation()
                        && stay.startNanos() >= pair.second.endNanos()
                        && !stay.modelCalls().isEmpty()
                        && !reported.contains(stay.index())
                        && isBehind(stay, pair)) {
                    reported.add(stay.index());
                    report(stay, pair, hops);
                    break;
                }
            }
        }
    }

    /** Results whose things a later result of the same agent gives otherwise, which it reported. */
    private List<Pair> pairs() {
        Map<Integer, List<ToolUse>> byStay = new LinkedHashMap<>();
        for (ToolUse use : run.toolUses()) {
            if (use.invocation() >= 0 && use.result() != null && !use.failed()) {
                byStay.computeIfAbsent(use.invocation(), _ -> new ArrayList<>(2)).add(use);
            }
        }
        List<Pair> pairs = new ArrayList<>();
        for (List<ToolUse> uses : byStay.values()) {
            if (uses.size() > 1 && uses.size() <= MOST_USES && pairs.size() < MOST_PAIRS) {
                pairs(uses, pairs);
            }
        }
        return pairs;
    }

    private void pairs(List<ToolUse> uses, List<Pair> pairs) {
        FactSet later = FactSet.EMPTY;
        ToolUse next = uses.getLast();
        for (ToolUse use : uses.reversed()) {
            FactSet all = run.payloads().facts(use.result()).hard();
            FactSet same = all.and(later).minus(run.lineage().task());
            Pair pair = new Pair(use, next, all.minus(later), later.minus(all));
            if (same.weight() >= LEAST_SAME
                    && pair.before.weight() >= LEAST
                    && pair.now.weight() >= LEAST
                    && isReported(pair)) {
                pairs.add(pair);
            }
            later = later.or(all);
            next = use;
        }
    }

    private boolean isReported(Pair pair) {
        FactSet said = run.lineage().stay(pair.second.invocation()).output();
        return pair.now.shareIn(said) >= MOSTLY && pair.before.shareIn(said) <= MOST_NEW;
    }

    private boolean isBehind(AgentInvocation stay, Pair pair) {
        FactSet given = run.lineage().stay(stay.index()).prompt();
        return pair.before.shareIn(given) >= MOSTLY && pair.now.shareIn(given) <= MOST_NEW;
    }

    private void report(AgentInvocation stay, Pair pair, List<Hop> hops) {
        int prompt = run.lineage().stay(stay.index()).promptNode();
        String teller = run.agentOf(pair.second.node());
        Report.Draft draft = report.at(info, stay.node());
        hops.get(stay.index()).name(draft, stay, -1);
        draft.agent(stay.agent())
                .suspicion()
                .touches(pair.second.node())
                .strength(0.85)
                .measure("older", pair.before.weight())
                .evidence(
                        prompt < 0 ? stay.node() : prompt,
                        "input",
                        quote(
                                prompt < 0
                                        ? run.payloads().quote(stay.input(), pair.before)
                                        : run.payloads()
                                                .quote(run.facts(prompt).input(), pair.before)))
                .evidence(
                        pair.second.node(),
                        "output",
                        quote(run.payloads().quote(pair.second.result(), pair.now)))
                .report(
                        stay.agent()
                                + " was given "
                                + Words.quote(
                                        run.payloads().quote(pair.first.result(), pair.before))
                                + " at "
                                + Words.moment(run, stay.startNanos())
                                + ", which "
                                + pair.first.tool()
                                + " had said at "
                                + Words.moment(run, pair.first.endNanos())
                                + ". After that, "
                                + pair.second.tool()
                                + " said "
                                + Words.quote(run.payloads().quote(pair.second.result(), pair.now))
                                + " at "
                                + Words.moment(run, pair.second.endNanos())
                                + ", and "
                                + teller
                                + " reported that.");
    }

    private static String quote(String text) {
        return Words.cut(text, 200);
    }
}
