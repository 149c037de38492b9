package io.agtrace.cli.config;

import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.OwnNames;
import io.agtrace.analyzers.conventions.OwnNames.OwnName;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of all keys. A new key is one line here. */
public final class Keys {
    /** Where traces are read from when no file is named. */
    public static final Key<List<String>> FROM =
            new Key<>(
                    "from",
                    Type.oneOrMore(Type.text()),
                    List.of(),
                    "AGTRACE_FROM",
                    "Files, folders or patterns to read traces from when no file is named; relative"
                            + " to the configuration file; ~/ is the home directory.");

    private static final Map<Concept, Key<List<String>>> BY_CONCEPT = byConcept();

    /** The user's own attribute names. */
    public static final Key<Settings> CONVENTIONS =
            Key.of(
                    "conventions",
                    Section.of(List.copyOf(BY_CONCEPT.values())),
                    "Attribute names of your own, by what they mean. They are believed before the"
                            + " names of the known conventions.");

    /** The whole file. */
    static final Section ALL =
            Section.of(List.of(FROM, CONVENTIONS, PolicyKeys.RULES, PolicyKeys.CHECK));

    private Keys() {}

    private static Map<Concept, Key<List<String>>> byConcept() {
        Map<Concept, Key<List<String>>> keys = new LinkedHashMap<>();
        for (OwnName own : OwnNames.all()) {
            Type<List<String>> names = Type.oneOrMore(Type.text());
            keys.put(own.concept(), new Key<>(own.name(), names, List.of(), own.meaning() + "."));
        }
        return keys;
    }

    /** The attribute names that a configuration gives, by concept. */
    static Map<Concept, List<String>> ownNames(Settings settings) {
        Settings conventions = settings.get(CONVENTIONS).value();
        Map<Concept, List<String>> names = new EnumMap<>(Concept.class);
        BY_CONCEPT.forEach(
                (concept, key) -> {
                    List<String> own = conventions.get(key).value();
                    if (!own.isEmpty()) {
                        names.put(concept, own);
                    }
                });
        return names;
    }
}
