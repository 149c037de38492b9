package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Answer;
import io.agtrace.analyzers.lineage.Lineage;
import io.agtrace.analyzers.lineage.StayFacts;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer states numbers, dates or ids that nothing before it holds. */
public final class UnsupportedClaim implements Rule {
    private static final Threshold VALUES =
            new Threshold(
                    "values", 3, "values", "So many values without a source make it a warning.");

    private static final RuleInfo INFO =
            new RuleInfo(
                    "unsupported-claim",
                    Group.MODEL_AND_TOOL,
                    Severity.WARNING,
                    Tier.SUSPICION,
                    "An answer states values that nothing before it holds",
                    "prompts and answers of models (input and output messages)",
                    VALUES);

    /** Numbers of three digits and more, and what mixes digits with letters. */
    private static final Pattern VALUE =
            Pattern.compile("[\\p{L}\\p{N}]+(?:[-_.:/#,][\\p{L}\\p{N}]+)*");

    private static final Pattern CODE = Pattern.compile("(?s)```.*?(?:```|$)");
    private static final int LONGEST = 1 << 16;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        int unknown = 0;
        for (AgentInvocation stay : run.view().invocations()) {
            StayFacts facts = run.lineage().stay(stay.index());
            if (stay.modelCalls().isEmpty()) {
                continue;
            }
            int node = facts.answerNode();
            if (!facts.prompted() || !facts.answered() || !stay.modelCalls().contains(node)) {
                unknown++;
            } else if (!facts.results().isEmpty() || facts.prompt().hard().size() > 2) {
                check(run, report, stay, node);
            }
        }
        report.notChecked(INFO, unknown, "answers");
    }

    private static void check(Run run, Report report, AgentInvocation stay, int node) {
        Answer answer = Answer.of(run.tree(), node);
        String text =
                answer.text().length() > LONGEST
                        ? answer.text().substring(0, LONGEST)
                        : answer.text();
        long before = run.tree().startNanos(node) + 1;
        Set<String> values = new LinkedHashSet<>();
        List<String> without = new ArrayList<>();
        Matcher matcher = VALUE.matcher(CODE.matcher(text).replaceAll(" "));
        while (matcher.find()) {
            String value = matcher.group();
            if (isHard(value)
                    && !isScore(value)
                    && values.add(value)
                    && !run.lineage().without(Lineage.facts(value), before).hard().isEmpty()) {
                without.add(value);
            }
        }
        // One new number may well be worked out from the others.
        if (without.size() < 2) {
            return;
        }
        double share = (double) without.size() / values.size();
        boolean many = without.size() >= run.threshold(INFO, VALUES) && share >= 0.5;
        Report.Draft draft =
                report.at(INFO, node)
                        .strength(0.6 * share * (1 - 1.0 / (1 + without.size())))
                        .measure("values", without.size())
                        .measure("share", share)
                        .title(stay.agent())
                        .evidence(
                                node,
                                "output",
                                Words.cut(
                                        Lineage.quote(
                                                run.facts(node).output(),
                                                Lineage.facts(without.getFirst())),
                                        200));
        if (!many) {
            draft.severity(Severity.NOTE);
        }
        draft.report(
                stay.agent()
                        + "'s answer at "
                        + Words.moment(run, run.tree().endNanos(node))
                        + " states "
                        + Words.quote(
                                String.join(", ", without.subList(0, Math.min(5, without.size()))))
                        + (without.size() > 5 ? " and more" : "")
                        + ", which nothing before it holds ("
                        + without.size()
                        + " of "
                        + values.size()
                        + " values).");
    }

    /** Scores and shares are what a judge is asked to make up. */
    private static boolean isScore(String value) {
        return value.startsWith("0.") || value.equals("1.0") || value.equals("1.00");
    }

    private static boolean isHard(String value) {
        int digits = 0;
        int letters = 0;
        for (int i = 0; i < value.length(); i++) {
            digits += Character.isDigit(value.charAt(i)) ? 1 : 0;
            letters += Character.isLetter(value.charAt(i)) ? 1 : 0;
        }
        return digits >= 3 || digits >= 2 && letters >= 2;
    }
}
