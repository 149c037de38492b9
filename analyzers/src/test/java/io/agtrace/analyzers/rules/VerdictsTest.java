package io.agtrace.analyzers.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.agents.Verdict;
import io.agtrace.analyzers.agents.Verdict.Answer;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;

import java.util.List;

/** The five questions about messages of small runs, and what each answer rests on. */
final class VerdictsTest {
    private static final String TASK =
            "Write a report on the sluice at Ulvik: which gates leak, and since when";

    private static final String FOUND =
            "Gate 17 leaks 340 litres an hour since 2024-03-05; crack near hinge H-204, inspector"
                    + " Nordraak, photograph P-7781, depth 12.5 metres";

    private static final String REPORT =
            "Gate 17 leaks 340 litres an hour. Inspector Nordraak found a crack near hinge H-204 on"
                    + " 2024-03-05, at a depth of 12.5 metres (photograph P-7781).";

    private final RuleRuns run = new RuleRuns();
    private final Id root = run.span(null, "flow", 0, 1000, "input.value", TASK);

    /** Somebody looks, and hands over to somebody who writes. */
    private void chain(String found, String given, String written) {
        Id scout = run.agent(root, "scout", 10, 200);
        run.model(scout, 20, 190, TASK, found);
        handoff(scout, 195, "scout", "writer");
        Id writer = run.agent(root, "writer", 210, 490);
        run.model(writer, 220, 480, TASK + "\n" + given, written);
    }

    private void handoff(Id sender, long at, String from, String to) {
        run.span(sender, "handoff", at, at + 1, "handoff.from", from, "handoff.to", to);
    }

    private List<Message> messages() {
        return Verdicts.judged(run.run().view()).messages();
    }

    private Message only() {
        List<Message> messages = messages();
        assertThat(messages).hasSize(1);
        return messages.getFirst();
    }

    private static String sources(Verdict verdict) {
        return verdict.evidence().stream().map(each -> each.source()).toList().toString();
    }

    @Test
    void aMessageThatWasTakenUpIsReceivedUnderstoodAndFresh() {
        chain(FOUND, FOUND, REPORT);

        Message.Verdicts verdicts = only().verdicts();
        assertThat(verdicts.sent().answer()).isEqualTo(Answer.YES);
        assertThat(verdicts.received().answer()).isEqualTo(Answer.YES);
        assertThat(verdicts.received().evidence().getFirst().text()).startsWith("100 % ");
        assertThat(verdicts.understood().answer()).isEqualTo(Answer.YES);
        assertThat(verdicts.fresh().answer()).isEqualTo(Answer.YES);
        assertThat(verdicts.qualityChecked().answer()).isEqualTo(Answer.NOT_CHECKED);
        assertThat(verdicts.qualityChecked().reason()).contains("no evaluation");
    }

    @Test
    void aMessageThatArrivedNearlyEmptyIsNotReceived() {
        chain(FOUND, "Findings: see above.", "Nothing is known of any gate so far.");

        Verdict received = only().verdicts().received();
        assertThat(received.answer()).isEqualTo(Answer.NO);
        assertThat(received.reason()).contains("% of it arrived");
        assertThat(received.evidence().getFirst().source()).isEqualTo("rule payload-truncated");
    }

    @Test
    void whatWasDroppedAndAlteredIsQuoted() {
        String altered =
                "Gate 17 leaks 980 litres an hour since 2024-03-05; crack near hinge H-204,"
                        + " inspector Nordraak, depth 12.5 metres";
        chain(FOUND, altered, REPORT);

        Verdict received = only().verdicts().received();
        assertThat(received.answer()).isEqualTo(Answer.YES);
        assertThat(received.evidence())
                .anyMatch(each -> each.source().equals("dropped") && each.text().contains("P-7781"))
                .anyMatch(
                        each ->
                                each.source().equals("altered or added")
                                        && each.text().contains("980"));
    }

    @Test
    void aMessageWithoutAReceiverIsLostAndNothingElseIsAsked() {
        Id scout = run.agent(root, "scout", 10, 200);
        run.model(scout, 20, 190, TASK, FOUND);
        handoff(scout, 195, "scout", "writer");

        Message.Verdicts verdicts = only().verdicts();
        assertThat(verdicts.received().answer()).isEqualTo(Answer.NO);
        assertThat(sources(verdicts.received())).contains("rule message-lost");
        for (Verdict other :
                List.of(verdicts.understood(), verdicts.fresh(), verdicts.qualityChecked())) {
            assertThat(other.answer()).isEqualTo(Answer.NOT_CHECKED);
            assertThat(other.reason()).isEqualTo("nobody received it");
        }
    }

    @Test
    void aMessageThatNothingCameOfIsNotUnderstood() {
        chain(
                FOUND,
                FOUND,
                "Sluices have been built for centuries; whoever wants to know more about their"
                        + " history will find many books in every larger library of the country.");

        Message.Verdicts verdicts = only().verdicts();
        assertThat(verdicts.received().answer()).isEqualTo(Answer.YES);
        assertThat(verdicts.understood().answer()).isEqualTo(Answer.NO);
        assertThat(sources(verdicts.understood())).contains("rule message-ignored");
    }

    @Test
    void anAnswerOnAnotherTaskIsNotUnderstood() {
        Id planner = run.agent(root, "planner", 10, 100);
        run.model(planner, 20, 90, TASK, "Scout: find leaking gates of the sluice at Ulvik");
        handoff(planner, 95, "planner", "scout");
        Id scout = run.agent(root, "scout", 110, 400);
        run.model(
                scout,
                120,
                300,
                "Compare prices of railway tickets between Bergen and Stavanger for students",
                "Tickets cost 450 crowns");

        Verdict understood = only().verdicts().understood();
        assertThat(understood.answer()).isEqualTo(Answer.NO);
        assertThat(sources(understood)).contains("rule message-misunderstood");
    }

    @Test
    void anOlderVersionOfTheContextThanTheSenderHadIsNotFresh() {
        Id scout = run.agent(root, "scout", 10, 200, "context.version", 3);
        run.model(scout, 20, 190, TASK, FOUND);
        Id writer = run.agent(root, "writer", 210, 490, "context.version", 2);
        run.model(writer, 220, 480, TASK + "\n" + FOUND, REPORT);
        run.agent(root, "printer", 500, 600, "context.version", 3);

        List<Message> messages = messages();
        assertThat(messages.getFirst().verdicts().fresh().answer()).isEqualTo(Answer.NO);
        assertThat(messages.getFirst().verdicts().fresh().reason()).contains("1 version behind");
        assertThat(messages.getLast().verdicts().fresh().answer()).isEqualTo(Answer.YES);
    }

    @Test
    void workThatWasJudgedBadAndUsedIsNotCheckedWell() {
        chain(FOUND, FOUND, REPORT);
        Id writer = run.agent(root, "editor", 500, 600);
        run.model(writer, 510, 590, TASK + "\n" + REPORT, REPORT);
        run.span(
                root,
                "judge",
                610,
                650,
                "openinference.span.kind",
                "EVALUATOR",
                "output.value",
                "{\"score\":0.2,\"threshold\":0.7}");
        run.agent(root, "printer", 700, 800);

        assertThat(messages())
                .filteredOn(each -> each.verdicts().qualityChecked().answer() == Answer.NO)
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.boundary()).isEqualTo("printer←editor");
                            assertThat(each.verdicts().qualityChecked().reason()).contains("0.20");
                        });
    }

    @Test
    void aReceiverThatJudgesIsTheCheck() {
        chain(FOUND, FOUND, REPORT);
        Id reviewer = run.agent(root, "reviewer", 500, 600);
        run.model(
                reviewer,
                510,
                590,
                TASK + "\n" + REPORT,
                "{\"score\":0.9,\"threshold\":0.7,\"verdict\":\"approve\"}");

        Verdict checked = messages().getLast().verdicts().qualityChecked();
        assertThat(checked.answer()).isEqualTo(Answer.YES);
        assertThat(checked.reason()).isEqualTo("the receiver judged it");
    }

    @Test
    void withoutPayloadsNothingIsSaidOfThem() {
        Id scout = run.agent(root, "scout", 10, 200);
        run.silentModel(scout, 20, 190);
        handoff(scout, 195, "scout", "writer");
        Id writer = run.agent(root, "writer", 210, 490);
        run.silentModel(writer, 220, 480);

        Message.Verdicts verdicts = only().verdicts();
        assertThat(verdicts.received().answer()).isEqualTo(Answer.YES);
        assertThat(verdicts.understood().answer()).isEqualTo(Answer.NOT_CHECKED);
        assertThat(verdicts.understood().reason()).contains("not recorded");
        assertThat(verdicts.fresh().answer()).isEqualTo(Answer.NOT_CHECKED);
        assertThat(verdicts.fresh().reason()).contains("no version");
    }

    @Test
    void verdictsAreOneOpinionWithTheRules() {
        chain(FOUND, "Findings: see above.", "Nothing is known of any gate so far.");
        Run whole = run.run();
        assertThat(Verdicts.of(whole, List.of()))
                .allMatch(each -> each.verdicts().received().answer() == Answer.YES);
        Report report = new Report(whole);
        for (Rule rule : Rules.all()) {
            rule.check(whole, report);
        }
        assertThat(Verdicts.of(whole, report.findings())).isEqualTo(messages());
    }
}
