package io.agtrace.render;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Evidence;
import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.diagnosis.Hypothesis;
import io.agtrace.analyzers.diagnosis.Symptom;
import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.NotChecked;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Thresholds;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.model.UnprovenSuspect;
import io.agtrace.analyzers.workflow.Outcome;
import io.agtrace.analyzers.workflow.Workflow;

import java.util.List;
import java.util.Map;

/** Diagnoses made by hand over {@link Runs#report()}. */
public final class Diagnoses {
    private static final String NEEDS_VERSIONS =
            "context.version or a time of writing on both sides";

    private Diagnoses() {}

    private static Run run(Workflow workflow) {
        return new Run(AgentsView.of(workflow), Thresholds.STANDARD);
    }

    /** A finding about the boundary of two agents. */
    public static Finding finding(
            String rule, Tier tier, int node, String from, String to, List<Evidence> evidence) {
        return new Finding(
                rule,
                tier,
                tier == Tier.DEFECT ? Severity.ERROR : Severity.WARNING,
                node,
                to,
                -1,
                from,
                to,
                Runs.START,
                from.isEmpty() ? to : to + "←" + from,
                "",
                0.9,
                evidence,
                List.of(),
                Map.of());
    }

    private static Hypothesis staleContext() {
        Finding cause =
                finding(
                        "stale-context",
                        Tier.DEFECT,
                        17,
                        "researcher",
                        "writer",
                        List.of(
                                new Evidence(18, "input.value", "context version 3 of T-12.0s"),
                                new Evidence(4, "output.value", "context version 4 of T-0.2s"),
                                new Evidence(-1, "time", "")));
        return new Hypothesis(
                1,
                cause,
                0.87,
                "writer received the message at T+340ms but worked from context of T-12.0s (version"
                        + " 3; version 4 was written at T-0.2s by researcher). Output quality 0.23"
                        + " (threshold 0.7). planner used this output without a check; the final"
                        + " answer carries the stale value “41.2 % of <users>”.",
                List.of(
                        finding(
                                "unchecked-low-quality",
                                Tier.SUSPICION,
                                1,
                                "writer",
                                "planner",
                                List.of()),
                        finding("output-cut-off", Tier.SUSPICION, 19, "", "writer", List.of())));
    }

    private static Hypothesis unlikely() {
        String payload = AgentRuns.HOSTILE + " " + "x".repeat(300) + " @octocat #17 https://evil";
        Finding cause =
                finding(
                        "timeout-budget-conflict",
                        Tier.SUSPICION,
                        14,
                        "",
                        "a_tool with\na very long *name* of 研究者二号 that has to be wrapped somewhere",
                        List.of(
                                new Evidence(14, "gen_ai.tool.call.arguments", payload),
                                new Evidence(14, "status", "boom `tick` ``two``"),
                                new Evidence(6, "time", "3.1 s"),
                                new Evidence(7, "time", "3.2 s"),
                                new Evidence(8, "time", "3.3 s")));
        return new Hypothesis(
                2, cause, 0.304, "- It waited 3 s, see " + AgentRuns.HOSTILE, List.of());
    }

    private static List<NotChecked> notChecked() {
        return List.of(
                new NotChecked("stale-context", 12, "boundaries", NEEDS_VERSIONS),
                new NotChecked("message-ignored", 1, "boundaries", "input.value and output.value"),
                new NotChecked("duplicate-delivery", 3, "messages", NEEDS_VERSIONS),
                new NotChecked("context-overflow", 2, "model calls", "the model's window"),
                new NotChecked("budget-exceeded", 1, "runs", "a budget"));
    }

    /** A run with two hypotheses, of which the second is full of hostile text. */
    public static Diagnosis failed() {
        Hypothesis first = staleContext();
        Hypothesis second = unlikely();
        return new Diagnosis(
                run(Runs.report()),
                Outcome.FAILED,
                List.of(
                        new Symptom(
                                Symptom.Kind.BAD_OUTCOME,
                                23,
                                "the reviewer scored the final answer 0.23, below its threshold of"
                                        + " 0.7"),
                        new Symptom(Symptom.Kind.LIMIT, 0, "47.0 s against a limit of 30 s")),
                List.of(first, second),
                List.of(first.cause(), second.cause()),
                notChecked());
    }

    /** A run in which nothing is wrong. */
    public static Diagnosis healthy() {
        return new Diagnosis(
                run(Runs.report()),
                Outcome.OK,
                List.of(),
                List.of(),
                List.of(),
                List.of(new NotChecked("stale-context", 12, "boundaries", NEEDS_VERSIONS)));
    }

    /** A run in which nothing is found, with one place to look at. */
    public static Diagnosis doubted(Outcome outcome) {
        Finding turn =
                UnprovenSuspect.finding(
                        run(Runs.report()), 17, "writer, turn 3 of 6", "", 0.4, List.of());
        return of(
                Runs.report(),
                outcome,
                List.of(),
                List.of(new Hypothesis(1, turn, 0.4, "It first says “41.2 %”.", List.of())),
                List.of());
    }

    /** A run without agents, model calls or tool calls. */
    public static Diagnosis unseen() {
        Runs run = new Runs();
        run.add(0, io.agtrace.analyzers.conventions.OperationKind.OTHER, "GET /", 0, 100);
        return new Diagnosis(
                run(run.build()), Outcome.UNKNOWN, List.of(), List.of(), List.of(), List.of());
    }

    /** A run of other spans, outcome and findings. */
    public static Diagnosis of(
            Workflow workflow,
            Outcome outcome,
            List<Symptom> symptoms,
            List<Hypothesis> hypotheses,
            List<NotChecked> notChecked) {
        List<Finding> findings = hypotheses.stream().map(Hypothesis::cause).toList();
        return new Diagnosis(run(workflow), outcome, symptoms, hypotheses, findings, notChecked);
    }
}
