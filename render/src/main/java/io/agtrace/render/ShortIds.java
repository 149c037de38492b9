package io.agtrace.render;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Long ids by the beginnings that no other id of the same set has. */
public final class ShortIds {
    private static final int LONG = 20;
    private static final int LEAST = 8;

    private final Map<String, String> shortened = new HashMap<>();

    public ShortIds(List<String> ids) {
        if (ids.stream().noneMatch(id -> id.length() > LONG)) {
            return;
        }
        List<String> sorted = ids.stream().distinct().sorted().toList();
        for (int i = 0; i < sorted.size(); i++) {
            String id = sorted.get(i);
            int unique = LEAST;
            if (i > 0) {
                unique = Math.max(unique, common(id, sorted.get(i - 1)) + 1);
            }
            if (i + 1 < sorted.size()) {
                unique = Math.max(unique, common(id, sorted.get(i + 1)) + 1);
            }
            boolean cutsPair = unique < id.length() && Character.isLowSurrogate(id.charAt(unique));
            if (id.length() > LONG && unique < id.length()) {
                shortened.put(id, id.substring(0, cutsPair ? unique + 1 : unique));
            }
        }
    }

    private static int common(String a, String b) {
        int i = 0;
        while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        return i;
    }

    /** The beginning of the id, or all of it where it is short. */
    public String of(String id) {
        return shortened.getOrDefault(id, id);
    }
}
