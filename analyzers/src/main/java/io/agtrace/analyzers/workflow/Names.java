package io.agtrace.analyzers.workflow;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Sets of names, shared: hundreds of thousands of traces name the same few agents, so equal sets
 * are one object and adding a name that is there already costs a short search.
 */
final class Names {
    private static final int SHARED_SIZE = 64;
    private static final int SHARED_SETS = 20_000;

    private final Map<List<String>, Set> shared = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();

    final Set none = new Set(List.of());

    /** Distinct names in order. A small one never changes; a large one belongs to one trace. */
    static final class Set {
        private final List<String> small;
        private final @Nullable SortedSet<String> large;
        private final Map<String, Set> next = new HashMap<>(0);

        private Set(List<String> names) {
            small = names;
            large = null;
        }

        private Set(SortedSet<String> names) {
            small = List.of();
            large = names;
        }

        /** Whether there are two names or more. */
        boolean isMany() {
            return large != null || small.size() > 1;
        }

        List<String> list() {
            return large == null ? small : List.copyOf(large);
        }
    }

    /** One object for equal texts, as long as there are not too many different ones. */
    String shared(String text) {
        String known = texts.get(text);
        if (known != null) {
            return known;
        }
        if (texts.size() >= SHARED_SETS) {
            texts.clear();
        }
        texts.put(text, text);
        return text;
    }

    /** The set with that name in it; the empty name is none. */
    Set with(Set set, String name) {
        if (name.isEmpty()) {
            return set;
        }
        if (set.large != null) {
            set.large.add(shared(name));
            return set;
        }
        for (int i = 0; i < set.small.size(); i++) {
            if (set.small.get(i).equals(name)) {
                return set;
            }
        }
        Set known = set.next.get(name);
        if (known != null) {
            return known;
        }
        if (set.small.size() >= SHARED_SIZE) {
            TreeSet<String> all = new TreeSet<>(set.small);
            all.add(shared(name));
            return new Set(all);
        }
        List<String> names = new ArrayList<>(set.small);
        String text = shared(name);
        names.add(text);
        Collections.sort(names);
        if (shared.size() >= SHARED_SETS) {
            // Names without end: sharing does not pay, and must not hold what nobody uses.
            shared.values().forEach(each -> each.next.clear());
            shared.clear();
            none.next.clear();
        }
        Set made = shared.computeIfAbsent(List.copyOf(names), Set::new);
        set.next.put(text, made);
        return made;
    }
}
