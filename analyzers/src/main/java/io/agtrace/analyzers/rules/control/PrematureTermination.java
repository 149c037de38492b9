package io.agtrace.analyzers.rules.control;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Decision;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.workflow.SpanTree;

/** A run that ended, without an error, on a choice that nobody carried out or in mid-plan. */
final class PrematureTermination implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "premature-termination",
                    Group.CONTROL_FLOW,
                    Severity.ERROR,
                    Tier.SUSPICION,
                    "The run ended although its last word, or its plan, was to go on.",
                    "the tool calls or transfers that the last model call asks for, and spans of"
                            + " tools");

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        if (PlanTail.brokeOff(run)) {
            return;
        }
        for (PlanTail each : PlanTail.of(run)) {
            if (each.isPremature()) {
                report(run, report, each);
                return;
            }
        }
        int last = lastCall(run);
        if (last < 0) {
            return;
        }
        for (Decision each : run.view().decisions()) {
            boolean goesOn =
                    each.type().equals("tool choice")
                            || each.type().equals("handoff")
                            || each.type().equals("delegation");
            if (each.node() != last || !goesOn || each.followedBy() >= 0) {
                continue;
            }
            if (!isRecordedElsewhere(run, each)) {
                report.notChecked(INFO, 1, "runs");
            } else if (!isLost(run, each)) {
                report(run, report, each);
            }
            return;
        }
    }

    /** The model call that ended last, if nothing ran after it that could be what it asked for. */
    private static int lastCall(Run run) {
        SpanTree tree = run.tree();
        int last = -1;
        for (int node = 0; node < tree.size(); node++) {
            if (run.kind(node) == OperationKind.MODEL_CALL
                    && (last < 0 || tree.endNanos(node) >= tree.endNanos(last))) {
                last = node;
            }
        }
        if (last < 0 || run.facts(last).failed()) {
            return -1;
        }
        for (int node = last + 1; node < tree.size(); node++) {
            OperationKind kind = run.kind(node);
            boolean works =
                    kind == OperationKind.TOOL_CALL
                            || kind == OperationKind.RETRIEVAL
                            || kind == OperationKind.AGENT;
            if (works && tree.startNanos(node) >= tree.startNanos(last)) {
                return -1;
            }
        }
        return last;
    }

    /** Whether such choices leave spans in this run: others of the same sort were carried out. */
    private static boolean isRecordedElsewhere(Run run, Decision decision) {
        for (Decision each : run.view().decisions()) {
            if (each.type().equals(decision.type()) && each.followedBy() >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is a hand-over that got lost, which has a rule of its own. */
    private static boolean isLost(Run run, Decision decision) {
        for (Message each : run.view().messages()) {
            if (each.from() == decision.invocation() && each.to() < 0) {
                return true;
            }
        }
        return false;
    }

    private static void report(Run run, Report report, PlanTail tail) {
        AgentInvocation before = tail.before();
        int left = tail.steps().size() - tail.first();
        String missing = String.join(", ", tail.steps().subList(tail.first(), tail.steps().size()));
        report.at(INFO, tail.node(run))
                .agent(before.agent())
                .boundary(before.agent(), tail.steps().get(tail.first()))
                .strength(1 - 0.5 / tail.first())
                .measure("steps", tail.steps().size())
                .measure("steps left", left)
                .touches(tail.plan())
                .evidence(tail.plan(), "output", String.join(", ", tail.steps()))
                .title(missing + " never ran")
                .report(
                        "The run ended with "
                                + before.agent()
                                + " at "
                                + Words.moment(run, before.endNanos())
                                + ", without an error, though the plan of "
                                + Words.moment(run, run.tree().endNanos(tail.plan()))
                                + " goes on with "
                                + Words.quote(missing)
                                + ".");
    }

    private static void report(Run run, Report report, Decision decision) {
        AgentInvocation stay = run.invocation(decision.invocation());
        boolean asked = run.facts(decision.node()).finishReason().equals("tool_calls");
        Report.Draft draft =
                report.at(INFO, decision.node())
                        .agent(decision.by())
                        .strength(asked ? 0.7 : 0.5)
                        .title(decision.chosen() + " never ran");
        decision.evidence().forEach(draft::evidence);
        if (stay != null) {
            draft.touches(stay.node());
        }
        draft.report(
                "The last thing that "
                        + (decision.by().isEmpty() ? "the run" : decision.by())
                        + " said, at "
                        + Words.moment(run, decision.timeNanos())
                        + ", was to go on with "
                        + Words.quote(decision.chosen())
                        + ". That never ran, and the run ended without an error and without an"
                        + " answer.");
    }
}
