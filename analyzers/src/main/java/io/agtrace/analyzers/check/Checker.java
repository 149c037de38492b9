package io.agtrace.analyzers.check;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Evidence;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.check.Problem.Place;
import io.agtrace.analyzers.check.Problem.Quote;
import io.agtrace.analyzers.check.Problem.Status;
import io.agtrace.analyzers.diagnosis.Diagnoser;
import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.diagnosis.Hypothesis;
import io.agtrace.analyzers.diagnosis.Standing;
import io.agtrace.analyzers.diagnosis.Standing.Health;
import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Rules;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Origin;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.analyzers.workflow.WorkflowSummary;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks at runs with a policy. One object serves all runs and threads. */
public final class Checker {
    private static final Map<String, RuleInfo> INFOS =
            Rules.all().stream()
                    .map(Rule::info)
                    .collect(Collectors.toUnmodifiableMap(RuleInfo::id, info -> info));

    private final Policy policy;
    private final Baseline baseline;
    private final LocalDate today;
    private final Next next;
    private final List<String> rules;
    private final Diagnoser diagnoser;

    /** The command that shows a span of a run. */
    public interface Next {
        String line(Workflow workflow, int node);
    }

    /**
     * @param today decides which suppressions still hold
     */
    public Checker(Policy policy, Baseline baseline, LocalDate today, Next next) {
        this.policy = policy;
        this.baseline = baseline;
        this.today = today;
        this.next = next;
        rules = policy.activeRules().stream().map(rule -> rule.info().id()).toList();
        diagnoser = policy.diagnoser();
    }

    /** What the gate sees of one run. */
    public CheckedRun check(AgentsView view) {
        Diagnosis diagnosis = diagnoser.diagnose(view);
        Workflow workflow = view.workflow();
        WorkflowSummary summary = workflow.summary();
        List<Problem> problems = new ArrayList<>(problems(diagnosis));
        for (Problem breach : PolicyBreaches.of(policy.expectations(), diagnosis.run(), next)) {
            problems.add(settled(breach, true, summary.name()));
        }
        return new CheckedRun(
                summary.id(),
                summary.name(),
                summary.traceIds().stream().map(Id::toString).toList(),
                summary.startNanos(),
                summary.durationNanos(),
                summary.spans(),
                summary.agents(),
                diagnosis.outcome(),
                workflow.sources(),
                Standing.of(diagnosis).health() != Health.UNSEEN,
                rules,
                problems,
                diagnosis.notChecked(),
                policy.expectations().seen(view));
    }

    /** What is wrong with all runs together. */
    public List<Problem> overall(PolicyTotals totals) {
        return totals.breaches().stream().map(each -> settled(each, true, "")).toList();
    }

    private List<Problem> problems(Diagnosis diagnosis) {
        IdentityHashMap<Finding, Hypothesis> causes = new IdentityHashMap<>();
        IdentityHashMap<Finding, Hypothesis> explained = new IdentityHashMap<>();
        for (Hypothesis hypothesis : diagnosis.hypotheses()) {
            causes.put(hypothesis.cause(), hypothesis);
            for (Finding consequence : hypothesis.explains()) {
                explained.putIfAbsent(consequence, hypothesis);
            }
        }
        List<Problem> problems = new ArrayList<>();
        for (Finding finding : diagnosis.findings()) {
            RuleInfo rule = INFOS.get(finding.rule());
            if (rule == null) {
                throw new IllegalStateException("no rule " + finding.rule());
            }
            Severity severity = policy.severity(finding.rule(), finding.severity());
            Hypothesis own = causes.get(finding);
            Hypothesis above = explained.get(finding);
            boolean stops = policy.stops(rule, severity, finding.tier());
            if (stops || severity != Severity.NOTE && (own != null || above != null)) {
                problems.add(
                        settled(
                                problem(diagnosis.run(), rule, severity, finding, own, above),
                                stops,
                                diagnosis.run().view().workflow().summary().name()));
            }
        }
        return problems;
    }

    private Problem problem(
            Run run,
            RuleInfo rule,
            Severity severity,
            Finding finding,
            @Nullable Hypothesis own,
            @Nullable Hypothesis above) {
        SpanTree tree = run.tree();
        Hypothesis nearest = own == null ? above : own;
        List<Quote> evidence = new ArrayList<>();
        for (Evidence each : finding.evidence()) {
            boolean somewhere = each.node() >= 0;
            evidence.add(
                    new Quote(
                            somewhere ? tree.span(each.node()).traceId().toString() : "",
                            somewhere ? tree.span(each.node()).spanId().toString() : "",
                            each.source(),
                            each.text()));
        }
        String title = finding.title().isBlank() ? "" : " at " + finding.title();
        return new Problem(
                run.view().workflow().summary().id(),
                rule,
                severity,
                finding.tier(),
                rule.id() + title,
                own == null ? finding.narrative() : own.narrative(),
                nearest == null ? 0 : nearest.confidence(),
                place(tree, finding.node()),
                finding.agent(),
                finding.from(),
                finding.to(),
                evidence,
                own == null
                        ? List.of()
                        : own.explains().stream().map(each -> name(tree, each)).toList(),
                above == null ? "" : name(tree, above.cause()),
                Fingerprint.of(run, finding),
                new Status(Kind.SHOWN, ""),
                next.line(run.view().workflow(), finding.node()));
    }

    private Problem settled(Problem problem, boolean stops, String name) {
        for (Suppression each : policy.suppressions()) {
            if (!each.isExpired(today) && each.fits(problem, name)) {
                return problem.with(new Status(Kind.SUPPRESSED, each.reason()));
            }
        }
        if (!stops) {
            return problem;
        }
        return problem.with(new Status(baseline.has(problem) ? Kind.KNOWN : Kind.FAILS, ""));
    }

    private static String name(SpanTree tree, Finding finding) {
        return finding.rule() + "@" + tree.span(finding.node()).spanId();
    }

    static Place place(SpanTree tree, int node) {
        Span span = tree.span(node);
        Origin origin = span.origin();
        return new Place(
                span.traceId().toString(),
                span.spanId().toString(),
                span.name(),
                Fingerprint.path(tree, node),
                origin.source(),
                origin.offset(),
                origin.length());
    }
}
