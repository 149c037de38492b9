package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.lineage.Piece;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Compares suspects with all that was there before them, in one walk for all. */
final class Upstream {
    private static final int MOST_LEAVES = 20_000;

    private final Run run;
    private final List<Suspect> suspects;

    /** Dates are compared with the years in texts. */
    private final boolean hasDates;

    /** Texts that were compared already, by the number of suspects they are upstream of. */
    private final Map<Integer, Set<String>> texts = new HashMap<>();

    private final Map<Integer, Set<String>> values = new HashMap<>();

    Upstream(Run run, List<Suspect> suspects) {
        this.run = run;
        this.suspects = suspects;
        hasDates = suspects.stream().anyMatch(Suspect::isDate);
    }

    void compare() {
        for (int node = 0; node < run.tree().size() && !areHeld(suspects); node++) {
            if (speaks(node)) {
                AnyValue input = run.facts(node).input();
                AnyValue output = run.facts(node).output();
                compare(node, input, upTo(node, run.tree().startNanos(node), true));
                compare(node, output, upTo(node, run.tree().endNanos(node), false));
            }
        }
        for (Message message : run.view().messages()) {
            int node = message.sentNode();
            if (message.sent() != null && node >= 0) {
                compare(node, message.sent(), upTo(node, message.sentNanos(), false));
            }
        }
    }

    private static boolean areHeld(List<Suspect> suspects) {
        for (Suspect suspect : suspects) {
            if (!suspect.isHeld()) {
                return false;
            }
        }
        return true;
    }

    /** Whether a span's payloads are its own; chains repeat those of the calls in them. */
    private boolean speaks(int node) {
        int stay = run.invocationOf(node);
        return switch (run.kind(node)) {
            case MODEL_CALL, TOOL_CALL, RETRIEVAL -> true;
            default ->
                    run.tree().depth(node) == 0
                            || stay >= 0 && run.view().invocations().get(stay).node() == node;
        };
    }

    /** The suspects to which a payload at a time is upstream. */
    private List<Suspect> upTo(int node, long nanos, boolean given) {
        List<Suspect> later = new ArrayList<>();
        for (Suspect suspect : suspects) {
            boolean own = node == suspect.use.call() || node == suspect.use.failedNode();
            boolean prompt = given && node == suspect.use.request();
            if (prompt || !own && node != suspect.use.request() && nanos < suspect.before) {
                later.add(suspect);
            }
        }
        return later;
    }

    private void compare(int node, @Nullable AnyValue payload, List<Suspect> later) {
        if (later.isEmpty() || payload == null) {
            return;
        }
        if (hasDates) {
            Set<String> seen = texts.computeIfAbsent(later.size(), _ -> new HashSet<>());
            // Years in the envelope of a message are those of its sending.
            for (Piece piece : run.payloads().pieces(payload)) {
                if (seen.add(piece.text())) {
                    later.forEach(suspect -> suspect.compareText(node, piece.text()));
                }
            }
        }
        Set<String> seen = values.computeIfAbsent(later.size(), _ -> new HashSet<>());
        // Ids of records count, which pieces leave out; prompts repeat what earlier ones held.
        LeafWalk walk = new LeafWalk(run, payload, MOST_LEAVES);
        while (walk.next()) {
            String text = walk.text();
            if (seen.add(text)) {
                compare(node, text, later);
            }
        }
    }

    private static void compare(int node, String text, List<Suspect> later) {
        if (areHeld(later)) {
            return;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        int length = lower.length();
        int at = 0;
        while (at < length) {
            int from = at;
            while (at < length && isPart(lower.charAt(at))) {
                at++;
            }
            int end = at;
            while (end > from && !Character.isLetterOrDigit(lower.charAt(end - 1))) {
                end--;
            }
            if (end > from) {
                compareToken(node, lower.substring(from, end), later);
            }
            at++;
        }
    }

    private static void compareToken(int node, String token, List<Suspect> later) {
        for (Suspect suspect : later) {
            if (!suspect.isHeld()) {
                suspect.compare(node, token);
            }
        }
    }

    private static boolean isPart(char c) {
        return Character.isLetterOrDigit(c)
                || c == '-'
                || c == '_'
                || c == '#'
                || c == '.'
                || c == ':';
    }
}
