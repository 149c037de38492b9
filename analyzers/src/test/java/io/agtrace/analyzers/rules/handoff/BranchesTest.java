package io.agtrace.analyzers.rules.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;

/** Branches that nobody waited for, and work that was done twice without an id that tells it. */
final class BranchesTest {
    private static final String TASK = "Is the old mill bridge safe for lorries?";
    private static final String CRACKS =
            "Pier P-118 has cracks of 47 mm, photo IMG-9031 shows rust";
    private static final String LOADS = "Lorries of 38 tonnes cross it, peak PK-552 on 2027-03-14";

    private final RuleRuns run = new RuleRuns();

    private void hand(Id sender, long at, String from, String to) {
        run.span(sender, "handoff", at, at + 1, "handoff.from", from, "handoff.to", to);
    }

    /** Two surveyors side by side; the writer begins at 300 with what it is given. */
    private void survey(long slowEnd, String given, String laterAnswer) {
        Id root = run.span(null, "survey", 0, 990, "input.value", TASK);
        Id lead = run.agent(root, "lead", 1, 50);
        run.model(lead, 2, 40, TASK, "Both shall look at the old mill bridge");
        hand(lead, 41, "lead", "cracks");
        hand(lead, 43, "lead", "loads");
        Id loads = run.agent(root, "loads", 60, 290);
        run.model(loads, 61, 280, TASK, LOADS);
        hand(loads, 285, "loads", "writer");
        Id cracks = run.agent(root, "cracks", 60, slowEnd);
        run.model(cracks, 61, slowEnd - 1, TASK, CRACKS);
        Id writer = run.agent(root, "writer", 300, 900);
        run.model(writer, 301, 899, TASK + "\n" + given, laterAnswer);
    }

    @Test
    void findsAConsumerThatLeftABranchOut() {
        survey(700, LOADS, "Safe: lorries of 38 tonnes crossed it on 2027-03-14");

        assertThat(run.found(new PrematureConsumption()))
                .containsExactly("premature-consumption defect at 12 (writer)");
        assertThat(run.check(new PrematureConsumption()).findings().getFirst().narrative())
                .contains("cracks", "P-118");
    }

    @Test
    void leavesAJoinAloneThatWaited() {
        survey(295, LOADS, "Safe: lorries of 38 tonnes crossed it on 2027-03-14");

        assertThat(run.found(new PrematureConsumption())).isEmpty();
    }

    @Test
    void leavesABranchAloneWhoseFindingsComeLater() {
        survey(700, LOADS, "Safe: lorries of 38 tonnes crossed it on 2027-03-14");
        Id editor = run.agent(null, "editor", 910, 980);
        run.model(editor, 911, 979, LOADS + "\n" + CRACKS, "Not safe. " + CRACKS);

        assertThat(run.found(new PrematureConsumption())).isEmpty();
    }

    /** A clerk that is given the same work at 100 and at another time, and asks a tool for it. */
    private Id clerks(long second, String secondWork, String secondResult) {
        Id root = run.span(null, "claims", 0, 990);
        clerk(root, 100, "Settle claim CL-20419 of 12 March", "Paid 480.50 for CL-20419");
        clerk(root, second, secondWork, secondResult);
        return root;
    }

    private void clerk(Id root, long start, String work, String result) {
        Id clerk =
                run.agent(
                        root,
                        "clerk",
                        start,
                        start + 90,
                        "input.value",
                        work,
                        "output.value",
                        result);
        run.tool(clerk, "pay", start + 10, start + 80, "{\"claim\":\"" + work + "\"}", result);
    }

    @Test
    void findsWorkThatWasDoneTwice() {
        clerks(300, "Settle claim CL-20419 of 12 March", "Paid 480.50 for CL-20419");

        assertThat(run.found(new DuplicateDelivery()))
                .containsExactly("duplicate-delivery suspicion at 4 (clerk)");
    }

    @Test
    void leavesOtherWorkOfTheSameAgentAlone() {
        clerks(300, "Settle claim CL-20733 of 14 March", "Paid 99.10 for CL-20733");

        assertThat(run.found(new DuplicateDelivery())).isEmpty();
    }

    @Test
    void leavesARoundOfALoopAlone() {
        Id root = clerks(300, "Settle claim CL-20419 of 12 March", "Paid 480.50 for CL-20419");
        run.agent(root, "auditor", 200, 290, "output.value", "Settle it again");

        assertThat(run.found(new DuplicateDelivery())).isEmpty();
    }

    @Test
    void leavesAVoteOfThreeAlone() {
        Id root = clerks(300, "Settle claim CL-20419 of 12 March", "Paid 480.50 for CL-20419");
        clerk(root, 500, "Settle claim CL-20419 of 12 March", "Paid 480.50 for CL-20419");

        assertThat(run.found(new DuplicateDelivery())).isEmpty();
    }

    @Test
    void leavesWorkAloneThatWasSentTwice() {
        Id root = run.span(null, "claims", 0, 990);
        Id lead = run.agent(root, "lead", 1, 990);
        hand(lead, 90, "lead", "clerk");
        clerk(root, 100, "Settle claim CL-20419 of 12 March", "Paid 480.50 for CL-20419");
        hand(lead, 290, "lead", "clerk");
        clerk(root, 300, "Settle claim CL-20419 of 12 March", "Paid 480.50 for CL-20419");

        assertThat(run.found(new DuplicateDelivery())).isEmpty();
    }
}
