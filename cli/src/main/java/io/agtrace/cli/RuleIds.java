package io.agtrace.cli;

import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Rules;
import io.agtrace.render.text.Escapes;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Rules by the ids that users write. */
final class RuleIds {
    private static final int NEAREST = 3;

    private RuleIds() {}

    static List<RuleInfo> all() {
        return Rules.all().stream().map(Rule::info).toList();
    }

    /**
     * The rule with an id.
     *
     * @param option where the id was given, for the message
     * @throws Failure where there is none; it names the nearest ids
     */
    static RuleInfo require(String option, String id, List<RuleInfo> rules) {
        String wanted = id.strip().toLowerCase(Locale.ROOT);
        for (RuleInfo rule : rules) {
            if (rule.id().equals(wanted)) {
                return rule;
            }
        }
        String nearest =
                rules.stream()
                        .map(RuleInfo::id)
                        .sorted(
                                Comparator.comparingInt((String each) -> distance(wanted, each))
                                        .thenComparing(Comparator.naturalOrder()))
                        .limit(NEAREST)
                        .collect(Collectors.joining(", "));
        throw new Failure(
                ExitCode.USAGE,
                option + ": there is no rule '" + Escapes.line(id) + "'",
                (nearest.isEmpty() ? "" : "Nearest: " + nearest + ". ")
                        + "'agtrace rules' shows all.");
    }

    /** How unlike an id is: few edits, and fewer still where one is part of the other. */
    private static int distance(String wanted, String id) {
        boolean part = wanted.length() > 2 && (id.contains(wanted) || wanted.contains(id));
        return part ? 0 : edits(wanted.substring(0, Math.min(wanted.length(), 64)), id);
    }

    /** Characters to insert, delete or replace (Levenshtein). */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
