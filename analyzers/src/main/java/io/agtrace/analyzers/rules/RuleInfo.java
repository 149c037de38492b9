package io.agtrace.analyzers.rules;

import java.util.List;

/**
 * What is known of a rule before it looks at a run.
 *
 * @param id stable, kebab-case
 * @param tier the best its findings can have
 * @param summary one line: what it finds
 * @param needs what a trace must hold for it to look, in plain words with attribute names
 */
public record RuleInfo(
        String id,
        Group group,
        Severity severity,
        Tier tier,
        String summary,
        String needs,
        List<Threshold> thresholds) {
    public RuleInfo {
        thresholds = List.copyOf(thresholds);
    }

    public RuleInfo(
            String id,
            Group group,
            Severity severity,
            Tier tier,
            String summary,
            String needs,
            Threshold... thresholds) {
        this(id, group, severity, tier, summary, needs, List.of(thresholds));
    }
}
