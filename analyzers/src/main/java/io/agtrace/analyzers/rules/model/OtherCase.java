package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.ToolUse;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.Lineage;
import io.agtrace.analyzers.lineage.Piece;
import io.agtrace.analyzers.lineage.Speaker;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the run's fields say everywhere: a {@code case} that is always the same one. Another value
 * of the kind under the same name, which nothing before it holds, is of another case.
 */
final class OtherCase {
    /**
     * A field with more values than this is a list of things, not the one that the run is about.
     */
    private static final int MOST_VALUES = 3;

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+(?:[-_/#.:][A-Za-z0-9]+)*");

    private static final int LONGEST_TEXT = 20_000;
    private static final int MOST_LOOKS = 64;
    private static final int MOST_FACTS = 1 << 10;
    private static final int SHORTEST = 4;
    private static final int LONGEST = 60;

    private final Run run;

    /** Per name of a field the values that have a source upstream. */
    private final Map<String, Set<String>> known = new HashMap<>();

    /** Of values that were looked for: most come with each prompt again. */
    private final Map<String, FactSet> facts = new HashMap<>();

    /** When the first result was there that holds a value. */
    private final Map<String, Long> found = new HashMap<>();

    /** What the stay was given that was looked at last. */
    private Map<String, Set<String>> given = Map.of();

    private int givenTo = -1;

    OtherCase(Run run, Leaves leaves) {
        this.run = run;
        for (ToolUse use : run.toolUses()) {
            for (Leaf leaf : leaves.of(use.arguments())) {
                note(leaf.key(), leaf.text(), before(use));
            }
        }
        for (AgentInvocation stay : run.view().invocations()) {
            LeafWalk walk = new LeafWalk(run, stay.input(), Leaf.MOST);
            while (walk.next()) {
                if (!walk.key().isEmpty()) {
                    note(walk.key(), walk.text(), stay.startNanos());
                }
            }
        }
    }

    private long before(ToolUse use) {
        return use.request() >= 0 ? run.tree().startNanos(use.request()) + 1 : use.startNanos();
    }

    private void note(String key, String text, long before) {
        if (key.isEmpty() || !isId(text)) {
            return;
        }
        String name = name(key);
        Set<String> values = known.getOrDefault(name, Set.of());
        boolean isNew = values.size() < MOST_VALUES && !values.contains(text);
        if (isNew && isKnown(text, before)) {
            known.computeIfAbsent(name, _ -> new HashSet<>(2)).add(text);
        }
    }

    private boolean isKnown(String text, long before) {
        if (facts.size() == MOST_FACTS) {
            facts.clear();
        }
        FactSet said = facts.computeIfAbsent(text, Lineage::facts);
        return run.lineage().isKnown(said, before);
    }

    private static String name(String key) {
        return key.toLowerCase(Locale.ROOT);
    }

    /** The value that the field has everywhere else; null where this one is no other case. */
    @Nullable String instead(ToolUse use, Leaf leaf) {
        if (!isId(leaf.text())) {
            return null;
        }
        Set<String> values = known.get(name(leaf.key()));
        if (values != null && values.size() != 1) {
            return null;
        }
        String own = values == null ? onlyOne(use, kind(leaf.text())) : values.iterator().next();
        if (own == null) {
            return null;
        }
        boolean other =
                !own.equals(leaf.text())
                        && !isKnown(leaf.text(), before(use))
                        && !isFound(leaf.text(), use);
        return other ? own : null;
    }

    /**
     * Whether an earlier result holds it, if only as the id of a record. Each value is looked for
     * in all results, so only the first ones are; the others count as found.
     */
    private boolean isFound(String text, ToolUse use) {
        if (!found.containsKey(text) && found.size() >= MOST_LOOKS) {
            return true;
        }
        return found.computeIfAbsent(text, this::firstFound) <= use.startNanos();
    }

    private long firstFound(String text) {
        long first = Long.MAX_VALUE;
        for (ToolUse use : run.toolUses()) {
            if (use.endNanos() < first && holds(use.result(), text)) {
                first = use.endNanos();
            }
        }
        return first;
    }

    private boolean holds(@Nullable AnyValue result, String text) {
        return result != null && run.text(result).contains(text);
    }

    /** The only id of a kind in what the agent was given, as it was written; null for none. */
    private @Nullable String onlyOne(ToolUse use, String kind) {
        AgentInvocation stay = run.invocation(use.invocation());
        if (stay == null || kind.isEmpty()) {
            return null;
        }
        Set<String> given = given(stay).getOrDefault(kind, Set.of());
        return given.size() == 1 ? given.iterator().next() : null;
    }

    /** By their kind the ids that an agent was given, as they were written; a few of each. */
    private Map<String, Set<String>> given(AgentInvocation stay) {
        if (stay.index() != givenTo) {
            given = idsGiven(stay);
            givenTo = stay.index();
        }
        return given;
    }

    private Map<String, Set<String>> idsGiven(AgentInvocation stay) {
        int prompt = run.lineage().stay(stay.index()).promptNode();
        @Nullable AnyValue given = prompt < 0 ? stay.input() : run.facts(prompt).input();
        Map<String, Set<String>> ids = new HashMap<>();
        for (Piece piece : run.payloads().pieces(given)) {
            boolean own =
                    piece.speaker() != Speaker.SYSTEM && piece.text().length() <= LONGEST_TEXT;
            Matcher matcher = WORD.matcher(own ? piece.text() : "");
            while (matcher.find()) {
                String id = matcher.group();
                Set<String> alike =
                        isId(id) ? ids.computeIfAbsent(kind(id), _ -> new HashSet<>(2)) : Set.of();
                if (isId(id) && alike.size() < MOST_VALUES) {
                    alike.add(id);
                }
            }
        }
        return ids;
    }

    /** The letters that an id begins with, as a pattern; empty for others than such ids. */
    private static String kind(String id) {
        int at = 0;
        while (at < id.length() && Character.isLetter(id.charAt(at))) {
            at++;
        }
        for (int i = at; i < id.length(); i++) {
            if (Character.isLetter(id.charAt(i))) {
                return "";
            }
        }
        return at == 0 ? "" : at + (Character.isUpperCase(id.charAt(0)) ? "A" : "a");
    }

    /** Letters and digits in one word, or a long number: what nobody makes up for himself. */
    private static boolean isId(String text) {
        if (text.length() < SHORTEST || text.length() > LONGEST) {
            return false;
        }
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isDigit(c)) {
                digits++;
            } else if (!Character.isLetter(c) && "-_/#.:".indexOf(c) < 0) {
                return false;
            }
        }
        return digits >= 3;
    }
}
