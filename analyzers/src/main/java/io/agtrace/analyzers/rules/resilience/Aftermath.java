package io.agtrace.analyzers.rules.resilience;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.ToolUse;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.Lineage;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of a tool's error.
 *
 * @param wentOn whether the agent, or another one after it, worked on
 * @param repaired whether the same was tried again with success, or something else took its place
 * @param otherResults whether the agent had results of other calls to work from
 * @param answered whether an answer given afterwards is recorded
 * @param mentioned whether such an answer speaks of the failure
 * @param named whether such an answer calls the tool by its name, which no input of the agent does
 * @param answer the first sentence of the answer that followed; empty where none is recorded
 * @param answerNode the span that shows it, or -1
 */
record Aftermath(
        boolean wentOn,
        boolean repaired,
        boolean otherResults,
        boolean answered,
        boolean mentioned,
        boolean named,
        String answer,
        int answerNode) {
    private static final long TOLERANCE = 2_000_000;
    private static final int MOST_ANSWERS = 8;
    private static final int MOST_USES = 64;
    private static final int SHORTEST_NAME = 3;

    static Aftermath of(Aftermaths all, ToolUse use) {
        return new Reader(all, use).read();
    }

    /** One reading. */
    private static final class Reader {
        private final Aftermaths all;
        private final Run run;
        private final SpanTree tree;
        private final ToolUse use;
        private final List<AnswerText> answers = new ArrayList<>();

        /** Those of them that do more than call tools. */
        private final List<AnswerText> spoken = new ArrayList<>();

        private FactSet known = FactSet.EMPTY;
        private boolean wentOn;
        private int answerNode = -1;

        Reader(Aftermaths all, ToolUse use) {
            this.all = all;
            run = all.run();
            this.use = use;
            tree = run.tree();
        }

        Aftermath read() {
            boolean repaired = all.isReplaced(use);
            boolean others = false;
            FactSet asked = run.payloads().facts(use.arguments()).hard();
            List<ToolUse> uses = run.toolUses();
            int at = all.place(use);
            int end = Math.min(uses.size(), at + MOST_USES);
            for (ToolUse other : uses.subList(Math.max(0, at - MOST_USES), end)) {
                if (other.equals(use) || other.failed()) {
                    continue;
                }
                known = known.or(run.payloads().facts(other.result()));
                if (!isSameAgent(other)) {
                    continue;
                }
                others |= other.invocation() == use.invocation();
                boolean later = other.startNanos() >= use.endNanos() - TOLERANCE;
                boolean same = other.tool().equals(use.tool());
                boolean overlaps =
                        run.payloads().facts(other.arguments()).hard().shareIn(asked) >= 0.5;
                repaired |= later && (same || overlaps);
            }
            answers();
            boolean mentioned = mentioned();
            String first =
                    !spoken.isEmpty()
                            ? spoken.getFirst().speech()
                            : answers.isEmpty() ? "" : answers.getFirst().text();
            return new Aftermath(
                    wentOn,
                    repaired,
                    others,
                    !answers.isEmpty(),
                    mentioned,
                    named(),
                    first,
                    answerNode);
        }

        private boolean isSameAgent(ToolUse other) {
            return other.invocation() == use.invocation() || agent(other).equals(agent(use));
        }

        private String agent(ToolUse other) {
            int index = other.invocation();
            return index < 0 ? "" : run.view().invocations().get(index).agent();
        }

        private void answers() {
            AgentInvocation stay = run.invocation(use.invocation());
            if (stay != null) {
                known =
                        known.or(run.lineage().stay(stay.index()).prompt())
                                .or(run.lineage().stay(stay.index()).input());
                for (int model : stay.modelCalls()) {
                    answer(model, run.facts(model).output());
                }
                if (stay.endNanos() > use.endNanos()) {
                    add(stay.node(), stay.output());
                }
            } else {
                for (int node : all.unowned()) {
                    answer(node, run.facts(node).output());
                }
            }
            known = known.or(run.lineage().task());
            wentOn |= all.goesOn(use.endNanos());
            finalAnswer();
        }

        private void answer(int model, @Nullable AnyValue output) {
            if (tree.startNanos(model) >= use.endNanos() - TOLERANCE && model != use.request()) {
                wentOn |= !run.facts(model).failed();
                add(model, output);
            }
        }

        /** What the run gave back in the end. */
        private void finalAnswer() {
            AgentInvocation last = all.lastAnswered(use.endNanos());
            if (last != null && !answers.isEmpty()) {
                add(last.node(), run.facts(last.node()).output());
            }
            if (tree.size() > 0 && !answers.isEmpty()) {
                add(0, run.facts(0).output());
            }
        }

        private void add(int node, @Nullable AnyValue output) {
            if (answers.size() >= MOST_ANSWERS) {
                return;
            }
            AnswerText answer = all.answer(output);
            if (answer == null) {
                return;
            }
            boolean speaks = !answer.speech().isBlank();
            if (!answer.text().isBlank()) {
                answers.add(answer);
                boolean first = spoken.isEmpty() && speaks;
                answerNode = answerNode < 0 || first ? node : answerNode;
            }
            if (speaks) {
                spoken.add(answer);
            }
        }

        /** Results are told without their tool's name, excuses are not. */
        private boolean named() {
            String name = use.tool().strip();
            if (name.length() < SHORTEST_NAME) {
                return false;
            }
            for (AnswerText answer : spoken) {
                if (FailureWords.holds(answer.speech(), name)) {
                    return true;
                }
            }
            return false;
        }

        private boolean mentioned() {
            FactSet error = Lineage.facts(use.error()).minus(known);
            boolean absent = FailureWords.saysAbsent(use.error());
            for (AnswerText answer : answers) {
                if (answer.mentions(error, known, absent)) {
                    return true;
                }
            }
            return false;
        }
    }
}
