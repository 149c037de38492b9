package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.CallShapes.Role;
import io.agtrace.analyzers.agents.CallShapes.Says;
import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.SpanConcepts;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds what took the place of something that failed: stated ones; a call that failed and, right
 * behind it, one of the same sort with the same input to another model, tool or agent; and models
 * that answered in place of the one asked for.
 */
public final class Fallbacks {
    private static final int LOOKED_BACK = 16;

    private static final Pattern REVISION =
            Pattern.compile("-(latest|preview|exp|\\d{4}-\\d{2}-\\d{2}|\\d{2,8})$");

    private final CallShapes shapes;
    private final SpanTree tree;
    private final List<Fallback> found = new ArrayList<>();

    /** By the names asked for and answered, whether these are two models. */
    private final Map<String, Boolean> isOther = new HashMap<>();

    private Fallbacks(CallShapes shapes) {
        this.shapes = shapes;
        this.tree = shapes.tree();
    }

    /** All fallbacks, by the start of what took over. */
    public static List<Fallback> of(CallShapes shapes) {
        Fallbacks all = new Fallbacks(shapes);
        all.siblings(CallShapes.TOP);
        for (int node = 0; node < all.tree.size(); node++) {
            if (shapes.role(node) != Role.IGNORED && shapes.childCount(node) > 1) {
                all.siblings(node);
            }
            all.otherModel(node);
        }
        all.found.sort(Comparator.comparingLong((Fallback each) -> all.tree.startNanos(each.to())));
        return all.found;
    }

    private void siblings(int parent) {
        int count = shapes.childCount(parent);
        boolean wrapped =
                parent >= 0 && tree.span(parent).name().startsWith("RunnableWithFallbacks");
        for (int i = 0; i < count; i++) {
            int node = shapes.childAt(parent, i);
            SpanConcepts.Stated stated = stated(node);
            if (stated == null && (i == 0 || shapes.failed(node))) {
                continue;
            }
            int from = failedBefore(parent, i, stated != null || wrapped);
            if (stated != null) {
                String failed = from >= 0 ? name(from) : text(stated);
                add(from, node, failed, new Evidence(node, stated.source(), stated.text()));
            } else if (from >= 0) {
                add(
                        from,
                        node,
                        name(from),
                        new Evidence(
                                node,
                                wrapped ? "span name" : "payload",
                                wrapped
                                        ? tree.span(parent).name()
                                        : "took over where " + name(from) + " had failed"));
            }
        }
    }

    /** What the span says of a fallback; null where it says nothing, or that there was none. */
    private SpanConcepts.@org.jspecify.annotations.Nullable Stated stated(int node) {
        if (!shapes.says(node, Says.FALLBACK)) {
            return null;
        }
        SpanConcepts.Stated stated = shapes.concepts(node).get(Concept.FALLBACK);
        if (stated == null
                || stated.value() instanceof AnyValue.BoolValue(boolean flag) && !flag
                || stated.text().equalsIgnoreCase("false")
                || stated.text().equals("0")) {
            return null;
        }
        return stated;
    }

    private static String text(SpanConcepts.Stated stated) {
        boolean flag = stated.text().equalsIgnoreCase("true") || stated.text().equals("1");
        return flag ? "" : CallShapeText.shorten(stated.text(), 80);
    }

    /** The nearest sibling before this one that failed and that this one may stand in for. */
    private int failedBefore(int parent, int at, boolean isStated) {
        int node = shapes.childAt(parent, at);
        Role role = shapes.role(node);
        if (role == Role.GATE || role == Role.PLAIN || role == Role.UNKNOWN) {
            return -1;
        }
        for (int i = at - 1; i >= Math.max(0, at - LOOKED_BACK); i--) {
            int before = shapes.childAt(parent, i);
            if (shapes.role(before) != role) {
                continue;
            }
            if (!shapes.failed(before)
                    || tree.endNanos(before) > tree.startNanos(node) + 1_000_000) {
                return -1;
            }
            boolean other = !name(before).equals(name(node));
            return other && (isStated || isSameInput(before, node)) ? before : -1;
        }
        return -1;
    }

    private boolean isSameInput(int before, int node) {
        AnyValue failed = tree.facts(before).input();
        AnyValue input = tree.facts(node).input();
        return failed != null
                && input != null
                && !CallShapePayloads.isAbsent(input)
                && CallShapePayloads.areSame(failed, input, shapes::text);
    }

    private void add(int from, int to, String failed, Evidence evidence) {
        found.add(
                new Fallback(
                        from,
                        to,
                        failed,
                        name(to),
                        from >= 0 ? shapes.error(from) : "",
                        List.of(evidence)));
    }

    private String name(int node) {
        if (shapes.role(node) != Role.MODEL) {
            return shapes.label(node);
        }
        String asked = shapes.askedModel(node);
        return asked.isEmpty() ? tree.span(node).name() : asked;
    }

    private void otherModel(int node) {
        if (!shapes.says(node, Says.OTHER_MODEL)) {
            return;
        }
        SpanConcepts.Stated answered = shapes.concepts(node).get(Concept.MODEL_ANSWERED);
        String asked = shapes.askedModel(node);
        if (answered != null
                && isOther.computeIfAbsent(
                        asked + "\n" + answered.text(),
                        _ -> isOtherModel(asked, answered.text()))) {
            found.add(
                    new Fallback(
                            -1,
                            node,
                            asked,
                            answered.text(),
                            "another model answered than the one asked for",
                            List.of(new Evidence(node, answered.source(), answered.text()))));
        }
    }

    /** A deployment's name says nothing of the model behind it; a family's name does. */
    private static boolean isOtherModel(String asked, String answered) {
        String one = model(asked);
        String other = model(answered);
        return !one.equals(other) && !brand(one).isEmpty() && brand(one).equals(brand(other));
    }

    /** The model without provider, date, revision and tag. */
    private static String model(String name) {
        String bare = name.strip().toLowerCase(Locale.ROOT);
        bare = bare.substring(bare.lastIndexOf('/') + 1);
        int tag = bare.indexOf(':');
        bare = tag > 0 ? bare.substring(0, tag) : bare;
        bare = bare.replace('@', '-');
        String before = "";
        while (!bare.equals(before)) {
            before = bare;
            bare = REVISION.matcher(bare).replaceFirst("");
        }
        return bare;
    }

    private static String brand(String model) {
        int end = 0;
        while (end < model.length() && Character.isLetter(model.charAt(end))) {
            end++;
        }
        return model.substring(0, end);
    }
}
