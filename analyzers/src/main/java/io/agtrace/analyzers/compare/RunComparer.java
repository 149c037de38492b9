package io.agtrace.analyzers.compare;

import io.agtrace.analyzers.check.Fingerprint;
import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.diagnosis.Hypothesis;
import io.agtrace.analyzers.diagnosis.Standing;
import io.agtrace.analyzers.rules.Run;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares a bad run with a good one. */
public final class RunComparer {
    /** A step that takes less than this of the additional time does not explain it. */
    private static final double LEAST_SHARE = 0.3;

    /** Where a run takes only so much longer, nothing is to be explained. */
    private static final double LEAST_MORE = 0.1;

    private RunComparer() {}

    /** What changed from the good run to the bad one. */
    public static RunComparison compare(Diagnosis good, Diagnosis bad) {
        Run one = good.run();
        Run other = bad.run();
        StepPairs pairs = StepPairs.of(Steps.of(one), Steps.of(other));
        LoopDifferences loops = new LoopDifferences(pairs);
        List<Difference> differences = new ArrayList<>(loops.all());
        StepDifferences steps = new StepDifferences(pairs, Settings.sameTask(one, other));
        differences.addAll(steps.all(loops.goodRounds(), loops.badRounds()));
        differences.addAll(new ChainDifferences(pairs).all());
        dropRestated(differences);
        differences.sort(Difference.BY_TIME);
        Delta total = Deltas.total(one.view(), other.view());
        boolean longer = total.nanos() > LEAST_MORE * total.good().nanos();
        return new RunComparison(
                good,
                bad,
                Settings.of(one, other),
                differences,
                steps.matched(),
                pairs.good().size(),
                pairs.bad().size(),
                steps.reworded(),
                Tallies.of(one, other),
                Deltas.of(one.view(), other.view()),
                total,
                longer ? slowest(pairs, total.nanos()) : null,
                faults(good, bad));
    }

    /** An answer that is a decision is told of as that. */
    private static void dropRestated(List<Difference> differences) {
        Set<Integer> decided = new HashSet<>();
        for (Difference each : differences) {
            if (each.kind() == Difference.Kind.DECISION) {
                decided.add(each.badNode());
            }
        }
        differences.removeIf(
                each -> each.kind() == Difference.Kind.ANSWER && decided.contains(each.badNode()));
    }

    private static RunComparison.@Nullable Slower slowest(StepPairs pairs, long more) {
        RunComparison.Slower slowest = null;
        for (int i = 0; i < pairs.bad().size(); i++) {
            int partner = pairs.goodOf(i);
            Step step = pairs.bad().get(i);
            long nanos = pairs.bad().tree().selfNanos(step.node());
            int goodNode = partner < 0 ? -1 : pairs.good().get(partner).node();
            nanos -= goodNode < 0 ? 0 : pairs.good().tree().selfNanos(goodNode);
            if (nanos > LEAST_SHARE * more && (slowest == null || nanos > slowest.nanos())) {
                String name = StepDifferences.name(step);
                slowest =
                        new RunComparison.Slower(goodNode, step.node(), step.agent(), name, nanos);
            }
        }
        return slowest;
    }

    private static List<Hypothesis> faults(Diagnosis good, Diagnosis bad) {
        Set<String> known = new HashSet<>();
        for (Hypothesis each : good.hypotheses()) {
            known.add(Fingerprint.of(good.run(), each.cause()));
        }
        return bad.hypotheses().stream()
                .filter(Standing::isLikely)
                .filter(each -> !known.contains(Fingerprint.of(bad.run(), each.cause())))
                .toList();
    }
}
