package io.agtrace.analyzers.check;

import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Names the same trouble in every run of a program: the rule, the boundary or agent, and the names
 * of the spans from the root down. Ids, times, counts, payloads and the round of a loop have no
 * part in it, so that a baseline made of one run fits the next.
 */
public final class Fingerprint {
    /** The path says enough; deeper spans are named by its two ends. */
    private static final int MOST_NAMES = 12;

    /** Numbers, and words of hexadecimal digits with a digit in them, as ids have. */
    private static final Pattern CHANGING =
            Pattern.compile("(?<![\\p{L}])[0-9a-fA-F-]*[0-9][0-9a-fA-F-]*(?![\\p{L}])|[0-9]+");

    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Fingerprint() {}

    /** Sixteen hexadecimal digits. */
    public static String of(Run run, Finding finding) {
        String where = finding.boundary().isEmpty() ? finding.agent() : finding.boundary();
        List<String> parts = new ArrayList<>(List.of(finding.rule(), steady(where)));
        for (String name : path(run.tree(), finding.node())) {
            String steady = steady(name);
            // Rounds of a loop that are nested into one another are one place.
            if (!steady.equals(parts.getLast())) {
                parts.add(steady);
            }
        }
        return of(parts);
    }

    /** The fingerprint of a sequence of texts. */
    static String of(List<String> parts) {
        long hash = FNV_START;
        for (String part : parts) {
            for (int i = 0; i < part.length(); i++) {
                hash = (hash ^ part.charAt(i)) * FNV_PRIME;
            }
            hash = (hash ^ 0x1f) * FNV_PRIME;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return String.format("%016x", hash ^ hash >>> 33);
    }

    /** Names of the spans from the root to a node. */
    static List<String> path(SpanTree tree, int node) {
        List<String> names = new ArrayList<>();
        for (int at = node; at >= 0; at = tree.parent(at)) {
            String name = tree.span(at).name();
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        Collections.reverse(names);
        if (names.size() > MOST_NAMES) {
            names.subList(MOST_NAMES / 2, names.size() - MOST_NAMES / 2).clear();
        }
        return names;
    }

    /** A name without the numbers and ids in it, which differ from run to run. */
    public static String steady(String name) {
        return CHANGING.matcher(name).replaceAll("#");
    }
}
