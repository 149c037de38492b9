package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.agents.ToolUse;
import io.agtrace.analyzers.lineage.Lineage;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A tool was called with a value that has no source upstream, while one like it has. */
public final class UngroundedArguments implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "ungrounded-arguments",
                    Group.MODEL_AND_TOOL,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "A tool was called with a value that nothing upstream holds, but one like it"
                            + " does",
                    "arguments of tools, and prompts of models (input messages)");

    private static final int MOST_SUSPECTS = 64;
    private static final double WORTH_TELLING = 0.35;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        int unknown = 0;
        Leaves leaves = new Leaves(run);
        List<Suspect> suspects = new ArrayList<>();
        for (ToolUse use : run.toolUses()) {
            if (use.arguments() == null) {
                unknown++;
                continue;
            }
            long before = before(run, use);
            for (Leaf leaf : leaves.of(use.arguments())) {
                boolean room = suspects.size() < MOST_SUSPECTS;
                Suspect suspect = room ? suspect(run, use, leaf, before) : null;
                if (suspect != null) {
                    suspects.add(suspect);
                }
            }
        }
        report.notChecked(INFO, unknown, "tool calls");
        Set<ToolUse> told = new HashSet<>();
        ofOtherCase(run, leaves, report, told);
        if (suspects.isEmpty()) {
            return;
        }
        new Upstream(run, suspects).compare();
        for (Suspect suspect : suspects) {
            if (!suspect.cleared() && !told.contains(suspect.use) && tell(run, report, suspect)) {
                told.add(suspect.use);
            }
        }
    }

    /** A value that the run has under this name nowhere else, where it has always the same one. */
    private static void ofOtherCase(Run run, Leaves leaves, Report report, Set<ToolUse> told) {
        OtherCase cases = new OtherCase(run, leaves);
        int looks = 0;
        for (ToolUse use : run.toolUses()) {
            for (Leaf leaf : leaves.of(use.arguments())) {
                String own = cases.instead(use, leaf);
                if (own == null || ++looks > MOST_SUSPECTS) {
                    continue;
                }
                if (!isMended(run, leaves, use, leaf.key(), own) && told.add(use)) {
                    tell(run, report, use, leaf, own);
                }
            }
        }
    }

    private static boolean isMended(Run run, Leaves leaves, ToolUse use, String key, String own) {
        for (ToolUse other : run.toolUses()) {
            boolean again =
                    other.startNanos() > use.startNanos()
                            && other.invocation() == use.invocation()
                            && other.tool().equals(use.tool())
                            && !other.failed();
            if (again && leaves.of(other.arguments()).contains(new Leaf(key, own))) {
                return true;
            }
        }
        return false;
    }

    private static void tell(Run run, Report report, ToolUse use, Leaf leaf, String own) {
        int node = use.request() >= 0 ? use.request() : use.node();
        boolean empty = Results.isEmpty(run, use.result());
        boolean fruitless = empty || use.failed();
        String agent = run.agentOf(node);
        String argument = leaf.key() + " = " + Words.quote(leaf.text());
        Report.Draft draft =
                report.at(INFO, node)
                        .strength(fruitless ? 0.8 : 0.65)
                        .measure("empty_result", empty ? 1 : 0)
                        .measure("failed", use.failed() ? 1 : 0)
                        .measure("case", 1)
                        .title(use.tool())
                        .evidence(node, "arguments", argument);
        if (!fruitless) {
            draft.suspicion();
        }
        if (use.call() >= 0 && use.call() != node) {
            draft.touches(use.call());
        }
        draft.report(
                (agent.isEmpty() ? "A model" : agent)
                        + " called "
                        + use.tool()
                        + " at "
                        + Words.moment(run, use.startNanos())
                        + " with "
                        + argument
                        + ", which nothing before it holds; everywhere else in the run it is "
                        + Words.quote(own)
                        + "."
                        + outcome(use, empty));
    }

    /** What was there before: all up to the prompt of the model that asked. */
    private static long before(Run run, ToolUse use) {
        return use.request() >= 0 ? run.tree().startNanos(use.request()) + 1 : use.startNanos();
    }

    private static @Nullable Suspect suspect(Run run, ToolUse use, Leaf leaf, long before) {
        Suspect suspect = Suspect.of(use, leaf, before);
        boolean known =
                suspect == null || run.lineage().isKnown(Lineage.facts(leaf.text()), before);
        return known ? null : suspect;
    }

    private static boolean tell(Run run, Report report, Suspect suspect) {
        ToolUse use = suspect.use;
        Suspect.Likeness likeness = suspect.likeness();
        boolean empty = Results.isEmpty(run, use.result());
        boolean fruitless = empty || use.failed();
        double strength = likeness == null ? 0 : base(likeness, fruitless, suspect.sameDay());
        if (strength < WORTH_TELLING || likeness == null || isMended(run, suspect)) {
            return false;
        }
        int node = use.request() >= 0 ? use.request() : use.node();
        Report.Draft draft =
                report.at(INFO, node)
                        .strength(strength)
                        .measure("empty_result", empty ? 1 : 0)
                        .measure("failed", use.failed() ? 1 : 0)
                        .measure(likeness.name().toLowerCase(Locale.ROOT), 1)
                        .title(use.tool())
                        .evidence(node, "arguments", argument(suspect))
                        .evidence(suspect.nearNode(), "payload", suspect.near());
        if (!fruitless) {
            draft.suspicion();
        }
        if (use.call() >= 0 && use.call() != node) {
            draft.touches(use.call());
        }
        String agent = run.agentOf(node);
        draft.report(
                (agent.isEmpty() ? "A model" : agent)
                        + " called "
                        + use.tool()
                        + " at "
                        + Words.moment(run, use.startNanos())
                        + " with "
                        + argument(suspect)
                        + ", which nothing before it holds; what it was given says "
                        + Words.quote(suspect.near())
                        + "."
                        + outcome(use, empty));
        return true;
    }

    private static String outcome(ToolUse use, boolean empty) {
        if (use.failed()) {
            return " The call failed: " + Words.quote(use.error()) + ".";
        }
        return empty ? " The result was empty." : "";
    }

    private static String argument(Suspect suspect) {
        String key = suspect.leaf.key();
        return (key.isEmpty() ? "" : key + " = ") + Words.quote(suspect.leaf.text());
    }

    private static double base(Suspect.Likeness likeness, boolean fruitless, boolean sameDay) {
        return switch (likeness) {
            case YEAR -> 0.4 + (sameDay ? 0.25 : 0) + (fruitless ? 0.15 : 0);
            case DIGITS -> fruitless ? 0.7 : 0.35;
            case PART -> fruitless ? 0.75 : 0.25;
            case SPELLING -> fruitless ? 0.65 : 0.2;
        };
    }

    /** Whether the same tool was called again with the value that upstream holds. */
    private static boolean isMended(Run run, Suspect suspect) {
        for (ToolUse other : run.toolUses()) {
            boolean later = other.startNanos() > suspect.use.startNanos();
            if (!later || !other.tool().equals(suspect.use.tool()) || other.failed()) {
                continue;
            }
            for (Leaf leaf : Leaf.of(run, other.arguments())) {
                String text = leaf.text().toLowerCase(Locale.ROOT);
                boolean right =
                        suspect.likeness() == Suspect.Likeness.YEAR
                                ? !text.contains(suspect.year)
                                        && suspect.near().contains(year(text))
                                : text.equals(suspect.near());
                if (leaf.key().equals(suspect.leaf.key()) && right) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String year(String text) {
        return text.length() < 4 ? "\n" : text.substring(0, 4);
    }
}
