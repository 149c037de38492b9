package io.agtrace.analyzers.rules.time;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.rules.Run;

import java.util.regex.Pattern;

/** Whether a run may have waited for a person's leave, which no span shows. */
final class Leave {
    private static final Pattern WORDS =
            Pattern.compile(
                    "approv|human|confirm|interrupt|consent|permission|sign[-_ ]?off|hitl|resume"
                            + "|wait|sleep|schedul|pause|delay|cron",
                    Pattern.CASE_INSENSITIVE);

    private Leave() {}

    static boolean isAsked(Run run) {
        for (int node = 0; node < run.tree().size(); node++) {
            if (run.kind(node) == OperationKind.GUARDRAIL
                    || WORDS.matcher(run.tree().span(node).name()).find()
                    || WORDS.matcher(run.facts(node).toolName()).find()
                    || run.tree().span(node).events().stream()
                            .anyMatch(each -> WORDS.matcher(each.name()).find())) {
                return true;
            }
        }
        return false;
    }
}
