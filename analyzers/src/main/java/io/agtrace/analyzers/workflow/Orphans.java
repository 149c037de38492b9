package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds places for placeholders, which stand in for missing parents: below the nearest ancestor
 * that the path of ids in a child names, else below the narrowest span of the same trace that was
 * open all the time, first of those on the same path of names, then of the same service, but not
 * inside another agent that was at work itself meanwhile. Without such a span they stay roots.
 */
final class Orphans {
    /** Exports round times to microseconds, JavaScript to fractions of one. */
    static final long TOLERANCE = 1_000;

    private static final String PATH = "traceloop.entity.path";
    private static final String ID_PATH = "lmnr.span.ids_path";
    private static final String DOTTED_ORDER = "dotted_order";

    private final Draft draft;
    private final DisjointSets components;
    private final long[] starts;
    private final List<List<Integer>> children = new ArrayList<>();
    private final BusyAgents busy;

    private Orphans(Draft draft) {
        this.draft = draft;
        components = draft.components();
        busy = new BusyAgents(draft);
        starts = new long[draft.size()];
        Arrays.setAll(starts, node -> draft.span(node).startNanos());
        for (int i = draft.real(); i < draft.size(); i++) {
            children.add(new ArrayList<>(1));
        }
        for (int i = 0; i < draft.real(); i++) {
            if (draft.parent(i) >= draft.real()) {
                children.get(draft.parent(i) - draft.real()).add(i);
            }
        }
        children.forEach(each -> each.sort(draft::compareStarts));
    }

    static void place(Draft draft) {
        if (draft.size() == draft.real()) {
            return;
        }
        Orphans orphans = new Orphans(draft);
        Map<Integer, List<Integer>> left = new HashMap<>();
        for (int i = draft.real(); i < draft.size(); i++) {
            if (!orphans.byPath(i)) {
                left.computeIfAbsent(draft.trace(i), _ -> new ArrayList<>()).add(i);
            }
        }
        orphans.byTime(left);
    }

    private boolean byPath(int placeholder) {
        for (int child : children.get(placeholder - draft.real())) {
            Span span = draft.span(child);
            for (Id ancestor : ancestors(span)) {
                int found = draft.find(span.traceId(), ancestor);
                if (found >= 0 && components.join(found, placeholder)) {
                    draft.place(placeholder, found, SpanTree.Placement.PLACEHOLDER);
                    draft.mend(
                            Mend.Kind.ORPHAN_PLACED,
                            placeholder,
                            "placed below '"
                                    + draft.span(found).name()
                                    + "', an ancestor by the path of ids in '"
                                    + span.name()
                                    + "'");
                    return true;
                }
            }
        }
        return false;
    }

    /** The ids of the span's ancestors as a path in its attributes tells, nearest first. */
    private static List<Id> ancestors(Span span) {
        Attributes attributes = span.attributes();
        List<Id> ids = new ArrayList<>();
        for (int i = 0; i < attributes.size(); i++) {
            String key = attributes.key(i);
            if (key.equals(ID_PATH)) {
                // A list, or its JSON as text.
                for (String id : attributes.value(i).toString().split("[^0-9A-Za-z_-]+", -1)) {
                    addId(ids, id);
                }
            } else if (key.endsWith(DOTTED_ORDER)) {
                // <time>Z<id> for each run from the root on, joined by dots.
                for (String segment : attributes.value(i).toString().split("\\.", -1)) {
                    addId(ids, segment.substring(segment.indexOf('Z') + 1));
                }
            }
        }
        Collections.reverse(ids);
        return ids;
    }

    private static void addId(List<Id> ids, String text) {
        Id id = Id.span(text);
        if (id != null) {
            // A 64-bit id may be written as a UUID with zeros in front.
            ids.add(id.isNumeric() && id.high() == 0 ? Id.of(id.low()) : id);
        }
    }

    /** The spans of one trace that can hold others, and those of them with one thing in common. */
    private final class Pools {
        private final Map<String, List<Integer>> members = new HashMap<>();
        private final Map<String, Containers> containers = new HashMap<>();

        private void know(int node) {
            names(node)
                    .forEach(
                            each ->
                                    members.computeIfAbsent(each, _ -> new ArrayList<>())
                                            .add(node));
        }

        private void build() {
            members.forEach(
                    (name, nodes) ->
                            containers.put(
                                    name,
                                    new Containers(
                                            nodes.stream()
                                                    .mapToLong(each -> draft.span(each).endNanos())
                                                    .toArray())));
            members.clear();
        }

        private void open(int node) {
            Span span = draft.span(node);
            for (String name : names(node)) {
                Containers its = containers.get(name);
                if (its != null) {
                    its.add(node, span.startNanos(), span.endNanos());
                }
            }
        }

        /** What a node has in common with others, closest first. */
        private List<String> names(int node) {
            List<String> names = new ArrayList<>(3);
            String path = draft.span(node).attributes().text(PATH);
            if (path != null && !path.isEmpty()) {
                names.add("path " + path);
            }
            String service = draft.span(node).resource().serviceName();
            if (!service.isEmpty()) {
                names.add("service " + service);
            }
            names.add("");
            return names;
        }
    }

    private void byTime(Map<Integer, List<Integer>> placeholders) {
        if (placeholders.isEmpty()) {
            return;
        }
        Map<Integer, List<Integer>> nodes = new HashMap<>();
        boolean[] grounded = new boolean[draft.size()];
        for (int i = 0; i < draft.size(); i++) {
            if (draft.parent(i) == Draft.NONE && i < draft.real()) {
                grounded[components.find(i)] = true;
            }
            if (placeholders.containsKey(draft.trace(i))) {
                nodes.computeIfAbsent(draft.trace(i), _ -> new ArrayList<>()).add(i);
            }
        }
        placeholders.forEach(
                (trace, its) -> byTime(its, nodes.getOrDefault(trace, List.of()), grounded));
    }

    private void byTime(List<Integer> placeholders, List<Integer> nodes, boolean[] grounded) {
        Pools pools = new Pools();
        int[] sweep = new int[nodes.size()];
        int size = 0;
        for (int node : nodes) {
            Span span = draft.span(node);
            if (span.hasStart() && span.hasEnd() && span.endNanos() >= span.startNanos()) {
                sweep[size++] = node;
                pools.know(node);
            }
        }
        pools.build();
        IntSort.sort(sweep, size, (a, b) -> Long.compare(starts[a], starts[b]));
        placeholders.sort(
                (a, b) -> {
                    int byStart = Long.compare(starts[a], starts[b]);
                    int byEnd =
                            byStart != 0
                                    ? byStart
                                    : Long.compare(
                                            draft.span(b).endNanos(), draft.span(a).endNanos());
                    return byEnd != 0 ? byEnd : Integer.compare(a, b);
                });
        Map<Integer, List<Integer>> waiting = new HashMap<>();
        int next = 0;
        for (int placeholder : placeholders) {
            Span span = draft.span(placeholder);
            if (!span.hasStart()) {
                continue;
            }
            while (next < size && starts[sweep[next]] <= span.startNanos() + TOLERANCE) {
                int node = sweep[next++];
                int component = components.find(node);
                if (grounded[component]) {
                    pools.open(node);
                } else {
                    waiting.computeIfAbsent(component, _ -> new ArrayList<>()).add(node);
                }
            }
            int component = components.find(placeholder);
            place(placeholder, pools);
            // Only now, so that nothing is placed below its own children.
            grounded[components.find(placeholder)] = true;
            List<Integer> released = waiting.remove(component);
            if (released != null) {
                released.forEach(pools::open);
            }
        }
    }

    private void place(int placeholder, Pools pools) {
        long end = draft.span(placeholder).endNanos() - TOLERANCE;
        List<Integer> its = children.get(placeholder - draft.real());
        int child = its.getFirst();
        for (String name : pools.names(child)) {
            Containers containers = pools.containers.get(name);
            int narrowest = containers == null ? Draft.NONE : containers.narrowest(end);
            int found = busy.around(narrowest, placeholder, its);
            if (found >= 0 && components.join(found, placeholder)) {
                draft.place(placeholder, found, SpanTree.Placement.PLACEHOLDER);
                draft.mend(
                        Mend.Kind.ORPHAN_PLACED,
                        placeholder,
                        "placed below '"
                                + draft.span(found).name()
                                + "', the narrowest span "
                                + (name.isEmpty() ? "" : "of " + name + " ")
                                + "that was open all its time");
                return;
            }
        }
    }
}
