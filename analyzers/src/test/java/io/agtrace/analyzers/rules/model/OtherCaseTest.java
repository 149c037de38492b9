package io.agtrace.analyzers.rules.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.resilience.CallRuns;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;

/** Ids of a case that is not the run's. */
final class OtherCaseTest {
    private static final Rule RULE = new UngroundedArguments();
    private static final String TASK = "Settle the claim CL-20419 for the flat in Graz";

    private final CallRuns run = new CallRuns();

    private Id clerk() {
        Id clerk = run.agent(run.root(1000), "clerk", 0, 990);
        use(clerk, 0, "read_claim", "CL-20419", "[{\"sum\":480}]");
        return clerk;
    }

    private void use(Id clerk, long at, String tool, String claim, String result) {
        String arguments = "{\"claim\":\"" + claim + "\"}";
        run.asks(clerk, at, at + 50, TASK, "c" + at, tool, arguments);
        run.tool(clerk, tool, at + 60, at + 90, arguments, result, "gen_ai.tool.call.id", "c" + at);
    }

    @Test
    void anIdOfAnotherCase() {
        use(clerk(), 100, "list_photos", "ZX-77853", "[]");

        assertThat(run.found(RULE)).containsExactly("ungrounded-arguments defect at 5 (clerk)");
        assertThat(run.check(RULE).findings().getFirst().narrative())
                .contains("ZX-77853", "CL-20419");
    }

    @Test
    void anIdOfAnotherCaseThatGaveAResultIsASuspicion() {
        use(clerk(), 100, "list_photos", "ZX-77853", "[{\"photo\":\"roof\"}]");

        assertThat(run.found(RULE)).containsExactly("ungrounded-arguments suspicion at 5 (clerk)");
    }

    @Test
    void anIdThatAnEarlierResultHoldsIsNoOtherCase() {
        Id clerk = clerk();
        use(clerk, 100, "find_related", "CL-20419", "[{\"claim\":\"ZX-77853\"}]");
        use(clerk, 200, "list_photos", "ZX-77853", "[]");

        assertThat(run.found(RULE)).isEmpty();
    }

    @Test
    void aListOfCasesIsNotOne() {
        Id clerk = run.agent(run.root(1000), "clerk", 0, 990);
        run.tool(
                clerk,
                "open_claims",
                1,
                50,
                "{}",
                "[{\"claim\":\"CL-20419\"},{\"claim\":\"DK-31007\"}]");
        use(clerk, 100, "read_claim", "CL-20419", "[{\"sum\":480}]");
        use(clerk, 200, "read_claim", "DK-31007", "[{\"sum\":75}]");
        use(clerk, 300, "read_claim", "ZX-77853", "[]");

        assertThat(run.found(RULE)).isEmpty();
    }

    @Test
    void aCallThatWasPutRightIsNothing() {
        Id clerk = clerk();
        use(clerk, 100, "list_photos", "ZX-77853", "[]");
        use(clerk, 200, "list_photos", "CL-20419", "[{\"photo\":\"roof\"}]");

        assertThat(run.found(RULE)).isEmpty();
    }
}
