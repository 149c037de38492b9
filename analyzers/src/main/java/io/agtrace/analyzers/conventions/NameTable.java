package io.agtrace.analyzers.conventions;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which attribute name feeds which concept, compiled from the tables once. A name is resolved with
 * one look-up; names seen for the first time are matched against prefixes and loose spellings, and
 * remembered.
 *
 * <p>Three kinds of rows: {@code gen_ai.agent.name} is that attribute; {@code meta:thread_id} is
 * that key in any of the families' metadata bags; {@code ~confidence} is a name without convention,
 * matched without regard to case, punctuation and a customary prefix.
 */
final class NameTable {
    /** One meaning of a name; of several sources of a concept the lowest rank is believed. */
    record Binding(Concept concept, int rank) {}

    /** What a name means: its concepts, and the family whose mark it is. */
    record Meaning(Binding[] bindings, Family family) {
        static final Meaning NONE = new Meaning(new Binding[0], Family.UNKNOWN);

        boolean isSilent() {
            return bindings.length == 0 && family == Family.UNKNOWN;
        }
    }

    static final String META = "meta:";
    private static final String LOOSE = "~";
    private static final int REMEMBERED = 1 << 14;

    /** The prefixes under which the families copy a run's metadata, key by key. */
    private static final String[] BAGS = {
        "traceloop.association.properties.",
        "langsmith.metadata.",
        "langfuse.observation.metadata.",
        "langfuse.trace.metadata.",
        "ai.telemetry.metadata.",
        "mastra.metadata.",
        "lmnr.association.properties.",
        "ls.metadata.",
        "extra.metadata.",
        "metadata.",
    };

    /** Attributes numbered by message; their first one stands for all of them. */
    private static final Map<String, Concept> NUMBERED =
            Map.of(
                    "llm.input_messages.", Concept.INPUT_FLAT,
                    "llm.prompts.", Concept.INPUT_FLAT,
                    "gen_ai.prompt.", Concept.INPUT_FLAT,
                    "llm.output_messages.", Concept.OUTPUT_FLAT,
                    "llm.choices.", Concept.OUTPUT_FLAT,
                    "gen_ai.completion.", Concept.OUTPUT_FLAT,
                    "retrieval.documents.", Concept.OUTPUT_FLAT);

    private static final String[] CUSTOMARY = {
        "agent.", "app.", "ai.", "llm.", "custom.", "attributes.", "metadata."
    };

    private final Map<String, Binding[]> exact = new HashMap<>();
    private final Map<String, Binding[]> loose = new HashMap<>();
    private final ConcurrentHashMap<String, Meaning> seen = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Binding[]> seenKeys = new ConcurrentHashMap<>();

    private NameTable() {}

    /** Resolves an attribute's name. */
    Meaning meaning(String name) {
        Meaning known = seen.get(name);
        if (known != null) {
            return known;
        }
        Meaning resolved = resolve(name);
        // Input may name attributes without end; what repeats is remembered first.
        if (seen.size() < REMEMBERED) {
            seen.put(name, resolved);
        }
        return resolved;
    }

    /** Resolves a key of a metadata bag. */
    Binding[] metadata(String key) {
        Binding[] known = seenKeys.get(key);
        if (known != null) {
            return known;
        }
        Binding[] resolved = meaning(META + key).bindings();
        if (seenKeys.size() < REMEMBERED) {
            seenKeys.put(key, resolved);
        }
        return resolved;
    }

    private Meaning resolve(String name) {
        Family family = Family.ofAttribute(name);
        Binding[] bindings = exact.get(name);
        if (bindings == null) {
            bindings = byPrefix(name);
        }
        if (bindings == null) {
            bindings = loose.get(looseName(name));
        }
        return bindings == null && family == Family.UNKNOWN
                ? Meaning.NONE
                : new Meaning(bindings == null ? Meaning.NONE.bindings() : bindings, family);
    }

    private Binding @Nullable [] byPrefix(String name) {
        if (name.startsWith(META)) {
            return bagKey(name.substring(META.length()));
        }
        for (String bag : BAGS) {
            if (name.startsWith(bag)) {
                return bagKey(name.substring(bag.length()));
            }
        }
        for (var numbered : NUMBERED.entrySet()) {
            String prefix = numbered.getKey();
            if (name.startsWith(prefix)
                    && name.length() > prefix.length()
                    && Character.isDigit(name.charAt(prefix.length()))) {
                return new Binding[] {new Binding(numbered.getValue(), 0)};
            }
        }
        if (name.startsWith("mastra.")) {
            return mastraPayload(name);
        }
        if (name.startsWith("baggage.")) {
            return isOfAUser(name) ? null : exact.get("baggage.*");
        }
        return null;
    }

    private Binding @Nullable [] bagKey(String key) {
        Binding[] bindings = exact.get(META + snakeCase(key));
        return bindings != null ? bindings : loose.get(looseName(key));
    }

    /** Mastra names payloads {@code mastra.<span type>.input}. */
    private Binding @Nullable [] mastraPayload(String name) {
        int dot = name.lastIndexOf('.');
        return exact.get("mastra.*" + name.substring(dot));
    }

    private static boolean isOfAUser(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("user") || lower.contains("tenant") || lower.contains("account");
    }

    /** The name in the spelling of loose rows: no customary prefix, words parted by {@code _}. */
    static String looseName(String name) {
        String rest = name;
        for (String prefix : CUSTOMARY) {
            if (rest.length() > prefix.length()
                    && rest.regionMatches(true, 0, prefix, 0, prefix.length())) {
                rest = rest.substring(prefix.length());
                break;
            }
        }
        return snakeCase(rest);
    }

    static String snakeCase(String name) {
        StringBuilder out = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.' || c == '-' || c == ' ' || c == '/') {
                out.append('_');
            } else if (Character.isUpperCase(c)) {
                if (i > 0 && Character.isLowerCase(name.charAt(i - 1))) {
                    out.append('_');
                }
                out.append(Character.toLowerCase(c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Collects rows in the order in which a concept's sources are believed. */
    static final class Builder {
        private final Map<Concept, List<String>> rows = new EnumMap<>(Concept.class);

        /** Adds sources of the concept behind those it has. */
        Builder row(Concept concept, String... names) {
            rows.computeIfAbsent(concept, c -> new ArrayList<>()).addAll(List.of(names));
            return this;
        }

        /** Adds sources of the concept before those it has. */
        Builder first(Concept concept, List<String> names) {
            rows.computeIfAbsent(concept, c -> new ArrayList<>()).addAll(0, names);
            return this;
        }

        NameTable build() {
            NameTable table = new NameTable();
            rows.forEach(
                    (concept, names) -> {
                        for (int rank = 0; rank < names.size(); rank++) {
                            add(table, names.get(rank), new Binding(concept, rank));
                        }
                    });
            return table;
        }

        private static void add(NameTable table, String name, Binding binding) {
            if (name.startsWith(LOOSE)) {
                append(table.loose, looseName(name.substring(LOOSE.length())), binding);
            } else {
                append(table.exact, name, binding);
            }
        }

        private static void append(Map<String, Binding[]> map, String name, Binding binding) {
            map.merge(
                    name,
                    new Binding[] {binding},
                    (known, added) -> {
                        for (Binding present : known) {
                            if (present.concept() == binding.concept()) {
                                return known;
                            }
                        }
                        Binding[] all = java.util.Arrays.copyOf(known, known.length + 1);
                        all[known.length] = binding;
                        return all;
                    });
        }
    }
}
