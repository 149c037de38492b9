package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.agents.ToolUse;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A model asked for a tool that does not exist, or with arguments that it does not take. */
public final class InvalidToolCall implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "invalid-tool-call",
                    Group.MODEL_AND_TOOL,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "A tool call was turned down: unknown tool, or arguments that do not fit",
                    "results or errors of tool calls");

    /** Messages of validators and of programs that look tools up; they come from libraries. */
    private static final Pattern REJECTED =
            Pattern.compile(
                    "schema|validation|invalid[_"
                        + " -](?:type|input|argument|param|request|tool|enum|json)|missing (?:\\d+"
                        + " )?(?:required|positional|argument|param|field|property)|(?:field|property|argument|parameter)s?"
                        + " (?:is |are )?required|required"
                        + " (?:field|property|argument|param)|unexpected (?:keyword"
                        + " )?(?:argument|property|field)|unrecognized"
                        + " (?:key|argument|field)|additional propert|unknown"
                        + " (?:tool|function|argument|parameter|field)|no such"
                        + " (?:tool|function)|(?:tool|function) .{0,80}?not"
                        + " (?:found|available|exist|defined|valid)|not a valid tool|unavailable"
                        + " tool|nosuchtool"
                        + "|invalidtool|toolinput|pydantic|zoderror|typeerror|expected"
                        + " .{1,40}?(?:received|got)\\b",
                    Pattern.CASE_INSENSITIVE);

    private static final int LONGEST = 2000;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        List<ToolUse> uses = run.toolUses();
        Set<String> told = new HashSet<>();
        for (ToolUse use : uses) {
            if (!use.failed()) {
                continue;
            }
            String once = use.invocation() + " " + use.tool();
            if (told.contains(once)) {
                continue;
            }
            String error = Words.cut(use.error(), LONGEST);
            boolean rejected = REJECTED.matcher(error).find();
            boolean neverRan = use.call() < 0;
            if ((rejected || neverRan) && !isMended(use, uses) && told.add(once)) {
                report(run, report, use, rejected, neverRan);
            }
        }
    }

    /** Whether the same agent called the tool again, and then it worked. */
    private static boolean isMended(ToolUse use, List<ToolUse> uses) {
        for (ToolUse other : uses) {
            if (other.invocation() == use.invocation()
                    && !other.failed()
                    && other.startNanos() >= use.endNanos() - 2_000_000
                    && !other.equals(use)
                    && (other.tool().equals(use.tool()) || other.request() != use.request())) {
                return true;
            }
        }
        return false;
    }

    private static void report(
            Run run, Report report, ToolUse use, boolean rejected, boolean neverRan) {
        int node = use.request() >= 0 ? use.request() : use.errorNode();
        double strength = 0.3 + (rejected ? 0.35 : 0) + (neverRan ? 0.25 : 0);
        Report.Draft draft =
                report.at(INFO, node)
                        .strength(strength)
                        .measure("rejected", rejected ? 1 : 0)
                        .measure("never_ran", neverRan ? 1 : 0)
                        .title(use.tool())
                        .evidence(use.errorNode(), "error", Words.cut(use.error(), 200));
        if (use.arguments() != null) {
            draft.evidence(node, "arguments", Words.cut(use.arguments().toString(), 200));
        }
        if (!rejected) {
            draft.suspicion();
        }
        if (use.call() >= 0 && use.call() != node) {
            draft.touches(use.call());
        }
        String agent = run.agentOf(node);
        draft.report(
                (agent.isEmpty() ? "A model" : agent)
                        + " asked for "
                        + use.tool()
                        + " at "
                        + Words.moment(run, use.startNanos())
                        + (use.arguments() == null
                                ? ""
                                : " with " + Words.quote(use.arguments().toString()))
                        + (neverRan
                                ? "; the call was turned down before it ran: "
                                : ", which failed: ")
                        + Words.quote(use.error())
                        + ". It was not asked again in a way that worked.");
    }
}
