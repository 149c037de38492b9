package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.agents.Evidence;
import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;

import java.util.List;
import java.util.Map;

/**
 * A turn to look at first in a run whose result is in doubt. It finds nothing by itself: the
 * diagnosis names suspects where it sees what the other rules found.
 */
public final class UnprovenSuspect implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "unproven-suspect",
                    Group.MODEL_AND_TOOL,
                    Severity.NOTE,
                    Tier.SUSPICION,
                    "A turn worth reading first where the result is in doubt and nothing is"
                            + " proven.",
                    "what agents or models said (gen_ai.output.messages, output.value)");

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        // See the class: the diagnosis does it.
    }

    /**
     * The finding for a suspect.
     *
     * @param node the span of its turn
     * @param strength its share of the suspicion, 0 to 1
     */
    public static Finding finding(
            Run run,
            int node,
            String title,
            String narrative,
            double strength,
            List<Evidence> evidence) {
        return new Finding(
                INFO.id(),
                INFO.tier(),
                INFO.severity(),
                node,
                run.agentOf(node),
                -1,
                "",
                "",
                run.tree().startNanos(node),
                title,
                narrative,
                strength,
                evidence,
                List.of(),
                Map.of());
    }
}
