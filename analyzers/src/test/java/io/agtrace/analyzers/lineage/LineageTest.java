package io.agtrace.analyzers.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.rules.Rules;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Which output fed which input. */
final class LineageTest {
    private static final String TASK = "Report on the sluice at Ulvik";
    private static final String FOUND = "Gate 17 leaks 340 litres; crack near hinge H-204";

    private final RuleRuns run = new RuleRuns();

    /** Somebody looks, a tool answers, somebody writes. */
    private Lineage chain(String given) {
        Id root = run.span(null, "flow", 0, 500, "input.value", TASK, "output.value", "Done");
        Id scout = run.agent(root, "scout", 10, 200);
        run.model(scout, 11, 50, TASK, "Let me see");
        run.tool(scout, "measure", 60, 90, "{\"gate\":\"17\"}", FOUND);
        run.model(scout, 100, 199, FOUND, FOUND);
        Id writer = run.agent(root, "writer", 210, 490);
        run.model(writer, 211, 489, TASK + "\n" + given, "Gate 17 needs repair");
        return run.run().lineage();
    }

    @Test
    void aFactHasItsFirstSource() {
        Lineage lineage = chain(FOUND);
        FactSet facts = Lineage.facts("H-204");
        for (int i = 0; i < facts.size(); i++) {
            Passage source = lineage.firstSource(facts.fact(i));
            assertThat(source).isNotNull().extracting(Passage::side).isEqualTo(Side.RESULT);
        }
        assertThat(lineage.firstSource(Lineage.facts("zeppelin").fact(0))).isNull();
    }

    @Test
    void passagesStandInOrderOfTime() {
        List<Passage> passages = chain(FOUND).passages();
        assertThat(passages).extracting(Passage::nanos).isSorted();
        for (int i = 0; i < passages.size(); i++) {
            assertThat(passages.get(i).index()).isEqualTo(i);
        }
        assertThat(passages.getFirst().side()).isEqualTo(Side.TASK);
    }

    @Test
    void knowsWhatHasNoSource() {
        Lineage lineage = chain(FOUND);
        long end = lineage.passages().getLast().nanos();
        FactSet claimed = Lineage.facts("Gate 17 was built by Nordraak in 1887");
        FactSet foreign = lineage.without(claimed, end);
        assertThat(foreign.shareIn(Lineage.facts("built Nordraak 1887"))).isEqualTo(1);
        assertThat(lineage.without(Lineage.facts(FOUND), end).isEmpty()).isTrue();
        // Before it was said it had no source.
        long start = lineage.passages().getFirst().nanos();
        assertThat(lineage.without(Lineage.facts(FOUND), start).isEmpty()).isFalse();
    }

    @Test
    void saysWhatOfAMessageArrived() {
        Delivery whole = chain(FOUND).deliveries().getFirst();
        assertThat(whole.delivered()).isEqualTo(1);
        assertThat(whole.used()).isBetween(0.1, 0.5);
        assertThat(whole.lost().isEmpty()).isTrue();
        assertThat(whole.relay()).isFalse();
    }

    @Test
    void aStayKnowsWhatItWasGivenAndMade() {
        Lineage lineage = chain(FOUND);
        StayFacts scout = lineage.stay(0);
        assertThat(scout.prompted()).isTrue();
        assertThat(scout.answered()).isTrue();
        assertThat(Lineage.facts(FOUND).shareIn(scout.results())).isEqualTo(1);
        assertThat(Lineage.facts(TASK).shareIn(scout.prompt())).isEqualTo(1);
        assertThat(scout.actNode()).isEqualTo(3);
        assertThat(Lineage.facts(FOUND).shareIn(scout.known())).isEqualTo(1);
    }

    @Test
    void findsWhoHeldFacts() {
        Lineage lineage = chain(FOUND);
        assertThat(lineage.firstHolder(Lineage.facts(FOUND), lineage.view().invocations().get(1)))
                .isEqualTo(3);
        assertThat(lineage.lastHolder(Lineage.facts("zeppelin"), Long.MAX_VALUE)).isEqualTo(-1);
    }

    @Test
    void quotesTheLineThatHoldsMost() {
        AnyValue payload = AnyValue.of("Preface\nGate 17 leaks 340 litres\nRegards");
        assertThat(Lineage.quote(payload, Lineage.facts("340 litres")))
                .isEqualTo("Gate 17 leaks 340 litres");
        assertThat(Lineage.quote(payload, Lineage.facts("zeppelin"))).isEmpty();
        assertThat(Lineage.quote(null, Lineage.facts("zeppelin"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Gate 17 leaks 340 litres; crack near hi…",
                "Gate 17 leaks 340 litres; crack near hinge"
            })
    void seesWhereATextWasCut(String given) {
        Cuts.Cut cut =
                Cuts.between(
                        Pieces.of(AnyValue.of(FOUND + " of the gate")),
                        Pieces.of(AnyValue.of(given)));
        assertThat(cut).isNotNull().satisfies(each -> assertThat(each.missing()).contains("H-204"));
    }

    @ParameterizedTest
    @ValueSource(strings = {FOUND, "Something else altogether, said at length", "short"})
    void seesNoCutWhereThereIsNone(String given) {
        assertThat(Cuts.between(Pieces.of(AnyValue.of(FOUND)), Pieces.of(AnyValue.of(given))))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4711})
    void findsTheSameWhateverTheOrderOfSpans(long seed) {
        chain("Gate 17 leaks 340 li…");
        assertThat(told(run.shuffled(seed))).isEqualTo(told(run.run()));
    }

    private static List<String> told(Run run) {
        Report report = new Report(run);
        Rules.all().forEach(rule -> rule.check(run, report));
        assertThat(report.findings()).isNotEmpty();
        return report.findings().stream().map(each -> each.toString()).toList();
    }
}
