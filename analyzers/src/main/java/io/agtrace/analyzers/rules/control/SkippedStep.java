package io.agtrace.analyzers.rules.control;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.lineage.Piece;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Nameless;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.workflow.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A step that a plan names beside others, which ran, and that never ran itself. */
final class SkippedStep implements Rule {
    private static final Threshold OTHERS =
            new Threshold(
                    "others", 2, "steps", "How many other steps of the same plan must have run.");
    private static final RuleInfo INFO =
            new RuleInfo(
                    "skipped-step",
                    Group.CONTROL_FLOW,
                    Severity.WARNING,
                    Tier.SUSPICION,
                    "The plan names an agent that never ran, though the others it names did.",
                    "a plan in JSON that names its steps' agents, and spans that name agents",
                    OTHERS);

    private static final int LONGEST_NAME = 60;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        // A run that broke off did not skip what it never came to.
        if (run.view().invocations().size() < 2
                || run.view().workflow().summary().outcome() == Outcome.FAILED) {
            return;
        }
        for (PlanTail each : PlanTail.of(run)) {
            if (each.isSkipped()) {
                report(run, report, each);
            }
        }
        Nameless nameless = new Nameless(run);
        Map<String, AgentInvocation> ran = new HashMap<>();
        for (AgentInvocation each : run.view().invocations()) {
            ran.putIfAbsent(key(each.agent()), each);
        }
        double others = run.threshold(INFO, OTHERS);
        @Nullable Set<String> known = null;
        Set<String> reported = new HashSet<>();
        for (int node = 0; node < run.tree().size(); node++) {
            OperationKind kind = run.kind(node);
            if (kind != OperationKind.MODEL_CALL && kind != OperationKind.PLAN) {
                continue;
            }
            if (nameless.between(run.tree().endNanos(node), Long.MAX_VALUE) > 0) {
                continue;
            }
            for (List<String> steps : plans(run, run.facts(node).output())) {
                if (steps.size() > others) {
                    known = known == null ? known(run) : known;
                    check(run, report, node, steps, ran, known, reported);
                }
            }
        }
    }

    /** Short texts of an output that stand in fields of one name, a list for each such name. */
    static Collection<List<String>> plans(Run run, @Nullable AnyValue output) {
        Map<String, List<String>> byField = new LinkedHashMap<>();
        for (Piece each : run.payloads().pieces(output)) {
            if (!each.key().isEmpty() && each.text().length() <= LONGEST_NAME) {
                byField.computeIfAbsent(each.key(), _ -> new ArrayList<>()).add(each.text());
            }
        }
        return byField.values();
    }

    /** Everything that ran, was called or was told of under a name. */
    private static Set<String> known(Run run) {
        Set<String> known = new HashSet<>();
        for (int node = 0; node < run.tree().size(); node++) {
            known.add(key(run.tree().span(node).name()));
            known.add(key(run.facts(node).toolName()));
        }
        for (Message each : run.view().messages()) {
            known.add(key(each.receiver()));
        }
        return known;
    }

    private static void check(
            Run run,
            Report report,
            int plan,
            List<String> steps,
            Map<String, AgentInvocation> ran,
            Set<String> known,
            Set<String> reported) {
        Set<String> others = new HashSet<>();
        for (String step : steps) {
            if (ran.containsKey(key(step))) {
                others.add(key(step));
            }
        }
        if (others.size() < run.threshold(INFO, OTHERS)) {
            return;
        }
        for (int i = 0; i < steps.size(); i++) {
            String step = key(steps.get(i));
            if (!step.isEmpty()
                    && !ran.containsKey(step)
                    && !known.contains(step)
                    && reported.add(step)) {
                report(run, report, plan, steps, i, ran);
            }
        }
    }

    private static void report(
            Run run,
            Report report,
            int plan,
            List<String> steps,
            int skipped,
            Map<String, AgentInvocation> ran) {
        AgentInvocation instead = null;
        for (int i = skipped + 1; i < steps.size() && instead == null; i++) {
            instead = ran.get(key(steps.get(i)));
        }
        String name = steps.get(skipped);
        report.at(INFO, instead == null ? plan : instead.node())
                .strength(1 - 1.0 / steps.size())
                .measure("steps", steps.size())
                .touches(plan)
                .evidence(plan, "output", String.join(", ", steps))
                .title(name + " never ran")
                .report(
                        "The plan of "
                                + Words.moment(run, run.tree().endNanos(plan))
                                + " names "
                                + Words.quote(String.join(", ", steps))
                                + "; "
                                + name
                                + " never ran"
                                + (instead == null
                                        ? "."
                                        : ", "
                                                + instead.agent()
                                                + " began at "
                                                + Words.moment(run, instead.startNanos())
                                                + " without it."));
    }

    private static void report(Run run, Report report, PlanTail tail) {
        String names = String.join(", ", tail.steps());
        String skipped = tail.steps().get(tail.first());
        report.at(INFO, tail.node(run))
                .agent(tail.before().agent())
                .boundary(tail.before().agent(), skipped)
                .strength(1 - 1.0 / tail.steps().size())
                .measure("steps", tail.steps().size())
                .touches(tail.plan())
                .evidence(tail.plan(), "output", names)
                .title(skipped + " never ran")
                .report(
                        "The plan of "
                                + Words.moment(run, run.tree().endNanos(tail.plan()))
                                + " names "
                                + Words.quote(names)
                                + "; after "
                                + tail.before().agent()
                                + " had ended at "
                                + Words.moment(run, tail.before().endNanos())
                                + ", "
                                + skipped
                                + " never ran, and the run went on without it.");
    }

    /** Names without case, marks and blanks. */
    static String key(String name) {
        StringBuilder key = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            if (Character.isLetterOrDigit(name.charAt(i))) {
                key.append(name.charAt(i));
            }
        }
        return key.toString().toLowerCase(Locale.ROOT);
    }
}
