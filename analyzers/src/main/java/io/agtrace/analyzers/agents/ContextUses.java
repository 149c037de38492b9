package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.Lengths;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanConcepts;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.span.Text;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds which state of a shared context spans worked from or wrote: versions, snapshot ids, points
 * in time and ages, in attributes and events and in payloads that carry a versioned state.
 */
final class ContextUses {
    private static final List<String> VERSION =
            List.of(
                    "version",
                    "context_version",
                    "shared_context_version",
                    "state_version",
                    "snapshot_id",
                    "snapshot_version",
                    "revision_id");

    private static final int SHORTEST_VERSION = "version".length();

    private static final List<String> TIME =
            List.of(
                    "updated_at",
                    "last_updated",
                    "last_updated_at",
                    "as_of",
                    "snapshot_time",
                    "snapshot_at",
                    "context_timestamp",
                    "modified_at",
                    "retrieved_at",
                    "timestamp");

    private static final Set<String> WRITES =
            Set.of(
                    "write", "writes", "written", "update", "save", "store", "put", "set", "commit",
                    "append", "publish", "persist", "upsert", "new");

    static final List<Concept> STATED =
            List.of(Concept.CONTEXT_VERSION, Concept.CONTEXT_TIMESTAMP, Concept.CONTEXT_AGE);

    private static final List<String> MENTIONED =
            List.of("ontext", "napshot", "tate_v", "tateV", "reshness", "data_age", "last_updated");

    private static final ReadingLook MAY_HOLD_VERSION =
            new ReadingLook(json -> json.contains("ersion") || json.contains("napshot"));

    private static final int LONGEST_PAYLOAD = 1 << 20;
    private static final int DEEPEST = 12;

    private final SpanTree tree;
    private final Reading reading;
    private final List<ContextUse> uses = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    private final PointsInTime instants = new PointsInTime();

    private ContextUses(Reading reading) {
        this.tree = reading.tree();
        this.reading = reading;
    }

    /** The uses in tree order. */
    static List<ContextUse> of(Reading reading) {
        ContextUses found = new ContextUses(reading);
        for (int node = 0; node < found.tree.size(); node++) {
            found.seen.clear();
            found.node(node);
        }
        return found.uses;
    }

    private void node(int node) {
        Span span = tree.span(node);
        if (reading.anyNameSays(node, ReadingNames.STATED_CONTEXT | ReadingNames.METADATA)) {
            stated(node, reading.concepts(node), span.name(), "");
        }
        for (SpanEvent event : span.events()) {
            if (event.attributes().isEmpty()) {
                continue;
            }
            SpanConcepts own = reading.concepts(node, event);
            stated(node, own, event.name(), "event " + event.name() + ": ");
        }
        OperationKind kind = reading.kind(node);
        switch (kind) {
            case TOOL_CALL, RETRIEVAL -> {
                boolean writes =
                        isWriteName(span.name()) || isWriteName(tree.facts(node).toolName());
                payload(node, tree.facts(node).input(), writes, "input");
                payload(node, tree.facts(node).output(), writes, "output");
            }
            case AGENT, CHAIN, HANDOFF, QUEUE_SEND, QUEUE_RECEIVE -> {
                payload(node, tree.facts(node).input(), false, "input");
                payload(node, tree.facts(node).output(), true, "output");
            }
            case MODEL_CALL -> prompt(node, tree.facts(node).input());
            default -> {}
        }
    }

    private void stated(int node, SpanConcepts concepts, String name, String prefix) {
        if (!ChoiceConcepts.mayState(reading, concepts, STATED, MENTIONED)) {
            return;
        }
        SpanConcepts.Stated version = concepts.get(Concept.CONTEXT_VERSION);
        SpanConcepts.Stated time = concepts.get(Concept.CONTEXT_TIMESTAMP);
        SpanConcepts.Stated age = concepts.get(Concept.CONTEXT_AGE);
        // A template's version is not the state of anything; nor is a time to live an age.
        if (version != null && version.source().contains("prompt")) {
            version = null;
        }
        if (age != null && age.source().toLowerCase(Locale.ROOT).contains("ttl")) {
            age = null;
        }
        SpanConcepts.Stated first = version != null ? version : time != null ? time : age;
        if (first == null) {
            return;
        }
        long ageNanos = age == null ? -1 : Lengths.nanos(age.source(), age.value());
        long instant = time == null ? Span.NO_TIME : instants.of(time.value());
        String stated = version == null ? "" : version.text();
        if (stated.isEmpty() && instant == Span.NO_TIME && ageNanos < 0) {
            return;
        }
        boolean writes = isWriteName(name) || isWriteName(first.source());
        add(
                new ContextUse(
                        node,
                        first.source(),
                        stated,
                        instant,
                        ageNanos,
                        writes,
                        new Evidence(node, prefix + first.source(), first.text())));
    }

    private void payload(int node, @Nullable AnyValue payload, boolean written, String side) {
        if (payload instanceof Text text
                && (text.recordedLength() > LONGEST_PAYLOAD
                        || !reading.mayPass(text, MAY_HOLD_VERSION))) {
            return;
        }
        AnyValue opened = reading.opened(payload);
        if (opened instanceof KvlistValue || opened instanceof ArrayValue) {
            walk(node, opened, new String[DEEPEST + 1], written, side, 0);
        }
    }

    /**
     * @param path where the value stands: by depth the names of the fields, null for items of lists
     */
    private void walk(
            int node,
            AnyValue value,
            @Nullable String[] path,
            boolean written,
            String side,
            int depth) {
        if (depth > DEEPEST) {
            return;
        }
        if (value instanceof ArrayValue(List<AnyValue> items)) {
            path[depth] = null;
            for (AnyValue item : items) {
                walk(node, item, path, written, side, depth + 1);
            }
        } else if (value instanceof KvlistValue(Attributes fields)) {
            if (mayStateVersion(fields)) {
                object(node, fields, joined(path, depth), written, side);
            }
            for (int i = 0; i < fields.size(); i++) {
                AnyValue inner = fields.value(i);
                if (inner instanceof KvlistValue || inner instanceof ArrayValue) {
                    path[depth] = fields.key(i);
                    walk(node, inner, path, written, side, depth + 1);
                }
            }
        }
    }

    private static String joined(@Nullable String[] path, int depth) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            String name = path[i];
            if (name != null) {
                names.append(names.isEmpty() ? "" : ".").append(name);
            }
        }
        return names.toString();
    }

    private void object(int node, Attributes fields, String path, boolean written, String side) {
        AnyValue version = ChoiceStatement.first(fields, VERSION);
        String stated = ChoiceValues.scalar(version);
        if (stated.isEmpty() || stated.length() > 80) {
            return;
        }
        AnyValue time = ChoiceStatement.first(fields, TIME);
        long instant = time == null ? Span.NO_TIME : instants.of(time);
        String last = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean isContext =
                last.contains("context") || last.contains("snapshot") || last.contains("state");
        boolean named = ChoiceStatement.first(fields, VERSION.subList(0, 1)) == null;
        // Software and documents have versions too; a state has one and a time, or says what it is.
        if (!isContext && !named && instant == Span.NO_TIME) {
            return;
        }
        String key = path.isEmpty() ? "version" : path;
        add(
                new ContextUse(
                        node,
                        key,
                        stated,
                        instant,
                        -1,
                        written,
                        new Evidence(node, side, "version " + stated)));
    }

    /** Whether any key begins and ends as those of versions do; most objects have none. */
    private static boolean mayStateVersion(Attributes fields) {
        for (int i = 0; i < fields.size(); i++) {
            String key = fields.key(i);
            if (key.length() >= SHORTEST_VERSION
                    && "vcsrVCSR".indexOf(key.charAt(0)) >= 0
                    && "ndND".indexOf(key.charAt(key.length() - 1)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** A versioned context that was put into a prompt. */
    private void prompt(int node, @Nullable AnyValue input) {
        if (input == null
                || input instanceof Text text
                        && (text.recordedLength() > LONGEST_PAYLOAD
                                || !reading.mayPass(text, ContextUsesMention.MAY_STAND))) {
            return;
        }
        for (ContextUsesMention each : ContextUsesMention.in(reading.text(input))) {
            String time = each.time();
            add(
                    new ContextUse(
                            node,
                            each.key(),
                            each.version(),
                            time == null ? Span.NO_TIME : instants.of(AnyValue.of(time)),
                            -1,
                            false,
                            new Evidence(node, "input", ChoiceValues.quote(each.words()))));
        }
    }

    private void add(ContextUse use) {
        if (seen.add(use.version() + "/" + use.timestampNanos() + "/" + use.written())) {
            uses.add(use);
        }
    }

    private boolean isWriteName(String name) {
        return reading.names().says(name, ReadingNames.WRITE);
    }

    /** Whether a word of the name speaks of writing. */
    static boolean isWrite(String name) {
        for (String word : ChoiceNames.words(name)) {
            if (WRITES.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
