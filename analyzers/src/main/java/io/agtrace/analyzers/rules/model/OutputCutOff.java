package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.agents.AgentInvocation;
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

/** A model stopped because it ran out of tokens, and its answer was used as if it were whole. */
public final class OutputCutOff implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "output-cut-off",
                    Group.MODEL_AND_TOOL,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "A model's answer was cut off by its token limit",
                    "finish reasons of model calls");

    private static final int SHORT_ANSWER = 20;

    /** Characters of an answer of which one can say how it ends. */
    private static final int LEAST_TEXT = 60;

    private static final int LEAST_OTHERS = 2;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        SpanTree tree = run.tree();
        int unknown = 0;
        boolean whole = endOthersWhole(run);
        for (int node = 0; node < tree.size(); node++) {
            if (run.kind(node) != OperationKind.MODEL_CALL) {
                continue;
            }
            String reason = run.facts(node).finishReason();
            if (reason.isEmpty() && !run.facts(node).failed() && tree.childCount(node) == 0) {
                if (whole && breaksOff(run, node)) {
                    brokenOff(run, report, node);
                } else {
                    unknown++;
                }
            } else if (reason.equals("length") && !repeatsInside(run, node)) {
                cut(run, report, node);
            }
        }
        report.notChecked(INFO, unknown, "model calls");
    }

    /** Whether several answers are known to have ended by themselves, and none of them midway. */
    private static boolean endOthersWhole(Run run) {
        int others = 0;
        for (int node = 0; node < run.tree().size(); node++) {
            if (run.kind(node) == OperationKind.MODEL_CALL
                    && run.facts(node).finishReason().equals("stop")) {
                String text = run.answer(node).text().strip();
                if (text.length() >= LEAST_TEXT && endsMidway(text)) {
                    return false;
                }
                others += text.length() >= LEAST_TEXT ? 1 : 0;
            }
        }
        return others >= LEAST_OTHERS;
    }

    private static boolean breaksOff(Run run, int node) {
        String text = run.answer(node).text().strip();
        return run.answer(node).calls() == 0
                && text.length() >= LEAST_TEXT
                && (endsMidway(text) || Parsing.isBrokenJson(text))
                && !isAskedAgain(run, node);
    }

    /** Why it ended is not recorded, but its text is plainer than that of all others. */
    private static void brokenOff(Run run, Report report, int node) {
        String text = run.answer(node).text();
        String agent = run.agentOf(node);
        report.at(INFO, node)
                .suspicion()
                .strength(Parsing.isBrokenJson(text) ? 0.7 : 0.6)
                .measure("open_json", Parsing.isBrokenJson(text) ? 1 : 0)
                .evidence(node, "output", "\u2026" + tail(text))
                .report(
                        (agent.isEmpty() ? "A model" : agent + "'s model")
                                + "'s answer at "
                                + Words.moment(run, run.tree().endNanos(node))
                                + " breaks off"
                                + tokens(run, node)
                                + ": it ends with "
                                + Words.quote(tail(text))
                                + ". Why it ended is not recorded; no other answer of the run ends"
                                + " like this.");
    }

    /** Whether a span inside records the same cut. */
    private static boolean repeatsInside(Run run, int node) {
        int end = run.tree().subtreeEnd(node);
        for (int inner = node + 1; inner < end; inner++) {
            if (run.kind(inner) == OperationKind.MODEL_CALL
                    && run.facts(inner).finishReason().equals("length")) {
                return true;
            }
        }
        return false;
    }

    private static void cut(Run run, Report report, int node) {
        String text = run.answer(node).text();
        int broken = Parsing.failureAfter(run, node);
        boolean open = Parsing.isBrokenJson(text);
        boolean again = isAskedAgain(run, node);
        boolean brief = isLabel(text) && !open && broken < 0;
        double strength = 0.6;
        strength += open ? 0.2 : endsMidway(text) ? 0.1 : 0;
        strength += broken >= 0 || run.facts(node).failed() ? 0.2 : 0;
        strength -= again ? 0.35 : 0;
        strength -= brief ? 0.35 : 0;
        Report.Draft draft =
                report.at(INFO, node)
                        .strength(strength)
                        .measure("open_json", open ? 1 : 0)
                        .measure("failed_after", broken >= 0 ? 1 : 0)
                        .measure("asked_again", again ? 1 : 0)
                        .evidence(node, "finish reason", "length");
        if (!text.isEmpty()) {
            draft.evidence(node, "output", "\u2026" + tail(text));
        }
        if (broken >= 0) {
            draft.touches(broken)
                    .evidence(broken, "error", Words.cut(run.facts(broken).errorMessage(), 200));
        }
        if (again || brief) {
            draft.severity(Severity.NOTE).suspicion();
        }
        String agent = run.agentOf(node);
        draft.report(
                (agent.isEmpty() ? "A model call" : agent + "'s model call")
                        + " ended at "
                        + Words.moment(run, run.tree().endNanos(node))
                        + " because its token limit was reached"
                        + tokens(run, node)
                        + (text.isEmpty()
                                ? ""
                                : "; the answer ends with " + Words.quote(tail(text)))
                        + "."
                        + (broken < 0
                                ? again ? " The agent asked again afterwards." : ""
                                : " What came next failed on it: "
                                        + Words.quote(run.facts(broken).errorMessage())
                                        + "."));
    }

    private static String tokens(Run run, int node) {
        long output = run.facts(node).tokens().output();
        return output > 0 ? " after " + output + " tokens" : "";
    }

    /** Whether the same agent called a model once more afterwards, which then ended by itself. */
    private static boolean isAskedAgain(Run run, int node) {
        AgentInvocation stay = run.invocation(run.invocationOf(node));
        if (stay == null) {
            return false;
        }
        for (int other : stay.modelCalls()) {
            if (run.tree().startNanos(other) >= run.tree().endNanos(node) - 1_000_000
                    && other != node
                    && run.facts(other).finishReason().equals("stop")) {
                return true;
            }
        }
        return false;
    }

    /** A word or two: what a classifier answers, whole in spite of its limit. */
    private static boolean isLabel(String text) {
        String answer = text.strip();
        return !answer.isEmpty()
                && answer.length() <= SHORT_ANSWER
                && answer.split("\\s+", 4).length <= 2;
    }

    private static boolean endsMidway(String text) {
        return !text.isEmpty() && Character.isLetterOrDigit(text.codePointBefore(text.length()));
    }

    private static String tail(String text) {
        int from = Math.max(0, text.length() - 60);
        return text.substring(text.offsetByCodePoints(from, 0));
    }
}
