package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.WorkflowSummary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds limits on tokens and money by the words of attribute names. A model call's own limit on
 * what it may write is none: that is what finish reasons are about.
 */
public final class SpendLimits {
    private static final Set<String> MONEY = Set.of("usd", "cost", "dollars", "spend");
    private static final int LONGEST = 1 << 14;

    private final AgentsView view;
    private final SpanTree tree;
    private final List<SpendLimit> found = new ArrayList<>();

    private SpendLimits(AgentsView view) {
        this.view = view;
        tree = view.workflow().tree();
    }

    /** The limits of runs and agents, in tree order. */
    public static List<SpendLimit> of(AgentsView view) {
        SpendLimits limits = new SpendLimits(view);
        SpanTree tree = limits.tree;
        for (int node = 0; node < tree.size(); node++) {
            OperationKind kind = tree.facts(node).operation().kind();
            boolean whole = tree.parent(node) < 0 && kind != OperationKind.MODEL_CALL;
            if (whole || kind == OperationKind.AGENT || kind == OperationKind.WORKFLOW) {
                limits.read(node, tree.span(node).attributes(), "");
            }
        }
        return limits.found;
    }

    private void read(int node, Attributes attributes, String prefix) {
        for (int i = 0; i < attributes.size(); i++) {
            String key = attributes.key(i);
            AnyValue value = attributes.value(i);
            if (prefix.isEmpty() && key.endsWith("metadata")) {
                boolean small = !(value instanceof Text text) || text.recordedLength() <= LONGEST;
                read(node, small ? ChoiceValues.fields(value) : Attributes.EMPTY, key + ".");
                continue;
            }
            String unit = unit(key);
            double most = unit.isEmpty() ? Double.NaN : ChoiceValues.number(value);
            if (most > 0) {
                Evidence evidence = new Evidence(node, prefix + key, ChoiceValues.quote(value));
                double used = unit.equals("USD") ? cost(node) : tokens(node);
                found.add(new SpendLimit(node, key, unit, most, used, evidence));
            }
        }
    }

    /** What a name is a limit on: {@code tokens}, {@code USD}, or nothing. */
    static String unit(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        boolean limits =
                lower.contains("budget")
                        || lower.contains("quota")
                        || lower.contains("limit")
                        || lower.contains("max");
        if (!limits) {
            return "";
        }
        List<String> words = List.of(ChoiceStatement.snake(key).split("_", -1));
        boolean own = words.contains("budget") || words.contains("quota");
        boolean most = words.contains("max") || words.contains("limit");
        boolean rest = words.contains("remaining") || words.contains("left");
        boolean used = words.contains("used") || words.contains("spent");
        if (rest || used) {
            return "";
        }
        if (words.contains("token") || words.contains("tokens")) {
            // What one answer may take, or one thought, says nothing of the sum.
            boolean one = words.contains("thinking") || words.contains("reasoning");
            boolean sum = own || most && words.contains("total");
            return sum && !one ? "tokens" : "";
        }
        return (own || most) && words.stream().anyMatch(MONEY::contains) ? "USD" : "";
    }

    private double tokens(int node) {
        double sum = 0;
        for (AgentInvocation stay : view.invocations()) {
            if (isWithin(node, stay)) {
                sum += Math.max(0, stay.inputTokens()) + Math.max(0, stay.outputTokens());
            }
        }
        WorkflowSummary all = view.workflow().summary();
        double total = (double) all.inputTokens() + all.outputTokens();
        return isWhole(node) ? Math.max(sum, total) : sum;
    }

    private double cost(int node) {
        double sum = 0;
        for (AgentInvocation stay : view.invocations()) {
            sum += isWithin(node, stay) ? Math.max(0, stay.costUsd()) : 0;
        }
        return isWhole(node) ? Math.max(sum, view.workflow().summary().costUsd()) : sum;
    }

    private boolean isWithin(int node, AgentInvocation stay) {
        return node <= stay.node() && stay.node() < tree.subtreeEnd(node);
    }

    private boolean isWhole(int node) {
        return node == 0 && tree.subtreeEnd(node) == tree.size();
    }
}
