package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.Decision.Alternative;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A decision while what is said of it is still being collected. */
final class DecisionsDraft {
    /** So little evidence is looked through faster than it is looked up. */
    private static final int FEW = 8;

    int node;
    long time;
    int owner;
    final String chosen;
    final List<Evidence> evidence = new ArrayList<>(2);

    /** The same, once there is much of it. */
    private Set<Evidence> known = Set.of();

    String by = "";
    boolean explicit;
    String type = "";
    double confidence = -1;
    String reason = "";
    boolean reasonInferred;
    List<String> steps = List.of();
    List<Alternative> alternatives = List.of();
    String triggeredBy = "";

    int followedBy = -1;
    String followed = "";
    @Nullable Boolean asDecided;
    String outcome = "";

    /** Whether what followed is known already and is not to be looked for. */
    boolean settled;

    /** Id or name of the tool call that the decision is about; empty where it is about none. */
    String toolCall = "";

    DecisionsDraft(int node, long time, int owner, String chosen) {
        this.node = node;
        this.time = time;
        this.owner = owner;
        this.chosen = chosen;
    }

    DecisionsDraft says(ChoiceStatement statement) {
        type = statement.type();
        confidence = statement.confidence();
        reason = statement.reason();
        steps = statement.steps();
        alternatives = statement.alternatives();
        triggeredBy = statement.triggeredBy();
        return this;
    }

    DecisionsDraft because(int where, String source, String text) {
        evidence.add(new Evidence(where, source, ChoiceValues.quote(text)));
        return this;
    }

    /** Whether any reason, confidence or alternative is stated. */
    boolean isExplained() {
        return confidence >= 0 || !reason.isEmpty() || !steps.isEmpty() || !alternatives.isEmpty();
    }

    /** Takes over what another record of the same decision adds. */
    void absorb(DecisionsDraft other) {

        if (owner < 0 && other.owner >= 0 && (other.explicit || !explicit)) {
            node = other.node;
            time = other.time;
            owner = other.owner;
            by = other.by;
        }
        explicit |= other.explicit;
        if (type.isEmpty() || type.equals("tool choice") && other.type.equals("handoff")) {
            type = other.type;
        }
        confidence = confidence < 0 ? other.confidence : confidence;
        if (reason.isEmpty()
                || reasonInferred && !other.reasonInferred && !other.reason.isEmpty()) {
            reason = other.reason;
            reasonInferred = other.reasonInferred;
        }
        steps = steps.isEmpty() ? other.steps : steps;
        alternatives =
                alternatives.isEmpty()
                        ? ChoiceStatement.without(chosen, other.alternatives)
                        : alternatives;
        triggeredBy = triggeredBy.isEmpty() ? other.triggeredBy : triggeredBy;
        if (followedBy < 0) {
            followedBy = other.followedBy;
            followed = other.followed;
            outcome = other.outcome;
        }
        asDecided = asDecided == null ? other.asDecided : asDecided;
        learn(other.evidence);
    }

    /** Takes over evidence that is not there yet, in steps that do not grow with what is there. */
    private void learn(List<Evidence> more) {
        for (Evidence each : more) {
            boolean isNew;
            if (known.isEmpty() && evidence.size() < FEW) {
                isNew = !evidence.contains(each);
            } else {
                if (known.isEmpty()) {
                    known = new HashSet<>(evidence);
                }
                isNew = known.add(each);
            }
            if (isNew) {
                evidence.add(each);
            }
        }
    }

    Decision done(int index) {
        return new Decision(
                index,
                node,
                owner,
                by,
                explicit,
                type.isEmpty() ? "decision" : type,
                chosen,
                time,
                confidence,
                reason,
                reasonInferred,
                steps,
                alternatives,
                triggeredBy,
                followedBy,
                followed,
                asDecided,
                outcome,
                evidence);
    }
}
