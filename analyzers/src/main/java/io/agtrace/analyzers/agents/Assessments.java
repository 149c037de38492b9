package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.conventions.Concept.*;

import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanConcepts;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what a run says about the quality of its own results: evaluations, scores, guardrails,
 * annotations and reviewers' verdicts.
 */
final class Assessments {
    private static final Pattern NUMBERED =
            Pattern.compile(
                    "(?:trace\\.|session\\.)?(?:annotations|evaluations)\\.(\\d{1,6})\\."
                            + "(?:annotation|evaluation)\\.(name|score|label|explanation)");

    private static final Set<String> GOOD =
            Set.of(
                    "pass",
                    "passed",
                    "approve",
                    "approved",
                    "accept",
                    "accepted",
                    "ok",
                    "correct",
                    "valid",
                    "good",
                    "success",
                    "true",
                    "yes",
                    "allow",
                    "allowed",
                    "safe",
                    "relevant",
                    "factual",
                    "publish");

    private static final Set<String> BAD =
            Set.of(
                    "fail",
                    "failed",
                    "reject",
                    "rejected",
                    "revise",
                    "revision",
                    "needsrevision",
                    "needswork",
                    "incorrect",
                    "invalid",
                    "bad",
                    "failure",
                    "false",
                    "no",
                    "block",
                    "blocked",
                    "deny",
                    "denied",
                    "unsafe",
                    "irrelevant",
                    "hallucinated",
                    "tripped",
                    "triggered",
                    "retry",
                    "redo");

    private static final List<String> SCORE =
            List.of("quality_score", "overall_score", "score", "quality", "rating", "grade");

    private static final List<String> THRESHOLD =
            List.of("threshold", "quality_threshold", "min_score", "pass_threshold");

    private static final List<String> PASSED =
            List.of("passed", "pass", "approved", "is_valid", "accepted", "meets_criteria");

    private static final List<String> VERDICT = List.of("verdict", "label", "result", "status");

    static final List<Concept> STATED =
            List.of(
                    EVALUATION_SCORE,
                    EVALUATION_LABEL,
                    GUARDRAIL_TRIGGERED,
                    QUALITY_SCORE,
                    QUALITY_PASSED);

    private static final List<String> MENTIONED = List.of("core", "val", "uardrail", "uality");

    private final SpanTree tree;
    private final Reading reading;
    private @Nullable Map<Id, Integer> nodes;
    private final List<Assessment> assessments = new ArrayList<>();

    private Assessments(Reading reading) {
        this.tree = reading.tree();
        this.reading = reading;
    }

    /** The assessments in tree order. */
    static List<Assessment> of(Reading reading) {
        Assessments found = new Assessments(reading);
        for (int node = 0; node < found.tree.size(); node++) {
            found.node(node);
        }
        return found.assessments;
    }

    private void node(int node) {
        int before = assessments.size();
        Span span = tree.span(node);
        if (reading.anyNameSays(node, ReadingNames.STATED_QUALITY | ReadingNames.METADATA)) {
            stated(node, reading.concepts(node), "");
        }
        numbered(node, span.attributes());
        for (SpanEvent event : span.events()) {
            if (event.attributes().isEmpty() || event.name().equals("exception")) {
                continue;
            }
            stated(node, reading.concepts(node, event), event.name());
        }
        if (assessments.size() == before) {
            result(node);
        }
    }

    private void stated(int node, SpanConcepts concepts, String event) {
        if (!ChoiceConcepts.mayState(reading, concepts, STATED, MENTIONED)) {
            return;
        }
        boolean evaluates =
                concepts.get(EVALUATION_SCORE) != null || concepts.get(EVALUATION_LABEL) != null;
        if (evaluates) {
            evaluation(node, concepts, event);
        }
        SpanConcepts.Stated triggered = concepts.get(GUARDRAIL_TRIGGERED);
        if (triggered != null) {
            guardrail(node, concepts, triggered, event);
        }
        if (!evaluates && measuresQuality(node, concepts, event)) {
            quality(node, concepts, event);
        }
    }

    private void evaluation(int node, SpanConcepts concepts, String event) {
        double score = ChoiceValues.number(concepts.value(EVALUATION_SCORE));
        double threshold = ChoiceValues.number(concepts.value(QUALITY_THRESHOLD));
        String label = concepts.text(EVALUATION_LABEL);
        String name = concepts.text(EVALUATION_NAME);
        SpanConcepts.Stated source = concepts.get(EVALUATION_SCORE);
        if (source == null) {
            source = concepts.get(EVALUATION_LABEL);
        }
        boolean higher = !Boolean.FALSE.equals(concepts.flag(EVALUATION_HIGHER_IS_BETTER));
        add(
                node,
                target(node, concepts),
                name.isEmpty() ? (event.isEmpty() ? tree.span(node).name() : event) : name,
                score,
                threshold,
                label,
                passed(concepts.flag(QUALITY_PASSED), label, score, threshold, higher),
                evidence(node, event, source));
    }

    private static Evidence evidence(int node, String event, SpanConcepts.@Nullable Stated stated) {
        String prefix = event.isEmpty() ? "" : "event " + event + ": ";
        return stated == null
                ? new Evidence(node, prefix, "")
                : new Evidence(node, prefix + stated.source(), ChoiceValues.quote(stated.text()));
    }

    /** The span that is assessed: named by id or linked to; else the span itself. */
    private int target(int node, SpanConcepts concepts) {
        String named = concepts.text(EVALUATION_TARGET);
        Id id = named.isEmpty() ? null : Id.span(named);
        Integer target = id == null ? null : node(id);
        Span span = tree.span(node);
        if (target == null
                && tree.facts(node).operation().kind() == OperationKind.EVALUATION
                && span.links().size() == 1) {
            target = node(span.links().getFirst().spanId());
        }
        return target == null ? node : target;
    }

    private @Nullable Integer node(Id span) {
        Map<Id, Integer> known = nodes;
        if (known == null) {
            known = new HashMap<>();
            for (int node = 0; node < tree.size(); node++) {
                known.putIfAbsent(tree.span(node).spanId(), node);
            }
            nodes = known;
        }
        return known.get(span);
    }

    private void guardrail(
            int node, SpanConcepts concepts, SpanConcepts.Stated triggered, String event) {
        Boolean flag = ChoiceValues.flag(triggered.value());
        String label = flag == null ? triggered.text() : "";
        Boolean passed = flag != null ? Boolean.valueOf(!flag) : verdict(label);
        String name = concepts.text(GUARDRAIL_NAME);
        add(
                node,
                node,
                name.isEmpty() ? (event.isEmpty() ? tree.span(node).name() : event) : name,
                Double.NaN,
                Double.NaN,
                label,
                passed,
                evidence(node, event, triggered));
    }

    /** A score of what a search found, or of how near two vectors are, tells no quality. */
    private boolean measuresQuality(int node, SpanConcepts concepts, String event) {
        SpanConcepts.Stated score = concepts.get(QUALITY_SCORE);
        SpanConcepts.Stated passed = concepts.get(QUALITY_PASSED);
        if (score == null && passed == null) {
            return false;
        }
        boolean plain = score != null && ChoiceStatement.snake(score.source()).equals("score");
        if (!plain || concepts.get(QUALITY_THRESHOLD) != null) {
            return true;
        }
        if (!event.isEmpty()) {
            String name = ChoiceStatement.snake(event);
            return name.contains("eval") || name.contains("review") || name.contains("quality");
        }
        return switch (tree.facts(node).operation().kind()) {
            case EVALUATION, GUARDRAIL, DECISION, AGENT, WORKFLOW -> true;
            default -> false;
        };
    }

    private void quality(int node, SpanConcepts concepts, String event) {
        SpanConcepts.Stated source = concepts.get(QUALITY_SCORE);
        double score = source == null ? Double.NaN : ChoiceValues.number(source.value());
        double threshold = ChoiceValues.number(concepts.value(QUALITY_THRESHOLD));
        SpanConcepts.Stated verdict = concepts.get(QUALITY_PASSED);
        Boolean flag = verdict == null ? null : ChoiceValues.flag(verdict.value());
        String label = verdict == null || flag != null ? "" : verdict.text();
        if (Double.isNaN(score) && flag == null && label.isEmpty()) {
            return;
        }
        boolean higher = !Boolean.FALSE.equals(concepts.flag(EVALUATION_HIGHER_IS_BETTER));
        SpanConcepts.Stated shown = source == null ? verdict : source;
        add(
                node,
                node,
                shown == null ? "quality" : shown.source(),
                score,
                threshold,
                label,
                passed(flag, label, score, threshold, higher),
                evidence(node, event, shown));
    }

    /** Whether the name is that of one field of OpenInference's annotations and evaluations. */
    static boolean isNumbered(String name) {
        return NUMBERED.matcher(name).matches();
    }

    /** OpenInference's numbered annotations and evaluations. */
    private void numbered(int node, Attributes attributes) {
        if (!reading.anyNameSays(node, ReadingNames.NUMBERED)) {
            return;
        }
        Map<String, Map<String, AnyValue>> all = new LinkedHashMap<>();
        for (int i = 0; i < attributes.size(); i++) {
            Matcher matcher = NUMBERED.matcher(attributes.key(i));
            if (matcher.matches()) {
                String group = attributes.key(i).substring(0, matcher.start(2));
                all.computeIfAbsent(group, key -> new HashMap<>(4))
                        .put(matcher.group(2), attributes.value(i));
            }
        }
        all.forEach(
                (group, fields) -> {
                    String name = ChoiceValues.scalar(fields.get("name"));
                    String label = ChoiceValues.scalar(fields.get("label"));
                    double score = ChoiceValues.number(fields.get("score"));
                    boolean known =
                            assessments.stream()
                                    .skip(Math.max(0, assessments.size() - 8))
                                    .anyMatch(each -> isSame(each, node, name, score));
                    if (!known && !(Double.isNaN(score) && label.isEmpty())) {
                        Evidence evidence = new Evidence(node, group + "score", label);
                        Boolean passed = passed(null, label, score, Double.NaN, true);
                        add(node, node, name, score, Double.NaN, label, passed, evidence);
                    }
                });
    }

    private static boolean isSame(Assessment each, int node, String name, double score) {
        return each.node() == node
                && each.name().equals(name)
                && Double.compare(each.score(), score) == 0;
    }

    /** What an evaluator, a guardrail or a reviewing model gave back as JSON. */
    private void result(int node) {
        Attributes fields = result(node, reading.kind(node));
        if (fields.isEmpty()) {
            return;
        }
        AnyValue tripped =
                ChoiceStatement.first(
                        fields, List.of("tripwire_triggered", "triggered", "flagged"));
        Boolean flagged = ChoiceValues.flag(tripped);
        double score = ChoiceValues.number(ChoiceStatement.first(fields, SCORE));
        double threshold = ChoiceValues.number(ChoiceStatement.first(fields, THRESHOLD));
        Boolean flag = ChoiceValues.flag(ChoiceStatement.first(fields, PASSED));
        String label = ChoiceValues.scalar(ChoiceStatement.first(fields, VERDICT));
        Boolean verdict = label.length() > 40 ? null : verdict(label);
        if (flagged == null && Double.isNaN(score) && flag == null && verdict == null) {
            return;
        }
        Boolean passed =
                flagged != null
                        ? Boolean.valueOf(!flagged)
                        : passed(flag, verdict == null ? "" : label, score, threshold, true);
        add(
                node,
                node,
                measure(fields),
                score,
                threshold,
                verdict == null ? "" : label,
                passed,
                new Evidence(node, "output", ChoiceValues.quote(fields.toString())));
    }

    /** What is measured, as its field is called. */
    private static String measure(Attributes fields) {
        for (List<String> names : List.of(SCORE, PASSED, VERDICT)) {
            for (String name : names) {
                if (ChoiceStatement.first(fields, List.of(name)) != null) {
                    return name;
                }
            }
        }
        return "guardrail";
    }

    private Attributes result(int node, OperationKind kind) {
        return switch (kind) {
            case EVALUATION, GUARDRAIL -> reading.fields(tree.facts(node).output());
            case MODEL_CALL -> {
                Attributes fields = reading.turn(node).document();
                // A status or a result of a model's making is only a verdict where it says so.
                boolean judges =
                        ChoiceStatement.first(fields, List.of("verdict")) != null
                                || ChoiceStatement.first(fields, SCORE) != null
                                || ChoiceStatement.first(fields, PASSED) != null;
                yield judges ? fields : Attributes.EMPTY;
            }
            default -> Attributes.EMPTY;
        };
    }

    private static @Nullable Boolean passed(
            @Nullable Boolean stated,
            String label,
            double score,
            double threshold,
            boolean higherIsBetter) {
        if (stated != null) {
            return stated;
        }
        Boolean verdict = verdict(label);
        if (verdict != null) {
            return verdict;
        }
        if (Double.isNaN(score) || Double.isNaN(threshold)) {
            return null;
        }
        return higherIsBetter ? score >= threshold : score <= threshold;
    }

    private static @Nullable Boolean verdict(String label) {
        String key = ChoiceNames.key(label);
        return GOOD.contains(key) ? Boolean.TRUE : BAD.contains(key) ? Boolean.FALSE : null;
    }

    private void add(
            int node,
            int target,
            String name,
            double score,
            double threshold,
            String label,
            @Nullable Boolean passed,
            Evidence evidence) {
        assessments.add(
                new Assessment(node, target, name, score, threshold, label, passed, evidence));
    }
}
