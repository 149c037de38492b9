package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.agents.ToolUse;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.StayFacts;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message without an id that was worked on twice: the same agent was given the very same work two
 * times, did the very same things and gave the very same back, and nobody had sent it twice.
 */
final class Twice {
    private static final int LEAST_CONTENT = 4;

    /** More stays of one agent are rounds of a loop. */
    private static final int MOST_STAYS = 16;

    private final Run run;
    private final RuleInfo info;
    private final Report report;
    private final Map<Integer, List<ToolUse>> asked = new LinkedHashMap<>();

    /** Stays with the same parent, in order of time. */
    private final Map<Integer, List<AgentInvocation>> children = new LinkedHashMap<>();

    /** For each stay the first end of those with its parent that begin with it or later. */
    private final Map<Integer, Long> firstEnd = new HashMap<>();

    Twice(Run run, RuleInfo info, Report report) {
        this.run = run;
        this.info = info;
        this.report = report;
        for (AgentInvocation stay : run.view().invocations()) {
            children.computeIfAbsent(stay.parent(), _ -> new ArrayList<>(2)).add(stay);
        }
        for (List<AgentInvocation> beside : children.values()) {
            beside.sort(Comparator.comparingLong(AgentInvocation::startNanos));
            long end = Long.MAX_VALUE;
            for (AgentInvocation stay : beside.reversed()) {
                end = Math.min(end, stay.endNanos());
                firstEnd.put(stay.index(), end);
            }
        }
    }

    void check() {
        Map<String, List<AgentInvocation>> alike = new LinkedHashMap<>();
        for (AgentInvocation stay : run.view().invocations()) {
            if (!stay.failed()) {
                String key = stay.agent() + "\n" + stay.parent();
                alike.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(stay);
            }
        }
        for (List<AgentInvocation> stays : alike.values()) {
            for (int i = 0; i < Math.min(MOST_STAYS, stays.size()); i++) {
                List<AgentInvocation> same = new ArrayList<>(2);
                for (AgentInvocation other : stays) {
                    if (isSame(stays.get(i), other)) {
                        same.add(other);
                    }
                }
                // More of the same is a loop or a vote.
                if (same.size() == 2 && same.getFirst().index() == stays.get(i).index()) {
                    check(same.getFirst(), same.getLast());
                }
            }
        }
    }

    /**
     * Whether two stays were given the same and gave the same back; the agent's span may say so, or
     * its model calls where that is not recorded.
     */
    private boolean isSame(AgentInvocation one, AgentInvocation other) {
        StayFacts first = run.lineage().stay(one.index());
        StayFacts second = run.lineage().stay(other.index());
        boolean asked =
                isSame(given(one), given(other))
                        || isSame(first.prompt(), second.prompt())
                        // Of one the agent's span may show the task, of the other its prompt.
                        || isSame(first.input(), second.prompt())
                        || isSame(first.prompt(), second.input());
        return asked && (isSame(made(one), made(other)) || isSame(first.output(), second.output()));
    }

    private boolean isSame(@Nullable AnyValue one, @Nullable AnyValue other) {
        return one != null && other != null && run.text(one).equals(run.text(other));
    }

    private static boolean isSame(FactSet one, FactSet other) {
        return !one.isEmpty() && one.isSame(other);
    }

    private @Nullable AnyValue given(AgentInvocation stay) {
        int prompt = run.lineage().stay(stay.index()).promptNode();
        return stay.input() != null ? stay.input() : prompt < 0 ? null : run.facts(prompt).input();
    }

    private @Nullable AnyValue made(AgentInvocation stay) {
        int answer = run.lineage().stay(stay.index()).answerNode();
        return stay.output() != null ? stay.output() : run.facts(answer).output();
    }

    private void check(AgentInvocation first, AgentInvocation second) {
        FactSet content = run.payloads().facts(given(first)).minus(run.lineage().wording());
        if (content.weight() < LEAST_CONTENT
                || first.toolCalls().isEmpty() && first.modelCalls().isEmpty()
                || !areSame(calls(first), calls(second))
                || isWanted(first, second)) {
            return;
        }
        int sent = Math.min(sent(first), sent(second));
        Report.Draft draft =
                report.at(info, second.node())
                        .agent(second.agent())
                        .touches(first.node())
                        .strength(first.toolCalls().isEmpty() ? 0.5 : 0.8)
                        .suspicion()
                        .measure("deliveries", 2)
                        .evidence(
                                first.node(), "input", Words.cut(String.valueOf(given(first)), 200))
                        .evidence(
                                second.node(),
                                "input",
                                Words.cut(String.valueOf(given(second)), 200));
        if (sent < Integer.MAX_VALUE) {
            draft.message(sent);
        }
        draft.report(
                second.agent()
                        + " was given the same work at "
                        + Words.moment(run, first.startNanos())
                        + " and again at "
                        + Words.moment(run, second.startNanos())
                        + ", did the same and gave the same back, although the first time had"
                        + " succeeded and nobody had asked for it again.");
    }

    /** What a call was given may not be recorded; it can be the same then. */
    private boolean areSame(List<ToolUse> some, List<ToolUse> others) {
        boolean same = some.size() == others.size();
        for (int i = 0; same && i < some.size(); i++) {
            AnyValue one = some.get(i).arguments();
            AnyValue other = others.get(i).arguments();
            same =
                    one == null
                            || other == null
                            || isSame(one, other)
                            || isSame(run.payloads().facts(one), run.payloads().facts(other));
            same &= some.get(i).tool().equals(others.get(i).tool());
        }
        return same;
    }

    private List<ToolUse> calls(AgentInvocation stay) {
        if (asked.isEmpty()) {
            for (AgentInvocation each : run.view().invocations()) {
                asked.put(each.index(), new ArrayList<>(2));
            }
            for (ToolUse use : run.toolUses()) {
                List<ToolUse> calls = asked.get(use.invocation());
                if (calls != null) {
                    calls.add(use);
                }
            }
        }
        return asked.getOrDefault(stay.index(), List.of());
    }

    /** Whether it was sent twice, or others had worked in between: then it is a round of a loop. */
    private boolean isWanted(AgentInvocation first, AgentInvocation second) {
        if (sends(first) + sends(second) > 1) {
            return true;
        }
        List<AgentInvocation> beside = children.getOrDefault(first.parent(), List.of());
        int next = after(beside, first);
        return next < beside.size()
                && firstEnd.getOrDefault(beside.get(next).index(), Long.MAX_VALUE)
                        <= second.startNanos();
    }

    private long sends(AgentInvocation stay) {
        return run.receivedBy(stay.index()).stream().filter(each -> each.sentNode() >= 0).count();
    }

    /** The first message that gave a stay its work; the greatest number where there is none. */
    private int sent(AgentInvocation stay) {
        for (Message message : run.receivedBy(stay.index())) {
            if (message.kind() != Message.Kind.RETURN) {
                return message.index();
            }
        }
        return Integer.MAX_VALUE;
    }

    /** Position of the first stay that begins when another one has ended. */
    private static int after(List<AgentInvocation> beside, AgentInvocation stay) {
        int low = 0;
        int high = beside.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (beside.get(middle).startNanos() < stay.endNanos()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        // One that takes no time begins when it ends.
        return low < beside.size() && beside.get(low).index() == stay.index() ? low + 1 : low;
    }
}
