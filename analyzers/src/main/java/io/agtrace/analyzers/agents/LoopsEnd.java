package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.CallShapes.Role;
import io.agtrace.analyzers.agents.CallShapes.Says;
import io.agtrace.analyzers.agents.LoopsSequence.Unit;
import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.SpanConcepts;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.List;

/**
 * Why a loop ended: an error, a limit, a threshold that was passed, a decision, a model that asked
 * for no more tools, or what came next; in this order, the first that the trace shows.
 *
 * @param reason in plain words; empty where that can't be told
 * @param limit the stated greatest number of rounds, or -1
 */
record LoopsEnd(String reason, int limit, List<Evidence> evidence) {
    /** Spans of the last round that are looked at. */
    private static final int LOOKED_AT = 64;

    static LoopsEnd of(
            CallShapes shapes, int parent, List<Unit> units, List<Integer> heads, int end) {
        SpanTree tree = shapes.tree();
        List<Evidence> evidence = new ArrayList<>();
        int limit = limit(shapes, parent, units.get(heads.getFirst()).node, evidence);
        int from = heads.getLast();
        Judgement judgement = Judgement.of(shapes, units, from, end);
        int failed = failed(shapes, units, from, end);
        String reason;
        if (failed >= 0) {
            evidence.add(new Evidence(failed, "status", shapes.error(failed)));
            reason = "error: " + shapes.error(failed);
        } else if (judgement.passes()) {
            evidence.add(judgement.evidence());
            reason =
                    "score "
                            + Iterations.number(judgement.score)
                            + " reached the threshold of "
                            + Iterations.number(judgement.threshold);
        } else if (limit > 0 && heads.size() >= limit) {
            reason = "the limit of " + limit + " was reached";
        } else if (judgement.decisionNode >= 0) {
            evidence.add(
                    new Evidence(
                            judgement.decisionNode, judgement.decisionSource, judgement.decision));
            reason = "decision: " + judgement.decision;
        } else if (units.get(end - 1).role == Role.MODEL) {
            reason = "the model answered without calling a tool";
        } else if (end < units.size() && !units.get(end).name.isEmpty()) {
            evidence.add(new Evidence(units.get(end).node, "time", "what ran next"));
            reason = "went on to " + units.get(end).name;
        } else if (parent >= 0 && tree.facts(parent).failed()) {
            evidence.add(new Evidence(parent, "status", shapes.error(parent)));
            reason = "error: " + shapes.error(parent);
        } else {
            reason = parent >= 0 && tree.parent(parent) >= 0 ? "" : "the run ended";
        }
        return new LoopsEnd(reason, limit, evidence);
    }

    private static int limit(CallShapes shapes, int parent, int head, List<Evidence> evidence) {
        for (int node : new int[] {head, parent, parent < 0 ? -1 : shapes.parent(parent)}) {
            // On a step without a stated round it limits what goes on inside that step.
            if (node < 0
                    || !shapes.says(node, Says.ROUNDS_LIMIT)
                    || node == head && shapes.round(head) < 0) {
                continue;
            }
            SpanConcepts.Stated stated = shapes.concepts(node).get(Concept.ITERATION_LIMIT);
            long most = shapes.concepts(node).count(Concept.ITERATION_LIMIT);
            if (stated != null && most > 0 && most < Integer.MAX_VALUE) {
                evidence.add(new Evidence(node, stated.source(), stated.text()));
                return (int) most;
            }
        }
        return -1;
    }

    private static int failed(CallShapes shapes, List<Unit> units, int from, int end) {
        for (int i = end - 1; i >= from; i--) {
            Unit unit = units.get(i);
            if (unit.role != Role.GATE) {
                return shapes.failed(unit.last) ? unit.last : -1;
            }
        }
        return -1;
    }

    /** What the last round says of itself. */
    private static final class Judgement {
        private final CallShapes shapes;
        double score = Double.NaN;
        double threshold = Double.NaN;
        int scoreNode = -1;
        int decisionNode = -1;
        String decision = "";
        String decisionSource = "";

        private Judgement(CallShapes shapes) {
            this.shapes = shapes;
        }

        static Judgement of(CallShapes shapes, List<Unit> units, int from, int end) {
            Judgement judgement = new Judgement(shapes);
            int looked = 0;
            for (int i = from; i < end; i++) {
                int node = units.get(i).last;
                int stop = Math.min(shapes.tree().subtreeEnd(node), node + LOOKED_AT - looked);
                for (int inner = node; inner < stop; inner++, looked++) {
                    judgement.look(inner);
                }
            }
            return judgement;
        }

        private void look(int node) {
            SpanConcepts concepts = shapes.concepts(node);
            double stated = shapes.score(node);
            if (!Double.isNaN(stated)) {
                score = stated;
                scoreNode = node;
            }
            if (Double.isNaN(stated)) {
                AnyValue output = shapes.tree().facts(node).output();
                stated = shapes.numberIn(output, "score");
                double inText = shapes.numberIn(output, "threshold");
                if (!Double.isNaN(stated)) {
                    score = stated;
                    scoreNode = node;
                }
                threshold = Double.isNaN(inText) ? threshold : inText;
            }
            double bar = concepts.number(Concept.QUALITY_THRESHOLD);
            threshold = Double.isNaN(bar) ? threshold : bar;
            SpanConcepts.Stated outcome = concepts.get(Concept.DECISION_OUTCOME);
            if (outcome != null) {
                decisionNode = node;
                decisionSource = outcome.source();
                String why = concepts.text(Concept.DECISION_REASON);
                decision =
                        CallShapeText.shorten(
                                outcome.text() + (why.isEmpty() ? "" : " (" + why + ")"), 160);
            }
        }

        boolean passes() {
            return score >= threshold;
        }

        Evidence evidence() {
            return new Evidence(scoreNode, "score", Iterations.number(score) + " of " + threshold);
        }
    }
}
