package io.agtrace.analyzers.diagnosis;

import io.agtrace.analyzers.rules.NotChecked;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What could not be checked in one or several runs, added up and put together by what it needs. */
public final class NotCheckedTotals {
    private final Map<String, Map<String, NotChecked>> byNeeds = new LinkedHashMap<>();

    /**
     * Places that the same thing would unlock.
     *
     * @param entries one for each rule and sort of place, the most places first
     */
    public record Group(String needs, List<NotChecked> entries) {
        public Group {
            entries = List.copyOf(entries);
        }

        private long places() {
            return entries.stream().mapToLong(NotChecked::count).sum();
        }
    }

    /** Adds what one diagnosis could not check. */
    public void add(List<NotChecked> more) {
        for (NotChecked each : more) {
            byNeeds.computeIfAbsent(each.needs(), needs -> new LinkedHashMap<>())
                    .merge(each.rule() + '\n' + each.what(), each, NotCheckedTotals::sum);
        }
    }

    private static NotChecked sum(NotChecked one, NotChecked other) {
        int count = (int) Math.min(Integer.MAX_VALUE, (long) one.count() + other.count());
        return new NotChecked(one.rule(), count, one.what(), one.needs());
    }

    /** The groups, the most places first. */
    public List<Group> groups() {
        Comparator<NotChecked> mostFirst =
                Comparator.comparingInt(NotChecked::count)
                        .reversed()
                        .thenComparing(NotChecked::rule)
                        .thenComparing(NotChecked::what);
        List<Group> groups = new ArrayList<>();
        byNeeds.forEach(
                (needs, entries) ->
                        groups.add(
                                new Group(
                                        needs,
                                        entries.values().stream().sorted(mostFirst).toList())));
        groups.sort(Comparator.comparingLong(Group::places).reversed().thenComparing(Group::needs));
        return groups;
    }
}
