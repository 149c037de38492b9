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

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** A prompt did not fit into the model's context window. */
public final class ContextOverflow implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "context-overflow",
                    Group.MODEL_AND_TOOL,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "A prompt did not fit into the model's context window",
                    "errors of model calls");

    /** What providers' interfaces say about it. */
    private static final Pattern TOO_LONG =
            Pattern.compile(
                    "context[_ ](?:length|window|size|limit)|prompt is too long|too many (?:input"
                        + " )?tokens|input is too long|maximum (?:context|input|prompt|number of"
                        + " tokens)|(?:input|prompt)"
                        + " (?:token|length).{0,60}exceed|exceed.{0,60}(?:token"
                        + " limit|context|maximum.{0,20}tokens)|reduce the length of the"
                        + " (?:messages|prompt|input)|string_above_max_length|request too"
                        + " large|tokens? exceed",
                    Pattern.CASE_INSENSITIVE);

    private static final int LONGEST = 2000;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        Set<Integer> told = new HashSet<>();
        for (int node = 0; node < run.tree().size(); node++) {
            if (run.kind(node) != OperationKind.MODEL_CALL || !run.facts(node).failed()) {
                continue;
            }
            String error = Words.cut(run.facts(node).errorMessage(), LONGEST);
            int parent = run.tree().parent(node);
            boolean rateLimit = error.toLowerCase(java.util.Locale.ROOT).contains("rate limit");
            if (!rateLimit && TOO_LONG.matcher(error).find() && !told.contains(parent)) {
                told.add(node);
                report(run, report, node, error);
            } else if (told.contains(parent)) {
                told.add(node);
            }
        }
    }

    private static void report(Run run, Report report, int node, String error) {
        boolean again = isAnsweredLater(run, node);
        long tokens = run.facts(node).tokens().input();
        Report.Draft draft =
                report.at(INFO, node)
                        .strength(again ? 0.3 : 0.85)
                        .measure("asked_again", again ? 1 : 0)
                        .measure("tokens", (double) tokens)
                        .evidence(node, "error", Words.cut(error, 200));
        if (again) {
            draft.severity(Severity.NOTE);
        }
        String agent = run.agentOf(node);
        draft.report(
                (agent.isEmpty() ? "A model" : agent + "'s model")
                        + " turned its prompt down at "
                        + Words.moment(run, run.tree().startNanos(node))
                        + ": "
                        + Words.quote(error)
                        + (again ? "; asked again, it answered." : "."));
    }

    private static boolean isAnsweredLater(Run run, int node) {
        AgentInvocation stay = run.invocation(run.invocationOf(node));
        if (stay == null) {
            return false;
        }
        for (int other : stay.modelCalls()) {
            if (run.tree().startNanos(other) >= run.tree().endNanos(node) - 1_000_000
                    && other != node
                    && !run.facts(other).failed()) {
                return true;
            }
        }
        return false;
    }
}
