package io.agtrace.analyzers.check;

import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.check.Problem.Place;
import io.agtrace.analyzers.check.Problem.Status;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What in one run a policy does not allow, as problems like those that rules find. */
final class PolicyBreaches {
    static final RuleInfo BUDGET = info("policy-budget", "More was used than the policy allows.");
    static final RuleInfo STRUCTURE =
            info("policy-structure", "The run is not built as the policy requires.");
    static final RuleInfo COVERAGE =
            info("policy-coverage", "Too few places in the traces say what the policy asks for.");
    static final RuleInfo DECISIONS =
            info("policy-decisions", "A decision is taken more or less often than it should be.");

    private static final Place NOWHERE = new Place("", "", "", List.of(), "", 0, 0);

    private PolicyBreaches() {}

    private static RuleInfo info(String id, String summary) {
        return new RuleInfo(
                id, Group.POLICY, Severity.ERROR, Tier.DEFECT, summary, "a policy that says so");
    }

    static List<Problem> of(Expectations expectations, Run run, Checker.Next next) {
        List<Problem> problems = new ArrayList<>();
        for (Budgets.Breach each : expectations.budgets().breaches(run.view())) {
            String use = each.use().name().toLowerCase(Locale.ROOT).replace('_', '-');
            problems.add(problem(run, BUDGET, use, each.node(), -1, each.narrative(), next));
        }
        for (Structure.Breach each : expectations.structure().breaches(run.view())) {
            problems.add(
                    problem(
                            run,
                            STRUCTURE,
                            each.key(),
                            each.node(),
                            each.message(),
                            each.narrative(),
                            next));
        }
        return problems;
    }

    private static Problem problem(
            Run run,
            RuleInfo rule,
            String key,
            int node,
            int message,
            String narrative,
            Checker.Next next) {
        Message about = message < 0 ? null : run.view().messages().get(message);
        return new Problem(
                run.view().workflow().summary().id(),
                rule,
                rule.severity(),
                rule.tier(),
                rule.id() + ": " + key,
                narrative,
                1,
                Checker.place(run.tree(), node),
                run.agentOf(node),
                about == null ? "" : about.sender(),
                about == null ? "" : about.receiver(),
                List.of(),
                List.of(),
                "",
                Fingerprint.of(List.of(rule.id(), key)),
                new Status(Kind.SHOWN, ""),
                next.line(run.view().workflow(), node));
    }

    /** A problem of all runs together, which stands at no span. */
    static Problem overall(RuleInfo rule, String key, String narrative) {
        return new Problem(
                "",
                rule,
                rule.severity(),
                rule.tier(),
                rule.id() + ": " + key,
                narrative,
                1,
                NOWHERE,
                "",
                "",
                "",
                List.of(),
                List.of(),
                "",
                Fingerprint.of(List.of(rule.id(), key)),
                new Status(Kind.SHOWN, ""),
                "");
    }
}
