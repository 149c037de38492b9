package io.agtrace.analyzers.rules.control;

import io.agtrace.analyzers.agents.Decision;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A choice that was acted on though it was unsure, or though another one scored higher. */
final class LowConfidenceDecision implements Rule {
    private static final Threshold LEAST =
            new Threshold(
                    "least", 0.5, "share", "A decision with less confidence than this is unsure.");
    private static final Threshold GUESS =
            new Threshold(
                    "guess",
                    0.4,
                    "share",
                    "A decision with less confidence than this, which nobody confirmed, is no more"
                            + " than a guess.");
    private static final RuleInfo INFO =
            new RuleInfo(
                    "low-confidence-decision",
                    Group.CONTROL_FLOW,
                    Severity.WARNING,
                    Tier.SUSPICION,
                    "A decision was acted on though it was unsure or another choice scored higher.",
                    "the confidence of decisions (agent.decision.confidence, a confidence beside"
                            + " the route …)",
                    LEAST,
                    GUESS);

    /** Decisions after an unsure one that are looked at. */
    private static final int NEAR = 64;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        double least = run.threshold(INFO, LEAST);
        int unknown = 0;
        for (Decision each : run.view().decisions()) {
            boolean directs = each.type().equals("routing") || each.type().equals("handoff");
            if (each.confidence() < 0) {
                unknown += directs && each.explicit() ? 1 : 0;
                continue;
            }
            if (each.followedBy() < 0) {
                continue;
            }
            Decision.Alternative better = better(each);
            if (better != null || each.confidence() < least) {
                report(run, report, each, better);
            }
        }
        report.notChecked(INFO, unknown, "decisions");
    }

    /** Whether the choice was far from sure, not clearly the best one, and nobody confirmed it. */
    private static boolean isGuess(Run run, Decision decision) {
        if (decision.confidence() >= run.threshold(INFO, GUESS) || !decision.explicit()) {
            return false;
        }
        double next = -1;
        for (Decision.Alternative each : decision.alternatives()) {
            if (!each.name().equals(decision.chosen())) {
                next = Math.max(next, each.score());
            }
        }
        boolean clear = next >= 0 && next <= decision.confidence() / 2;
        return !clear && !isConfirmed(run, decision);
    }

    /** Whether a surer decision or an approval came before what the decision led to. */
    private static boolean isConfirmed(Run run, Decision decision) {
        long acted = run.tree().startNanos(decision.followedBy());
        List<Decision> all = run.view().decisions();
        int end = Math.min(all.size(), decision.index() + 1 + NEAR);
        for (int i = decision.index() + 1; i < end; i++) {
            Decision later = all.get(i);
            if (later.timeNanos() > acted) {
                return false;
            }
            if (later.type().equals("approval")
                    || later.explicit()
                            && later.followedBy() == decision.followedBy()
                            && later.confidence() > decision.confidence()) {
                return true;
            }
        }
        return false;
    }

    private static Decision.@Nullable Alternative better(Decision decision) {
        Decision.Alternative best = null;
        for (Decision.Alternative each : decision.alternatives()) {
            if (each.score() > decision.confidence()
                    && !each.name().equals(decision.chosen())
                    && (best == null || each.score() > best.score())) {
                best = each;
            }
        }
        return best;
    }

    private static void report(
            Run run, Report report, Decision decision, Decision.@Nullable Alternative better) {
        double doubt = 1 - decision.confidence();
        Report.Draft draft =
                report.at(INFO, decision.node())
                        .agent(decision.by())
                        .strength(better == null ? doubt : (doubt + better.score()) / 2)
                        .measure("confidence", decision.confidence())
                        .touches(decision.followedBy())
                        .title(decision.chosen());
        if (better == null) {
            if (!isGuess(run, decision)) {
                // Unsure is not wrong; what came of it is for other rules to say.
                draft.severity(Severity.NOTE);
            }
        } else {
            draft.measure("score of the other", better.score());
        }
        decision.evidence().forEach(draft::evidence);
        draft.report(
                decision.by()
                        + " chose "
                        + Words.quote(decision.chosen())
                        + " at "
                        + Words.moment(run, decision.timeNanos())
                        + " with a confidence of "
                        + decision.confidence()
                        + (better == null
                                ? ""
                                : ", although "
                                        + Words.quote(better.name())
                                        + " scored "
                                        + better.score())
                        + ", and "
                        + (decision.followed().isEmpty() ? "the run" : decision.followed())
                        + " went on with it.");
    }
}
