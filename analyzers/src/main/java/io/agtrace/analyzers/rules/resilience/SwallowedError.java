package io.agtrace.analyzers.rules.resilience;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.ToolUse;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A tool failed, and the agent answered as if it had not. */
public final class SwallowedError implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "swallowed-error",
                    Group.RESILIENCE,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "A tool failed, and the agent went on without repairing or mentioning it",
                    "status or results of tool calls, and the answers of models (output messages)");

    /** Of the failures of one tool in one agent no more than these are looked at. */
    private static final int MOST_FAILURES = 8;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        Aftermaths aftermaths = Aftermaths.in(run);
        Set<String> told = new HashSet<>();
        Map<String, Integer> looked = new HashMap<>();
        int unknown = 0;
        for (ToolUse use : run.toolUses()) {
            if (!use.failed() || raised(run, use)) {
                continue;
            }
            String call = use.invocation() + " " + use.tool();
            if (told.contains(call) || looked.merge(call, 1, Integer::sum) > MOST_FAILURES) {
                continue;
            }
            Aftermath after = aftermaths.of(use);
            if (!after.wentOn() || after.repaired() || after.mentioned() || after.named()) {
                continue;
            }
            if (!after.answered()) {
                unknown++;
            } else {
                told.add(call);
                report(run, report, use, after);
            }
        }
        report.notChecked(INFO, unknown, "failed tool calls");
    }

    /** Whether the error ended the agent, so that its caller learnt of it. */
    private static boolean raised(Run run, ToolUse use) {
        AgentInvocation stay = run.invocation(use.invocation());
        if (stay != null && stay.failed()) {
            return true;
        }
        int parent = run.tree().parent(use.node());
        boolean root = parent < 0 || run.tree().parent(parent) < 0;
        return stay == null && root && parent >= 0 && run.facts(parent).failed();
    }

    private static void report(Run run, Report report, ToolUse use, Aftermath after) {
        double strength = use.hard() ? 0.75 : 0.5;
        strength += after.otherResults() ? 0 : 0.2;
        Report.Draft draft =
                report.at(INFO, use.errorNode())
                        .strength(strength)
                        .measure("hard", use.hard() ? 1 : 0)
                        .measure("other_results", after.otherResults() ? 1 : 0)
                        .title(use.tool())
                        .evidence(use.errorNode(), "error", Words.cut(use.error(), 200))
                        .evidence(after.answerNode(), "output", Words.cut(after.answer(), 200))
                        .touches(after.answerNode());
        if (!use.hard()) {
            draft.suspicion();
        }
        String agent = run.agentOf(use.node());
        draft.report(
                use.tool()
                        + " failed at "
                        + Words.moment(run, use.endNanos())
                        + " ("
                        + Words.quote(use.error())
                        + "). "
                        + (agent.isEmpty() ? "The run" : agent)
                        + " did not try again and answered "
                        + Words.quote(after.answer())
                        + ", without a word on the failure.");
    }
}
