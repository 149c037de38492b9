package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.agents.ToolUse;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The same tool, the same arguments, the same result, again and again. */
public final class RepeatedToolCall implements Rule {
    private static final Threshold TIMES =
            new Threshold("times", 3, "calls", "From so many calls alike on it is reported.");

    private static final RuleInfo INFO =
            new RuleInfo(
                    "repeated-tool-call",
                    Group.MODEL_AND_TOOL,
                    Severity.WARNING,
                    Tier.DEFECT,
                    "An agent called a tool again though it knew the result already",
                    "arguments and results of tools",
                    TIMES);

    private record Call(int invocation, String tool, String arguments) {}

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        Map<Call, List<ToolUse>> calls = new LinkedHashMap<>();
        int unknown = 0;
        for (ToolUse use : run.toolUses()) {
            if (use.arguments() == null || use.result() == null) {
                unknown++;
            } else if (!use.failed()) {
                Call call = new Call(use.invocation(), use.tool(), run.text(use.arguments()));
                calls.computeIfAbsent(call, _ -> new ArrayList<>()).add(use);
            }
        }
        calls.forEach(
                (_, uses) -> {
                    List<ToolUse> alike = lastAlike(run, uses);
                    if (alike.size() >= Math.max(2, run.threshold(INFO, TIMES))) {
                        report(run, report, alike);
                    }
                });
        report.notChecked(INFO, unknown, "tool calls");
    }

    /** How many nodes of a range are calls of this sort. */
    public static int count(Run run, int from, int end) {
        Map<Call, List<ToolUse>> calls = new LinkedHashMap<>();
        for (ToolUse use : run.toolUses()) {
            boolean inside = use.node() >= from && use.node() < end;
            if (inside && use.arguments() != null && use.result() != null && !use.failed()) {
                Call call = new Call(use.invocation(), use.tool(), run.text(use.arguments()));
                calls.computeIfAbsent(call, _ -> new ArrayList<>()).add(use);
            }
        }
        int count = 0;
        for (List<ToolUse> uses : calls.values()) {
            int alike = lastAlike(run, uses).size();
            count += alike >= Math.max(2, run.threshold(INFO, TIMES)) ? alike : 0;
        }
        return count;
    }

    /**
     * The last calls, which gave the same each time. What changes while one looks was worth looking
     * at again: somebody waits for it, and what was said before it changed does not count.
     */
    private static List<ToolUse> lastAlike(Run run, List<ToolUse> uses) {
        String last = content(run, uses.getLast());
        int first = uses.size() - 1;
        while (first > 0 && content(run, uses.get(first - 1)).equals(last)) {
            first--;
        }
        return uses.subList(first, uses.size());
    }

    private static String content(Run run, ToolUse use) {
        return use.result() == null ? "" : run.text(Results.content(run, use.result()));
    }

    private static void report(Run run, Report report, List<ToolUse> uses) {
        ToolUse first = uses.getFirst();
        ToolUse again = uses.get(1);
        String agent = run.agentOf(first.node());
        Report.Draft draft =
                report.at(INFO, again.node())
                        .strength(0.3 + 0.4 * (1 - 2.0 / uses.size()))
                        .measure("times", uses.size())
                        .title(first.tool())
                        .evidence(
                                first.node(),
                                "arguments",
                                Words.cut(Objects.toString(first.arguments(), ""), 200))
                        .evidence(first.node(), "output", Words.cut(content(run, first), 200));
        uses.forEach(use -> draft.touches(use.node()));
        draft.report(
                (agent.isEmpty() ? "The run" : agent)
                        + " called "
                        + first.tool()
                        + " "
                        + uses.size()
                        + " times with the same arguments and got the same result each time, from "
                        + Words.moment(run, first.startNanos())
                        + " to "
                        + Words.moment(run, uses.getLast().endNanos())
                        + ".");
    }
}
