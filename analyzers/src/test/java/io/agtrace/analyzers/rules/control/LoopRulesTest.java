package io.agtrace.analyzers.rules.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.span.Id;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Loops that run away or get nowhere, and loops that are as they should be. */
final class LoopRulesTest {
    private static final String TASK =
            "Draft the safety notice for elevator EL-2207 in Harbour Street";
    private static final String DRAFT =
            "Safety notice: elevator EL-2207 in Harbour Street stays closed until inspection 88-41"
                    + " has been passed";

    private final RuleRuns run = new RuleRuns();

    /** Rounds of author and inspector; the inspector answers with the given texts. */
    private void rounds(@Nullable Id root, List<String> answers) {
        String given = TASK;
        long at = 100;
        for (int i = 0; i < answers.size(); i++) {
            Id author = run.agent(root, "author", at, at + 80);
            String draft = i == 0 ? DRAFT : DRAFT + ". Revised: " + answers.get(i - 1);
            run.model(author, at, at + 78, given, draft);
            Id inspector = run.agent(root, "inspector", at + 90, at + 120);
            run.model(inspector, at + 91, at + 119, draft, answers.get(i));
            given = answers.get(i);
            at += 130;
        }
    }

    private static String verdict(String word, String why) {
        return "{\"verdict\":\"" + word + "\",\"feedback\":\"" + why + "\"}";
    }

    @Test
    void findsALoopThatALimitPutAnEndTo() {
        Id root = run.span(null, "notice-run", 0, 700, "failed", "gave up: 5 revisions");
        rounds(
                root,
                List.of(
                        verdict("again", "name the inspector"),
                        verdict("again", "name the street"),
                        verdict("again", "say who pays"),
                        verdict("again", "shorten the first part"),
                        verdict("again", "mention the stairs")));

        assertThat(run.found(new RunawayLoop()))
                .containsExactly("runaway-loop defect at 5 (inspector)");
        assertThat(run.found(new NoProgressLoop())).isEmpty();
    }

    @Test
    void findsALoopWithoutPayloadsThatTheGraphStopped() {
        Id root = run.graph(null, "CHAIN", "graph", 0, 900, "go", "", "failed", "step limit");
        for (int i = 0; i < 4; i++) {
            run.span(
                    run.span(
                            root,
                            "buyer",
                            10 + 200 * i,
                            90 + 200 * i,
                            "agent.name",
                            "buyer",
                            "openinference.span.kind",
                            "AGENT"),
                    "llm",
                    11 + 200 * i,
                    89 + 200 * i,
                    "openinference.span.kind",
                    "LLM");
            run.span(
                    run.span(
                            root,
                            "seller",
                            100 + 200 * i,
                            190 + 200 * i,
                            "agent.name",
                            "seller",
                            "openinference.span.kind",
                            "AGENT"),
                    "llm",
                    101 + 200 * i,
                    189 + 200 * i,
                    "openinference.span.kind",
                    "LLM");
        }

        assertThat(run.found(new RunawayLoop()))
                .containsExactly("runaway-loop suspicion at 5 (seller)");
    }

    @Test
    void findsALoopThatEndsWithoutTheVerdictEverChanging() {
        Id root = run.span(null, "notice-run", 0, 900);
        rounds(
                root,
                List.of(
                        verdict("zurück", "Namen der Prüferin nennen"),
                        verdict("zurück", "Straße nennen"),
                        verdict("zurück", "Kosten nennen"),
                        verdict("zurück", "Treppe erwähnen"),
                        verdict("zurück", "kürzer fassen")));

        assertThat(run.found(new RunawayLoop()))
                .containsExactly("runaway-loop suspicion at 5 (inspector)");
    }

    @Test
    void leavesALoopAloneThatIsSatisfiedInTheEnd() {
        Id root = run.span(null, "notice-run", 0, 900);
        rounds(
                root,
                List.of(
                        verdict("revise", "name the inspector"),
                        verdict("revise", "name the street"),
                        verdict("revise", "say who pays"),
                        verdict("revise", "mention the stairs"),
                        verdict("approve", "good")));

        assertThat(run.found(new RunawayLoop())).isEmpty();
        assertThat(run.found(new NoProgressLoop())).isEmpty();
    }

    @Test
    void leavesALoopAloneWhoseLastCallFailedForItsOwnReason() {
        Id root = run.span(null, "notice-run", 0, 900, "failed", "connection reset");
        rounds(
                root,
                List.of(
                        verdict("revise", "name the inspector"),
                        verdict("revise", "name the street"),
                        verdict("revise", "say who pays")));
        Id author = run.agent(root, "author", 500, 600, "failed", "connection reset");
        run.silentModel(author, 501, 599, "failed", "connection reset");

        assertThat(run.found(new RunawayLoop())).isEmpty();
    }

    @Test
    void leavesABatchAloneThatTakesAnotherItemEachRound() {
        Id root = run.span(null, "batch", 0, 900);
        List<String> items =
                List.of(
                        "Invoice INV-301 from Nordlicht over 310.20 for lamps",
                        "Invoice INV-302 from Seewind over 877.45 for sails and rope",
                        "Invoice INV-303 from Bergbahn over 121.99 for tickets",
                        "Invoice INV-304 from Kornhaus over 640.00 for flour and yeast",
                        "Invoice INV-305 from Waldhof over 95.10 for firewood");
        long at = 10;
        for (String item : items) {
            Id reader = run.agent(root, "reader", at, at + 40);
            run.model(reader, at, at + 39, "Read " + item, item);
            Id sorter = run.agent(root, "sorter", at + 50, at + 80);
            run.model(sorter, at + 51, at + 79, item, verdict("domestic", item));
            at += 100;
        }

        assertThat(run.found(new RunawayLoop())).isEmpty();
        assertThat(run.found(new NoProgressLoop())).isEmpty();
    }

    @Test
    void findsRoundsThatRepeatEachOther() {
        Id root = run.span(null, "notice-run", 0, 900);
        String plain = "The notice has to name the inspector of Harbour Street";
        rounds(root, List.of(plain, plain, plain, plain, plain, plain));

        assertThat(run.found(new NoProgressLoop()))
                .containsExactly("no-progress-loop suspicion at 5 (inspector)");
        assertThat(run.found(new RunawayLoop())).isEmpty();
    }

    @Test
    void findsAnAgentThatTurnsInCirclesWithItsTools() {
        Id agent = run.agent(null, "clerk", 0, 900);
        for (int i = 0; i < 6; i++) {
            run.model(
                    agent, 100L * i, 100L * i + 50, "Find customer 7731", "I search customer 7731");
            run.tool(
                    agent,
                    "search",
                    100L * i + 51,
                    100L * i + 90,
                    i % 2 == 0 ? "{\"id\":7731}" : "{\"customer\":7731}",
                    i % 3 == 0 ? "nothing found" : "found nothing");
        }

        assertThat(run.found(new NoProgressLoop()))
                .containsExactly("no-progress-loop suspicion at 2 (clerk)");
    }

    @Test
    void leavesPollingAloneThatComesToAnEnd() {
        Id agent = run.agent(null, "clerk", 0, 900);
        for (int i = 0; i < 6; i++) {
            String state = i < 5 ? "export 7731 is pending" : "export 7731 is ready: 4,120 rows";
            run.model(agent, 100L * i, 100L * i + 50, "Export 7731", "I look at export 7731");
            run.tool(agent, "status", 100L * i + 51, 100L * i + 90, "{\"id\":7731}", state);
        }
        run.model(agent, 600, 650, "Export 7731", "The export 7731 has 4,120 rows");

        assertThat(run.found(new NoProgressLoop())).isEmpty();
    }

    @Test
    void saysWhereItCouldNotLook() {
        Id root = run.span(null, "notice-run", 0, 900);
        for (int i = 0; i < 5; i++) {
            run.silentModel(
                    run.agent(root, "author", 100L * i, 100L * i + 40), 100L * i, 100L * i + 39);
            run.silentModel(
                    run.agent(root, "inspector", 100L * i + 50, 100L * i + 90),
                    100L * i + 51,
                    100L * i + 89);
        }

        assertThat(run.check(new NoProgressLoop()).notChecked())
                .singleElement()
                .satisfies(each -> assertThat(each.count()).isEqualTo(1));
    }
}
