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

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** {@code context (version 3, updated_at 2026-01-01T00:00:00Z)} and the like in a prompt. */
    private static final Pattern IN_TEXT =
            Pattern.compile(
                    "(?i)(?:\\b|(?<=\\\\n"
                            + "))((?:shared[ _])?(?:context|snapshot|state))\\b[^\\n"
                            + "]{0,24}?\\b(?:version|v|rev(?:ision)?)["
                            + " :=#]{0,2}([0-9][\\w.]{0,30})(?:[^\\n"
                            + "]{0,24}?([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9:]+)?))?");

    /** The longest that the pattern lets stand between its noun and its number, and more. */
    private static final int FARTHEST_NUMBER = 48;

    private static final Pattern ZONE = Pattern.compile(".*[+-][0-9:]{2,6}");

    static final List<Concept> STATED =
            List.of(Concept.CONTEXT_VERSION, Concept.CONTEXT_TIMESTAMP, Concept.CONTEXT_AGE);

    private static final List<String> MENTIONED =
            List.of("ontext", "napshot", "tate_v", "tateV", "reshness", "data_age", "last_updated");

    private static final int LONGEST_PAYLOAD = 1 << 20;
    private static final int DEEPEST = 12;

    private final SpanTree tree;
    private final Reading reading;
    private final List<ContextUse> uses = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

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
        long instant = time == null ? Span.NO_TIME : instant(time.value());
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
                && (text.recordedLength() > LONGEST_PAYLOAD || !mayHold(reading.text(text)))) {
            return;
        }
        AnyValue opened = reading.opened(payload);
        if (opened instanceof KvlistValue || opened instanceof ArrayValue) {
            walk(node, opened, "", written, side, 0);
        }
    }

    private static boolean mayHold(String json) {
        return json.contains("ersion") || json.contains("napshot");
    }

    private void walk(
            int node, AnyValue value, String path, boolean written, String side, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        if (value instanceof ArrayValue(List<AnyValue> items)) {
            for (AnyValue item : items) {
                walk(node, item, path, written, side, depth + 1);
            }
        } else if (value instanceof KvlistValue(Attributes fields)) {
            object(node, fields, path, written, side);
            for (int i = 0; i < fields.size(); i++) {
                AnyValue inner = fields.value(i);
                if (inner instanceof KvlistValue || inner instanceof ArrayValue) {
                    String below = path.isEmpty() ? fields.key(i) : path + "." + fields.key(i);
                    walk(node, inner, below, written, side, depth + 1);
                }
            }
        }
    }

    private void object(int node, Attributes fields, String path, boolean written, String side) {
        AnyValue version = ChoiceStatement.first(fields, VERSION);
        String stated = ChoiceValues.scalar(version);
        if (stated.isEmpty() || stated.length() > 80) {
            return;
        }
        AnyValue time = ChoiceStatement.first(fields, TIME);
        long instant = time == null ? Span.NO_TIME : instant(time);
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

    /** A versioned context that was put into a prompt. */
    private void prompt(int node, @Nullable AnyValue input) {
        if (input == null
                || input instanceof Text text && text.recordedLength() > LONGEST_PAYLOAD) {
            return;
        }
        String text = reading.text(input);
        int at = hasNumber(text) ? nextNoun(text, 0) : -1;
        if (at < 0) {
            return;
        }
        Matcher matcher = IN_TEXT.matcher(text);
        for (int i = 0; i < 16 && at >= 0 && matcher.find(at); i++) {
            String time = matcher.group(3);
            add(
                    new ContextUse(
                            node,
                            matcher.group(1).toLowerCase(Locale.ROOT).replace(' ', '_'),
                            matcher.group(2),
                            time == null ? Span.NO_TIME : instant(AnyValue.of(time)),
                            -1,
                            false,
                            new Evidence(node, "input", ChoiceValues.quote(matcher.group()))));
            at = nextNoun(text, matcher.end());
        }
    }

    /**
     * Where from the pattern may match next, or -1: a cheap look for one of its nouns with a number
     * behind it, which spares most prompts the pattern.
     */
    private static int nextNoun(String text, int from) {
        for (int i = from; i < text.length() - 5; i++) {
            int length =
                    switch (text.charAt(i)) {
                        case 'c', 'C' -> text.regionMatches(true, i, "context", 0, 7) ? 7 : 0;
                        case 's', 'S' ->
                                text.regionMatches(true, i, "state", 0, 5)
                                        ? 5
                                        : text.regionMatches(true, i, "snapshot", 0, 8) ? 8 : 0;
                        default -> 0;
                    };
            if (length > 0 && hasNumber(text, i + length)) {
                return Math.max(from, i - "shared ".length());
            }
        }
        return -1;
    }

    /** Whether a digit behind the last letter of "version", "v" or "rev" stands near enough. */
    private static boolean hasNumber(String text, int from) {
        int to = Math.min(text.length(), from + FARTHEST_NUMBER);
        for (int i = from; i < to && text.charAt(i) != '\n'; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9' && isNumber(text, from, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether such a digit stands anywhere; most prompts have none, and need no further look. */
    private static boolean hasNumber(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9' && isNumber(text, 0, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the digit stands behind the last letter of "version", "v" or "rev". */
    private static boolean isNumber(String text, int from, int digit) {
        int word = digit - 1;
        while (word >= from && digit - word <= 2 && " :=#".indexOf(text.charAt(word)) >= 0) {
            word--;
        }
        return word > from && "vVnN".indexOf(text.charAt(word)) >= 0;
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

    /**
     * A point in time in nanoseconds since the epoch: ISO 8601 (UTC where it names no zone) or a
     * number whose size tells its unit; {@link Span#NO_TIME} for anything else.
     */
    static long instant(AnyValue value) {
        double number = ChoiceValues.number(value);
        if (!Double.isNaN(number)) {
            // 1e9 s is the year 2001; each next unit is a thousand times larger.
            double scale = number >= 1e17 ? 1 : number >= 1e14 ? 1e3 : number >= 1e11 ? 1e6 : 1e9;
            return number >= 1e8 && number * scale < 9.2e18
                    ? Math.round(number * scale)
                    : Span.NO_TIME;
        }
        String text = ChoiceValues.scalar(value).replace(' ', 'T');
        if (text.length() < 16 || text.length() > 40) {
            return Span.NO_TIME;
        }
        try {
            boolean zone = text.endsWith("Z") || ZONE.matcher(text.substring(11)).matches();
            Instant instant =
                    zone
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L),
                    instant.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            return Span.NO_TIME;
        }
    }
}
