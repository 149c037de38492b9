package io.agtrace.analyzers.compare;

import io.agtrace.analyzers.check.Fingerprint;
import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.diagnosis.Hypothesis;
import io.agtrace.analyzers.diagnosis.Standing;
import io.agtrace.analyzers.diagnosis.cohort.Feature;
import io.agtrace.analyzers.diagnosis.cohort.RunRow;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is kept of one run of a set. Its size is bounded, whatever the run's. */
public final class SetRow {
    private static final int MOST_TRAITS = 400;
    private static final int MOST_AGENTS = 64;

    private final String id;
    private final SortedSet<Trait> traits = new TreeSet<>();
    private final SortedMap<Measure, Double> measures = new TreeMap<>();

    private SetRow(String id) {
        this.id = id;
    }

    /** The row of a diagnosed run. */
    public static SetRow of(Diagnosis diagnosis) {
        RunRow run = RunRow.of(diagnosis);
        SetRow row = new SetRow(run.id());
        Map<Tallies.Key, Integer> counts = Tallies.count(diagnosis.run());
        counts.forEach((key, _) -> row.count(key));
        for (Hypothesis each : diagnosis.hypotheses()) {
            if (Standing.isLikely(each)) {
                row.add(new Trait(Trait.Kind.RULE, "", each.cause().rule()));
            }
        }
        run.features().forEach(row::feature);
        row.load("", Deltas.total(diagnosis.run().view()));
        Deltas.loads(diagnosis.run().view()).entrySet().stream()
                .limit(MOST_AGENTS)
                .forEach(each -> row.load(each.getKey(), each.getValue()));
        row.measure(Measure.Kind.ROUNDS, run.measures().get(Feature.Kind.ROUNDS));
        row.measure(Measure.Kind.FAILED_ATTEMPTS, run.measures().get(Feature.Kind.FAILED_ATTEMPTS));
        return row;
    }

    private void add(Trait trait) {
        if (traits.size() < MOST_TRAITS) {
            traits.add(trait);
        }
    }

    private void count(Tallies.Key key) {
        switch (key.kind()) {
            case AGENT -> add(new Trait(Trait.Kind.AGENT, "", key.name()));
            case TOOL -> add(new Trait(Trait.Kind.TOOL, "", key.name()));
            case MESSAGE -> add(new Trait(Trait.Kind.MESSAGE, "", key.name()));
            case RETRY -> {
                add(new Trait(Trait.Kind.RETRY, "", ""));
                add(new Trait(Trait.Kind.RETRY, "", key.name()));
            }
            case ROUND -> add(new Trait(Trait.Kind.LOOP, "", key.name()));
            // As the features have it, by who decides.
            case DECISION -> {}
        }
    }

    private void feature(Feature feature) {
        Trait.Kind kind =
                switch (feature.kind()) {
                    case FAILURE -> Trait.Kind.FAILURE;
                    case DECISION -> Trait.Kind.DECISION;
                    case ROUTE -> Trait.Kind.ROUTE;
                    case AGENT_VERSION, SERVICE_VERSION -> Trait.Kind.VERSION;
                    case MODEL -> Trait.Kind.MODEL;
                    case INPUT_FROM, INPUT_VALUE -> Trait.Kind.INPUT;
                    default -> throw new IllegalArgumentException(feature.kind().label());
                };
        boolean decision = kind == Trait.Kind.DECISION;
        String value = decision ? Fingerprint.steady(feature.value()) : feature.value();
        add(new Trait(kind, feature.of(), value));
    }

    private void load(String agent, Load load) {
        measures.put(new Measure(Measure.Kind.TIME, agent), (double) load.nanos());
        measures.put(new Measure(Measure.Kind.TOKENS, agent), (double) load.tokens());
        measures.put(new Measure(Measure.Kind.MODEL_CALLS, agent), (double) load.modelCalls());
        measures.put(new Measure(Measure.Kind.TOOL_CALLS, agent), (double) load.toolCalls());
    }

    private void measure(Measure.Kind kind, @Nullable Double value) {
        if (value != null) {
            measures.put(new Measure(kind, ""), value);
        }
    }

    String id() {
        return id;
    }

    SortedSet<Trait> traits() {
        return traits;
    }

    SortedMap<Measure, Double> measures() {
        return measures;
    }
}
