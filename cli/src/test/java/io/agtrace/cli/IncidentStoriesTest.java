package io.agtrace.cli;

import static io.agtrace.cli.IncidentScene.agent;
import static io.agtrace.cli.IncidentScene.http;
import static io.agtrace.cli.IncidentScene.model;
import static io.agtrace.cli.IncidentScene.timeout;
import static io.agtrace.cli.IncidentScene.tool;
import static io.agtrace.cli.IncidentScene.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.cli.IncidentScene.Told;
import io.agtrace.fixtures.Dialect;
import io.agtrace.fixtures.Step;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;

/// Incidents as people tell them; for each, what `find-failure` says first must be what they would
/// have wanted to hear.
class IncidentStoriesTest {
    private static final int MINUTE = 60;

    /// "The approval died after 45 minutes with 'timeout'": whose wait, and on which budget?
    @ParameterizedTest
    @EnumSource
    void anApprovalWaitsUntilTheRunTimesOut(Dialect dialect) {
        Step root =
                workflow("purchase_approval", "Approve purchase order PO-7731 over 48,200 EUR.");
        Step drafter = agent("drafter", "Draft the approval of PO-7731.", "Draft for PO-7731.");
        drafter.add(model(drafter, "Draft for PO-7731, 48,200 EUR, cost centre 4410.", 6));
        Step approver = agent("approval_agent", "Get the approval of PO-7731.", "");
        approver.add(model(approver, "I ask the head of finance.", 2));
        Step wait = tool(approver, "await_manager_approval", "{\"order\":\"PO-7731\"}", "", 2691.9);
        wait.failure(timeout("timeout"));
        approver.add(wait).failure(timeout("timeout"));
        root.add(drafter).add(approver).failure(timeout("timeout"));

        Told told = new IncidentScene(dialect).told(root);

        assertThat(told.rule()).as("%s", told).isIn("hang", "timeout-budget-conflict");
        assertThat(told.beganAt(wait)).as("%s", told).isTrue();
        assertThat(told.agent()).isEqualTo("approval_agent");
        assertThat(told.narrative())
                .contains("await_manager_approval", "purchase_approval", "45 min", "timeout");
    }

    /// The same where the wait is a question asked every other minute.
    @ParameterizedTest
    @EnumSource
    void anApprovalIsAskedForUntilTheRunTimesOut(Dialect dialect) {
        Step root =
                workflow("purchase_approval", "Approve purchase order PO-7731 over 48,200 EUR.");
        root.note("timeout_ms", 45L * MINUTE * 1000);
        Step approver = agent("approval_agent", "Get the approval of PO-7731.", "");
        approver.add(model(approver, "I ask the head of finance.", 2));
        List<Step> polls = new ArrayList<>();
        for (int i = 0; i < 22; i++) {
            Step poll =
                    tool(approver, "approval_status", "{\"order\":\"PO-7731\"}", "pending", 0.2);
            poll.timing(i == 0 ? 0 : IncidentScene.nanos(122), IncidentScene.nanos(0.2), 0);
            polls.add(poll);
            approver.add(poll);
        }
        approver.timing(0, IncidentScene.nanos(0.1), IncidentScene.nanos(131.2));
        approver.failure(timeout("timeout"));
        root.add(approver).failure(timeout("workflow timeout"));

        Told told = new IncidentScene(dialect).told(root);

        assertThat(told.rule()).as("%s", told).isIn("hang", "timeout-budget-conflict");
        assertThat(polls.stream().anyMatch(told::beganAt)).as("%s", told).isTrue();
        assertThat(told.agent()).isEqualTo("approval_agent");
        assertThat(told.narrative())
                .contains("approval_status", "purchase_approval", "45 min", "pending");
    }

    /// "The market research takes half a minute": which call, and how much is to be won?
    @ParameterizedTest
    @EnumSource
    void aJoinWaitsForTheSlowBranch(Dialect dialect) {
        Step root = workflow("market_research", "Research the market for heat pumps.");
        Step planner = agent("planner", "Plan the research.", "Three questions.");
        planner.add(model(planner, "Three questions: size, rivals, prices.", 1.1));
        root.add(planner);
        Step slow = null;
        String[] names = {"size_researcher", "rival_researcher", "price_researcher"};
        double[] seconds = {2.4, 27.5, 1.8};
        for (int i = 0; i < names.length; i++) {
            Step researcher = agent(names[i], "Find question " + i + ".", "Answer " + i);
            Step search = tool(researcher, "search_" + i, "{\"q\":" + i + "}", "hits", seconds[i]);
            researcher.add(model(researcher, "I search for it.", 0.7)).add(search);
            researcher.add(model(researcher, "Answer " + i, 0.9)).concurrent(i > 0);
            slow = i == 1 ? search : slow;
            root.add(researcher);
        }
        Step writer = agent("writer", "Write the report from Answer 0, Answer 1, Answer 2.", "Ok");
        root.add(writer.add(model(writer, "The report.", 3))).output("The report.");

        Told told = new IncidentScene(dialect).told(root);

        assertThat(told.rule()).as("%s", told).isEqualTo("slow-join");
        assertThat(slow != null && told.beganAt(slow)).as("%s", told).isTrue();
        assertThat(told.agent()).isEqualTo("rival_researcher");
        assertThat(told.narrative()).contains("search_1", "27.5 s", "Up to 25.1 s are to be won");
    }

    /// Five attempts that nobody knows of, each cut by a limit shorter than an answer takes.
    @ParameterizedTest
    @EnumSource
    void fiveSilentRetriesBehindAMisconfiguredTimeout(Dialect dialect) {
        Step root = workflow("credit_check", "Check the credit of customer C-553.");
        Step checker = agent("checker", "Check the credit of C-553.", "Rating A2");
        checker.add(model(checker, "I ask the bureau.", 1));
        Step first = null;
        for (int i = 0; i < 5; i++) {
            Step call = tool(checker, "credit_bureau", "{\"customer\":\"C-553\"}", "", 2);
            call.failure(timeout("request timed out after 2 s"));
            call.timing(IncidentScene.nanos(0.2), IncidentScene.nanos(2), 0);
            first = first == null ? call : first;
            checker.add(call);
        }
        checker.add(tool(checker, "credit_bureau", "{\"customer\":\"C-553\"}", "A2", 1.9));
        checker.add(model(checker, "Rating A2", 1));
        root.add(checker).output("Rating A2");

        Told told = new IncidentScene(dialect).told(root);

        assertThat(told.rule()).as("%s", told).isIn("silent-retries", "timeout-budget-conflict");
        assertThat(first != null && told.beganAt(first)).as("%s", told).isTrue();
        assertThat(told.agent()).isEqualTo("checker");
        assertThat(told.narrative())
                .contains("credit_bureau", "5 times", "10.8 s")
                .containsPattern("2(\\.0)? s");
    }

    /// A client that waits 3 s for an API that takes 5 s, under an orchestrator that gives it 4 s.
    @ParameterizedTest
    @EnumSource
    void aClientAnApiAndAnOrchestratorWhoseLimitsDoNotFit(Dialect dialect) {
        IncidentScene scene = new IncidentScene(dialect);
        Step root = workflow("quote", "Quote the delivery to Bergen.");
        Step pricing = agent("pricing", "Price the delivery to Bergen.", "");
        Step first = tool(pricing, "tariff_api", "{\"to\":\"Bergen\"}", "", 3);
        Step served = http("tariff-service", 2.9);
        scene.lasting(served, 5);
        first.timing(0, IncidentScene.nanos(0.05), IncidentScene.nanos(0.05)).add(served);
        first.failure(new Step.Failure("ReadTimeout", "read timed out after 3 s"));
        Step second = tool(pricing, "tariff_api", "{\"to\":\"Bergen\"}", "", 0.88);
        second.failure(new Step.Failure("CancelledError", "cancelled"));
        pricing.timing(0, IncidentScene.nanos(0.05), 0).add(first).add(second);
        pricing.failure(timeout("step timed out: budget of 4 s used up"));
        root.add(pricing).failure(timeout("step timed out: budget of 4 s used up"));

        Told told = scene.told(root);

        assertThat(told.rule()).as("%s", told).isEqualTo("timeout-budget-conflict");
        assertThat(told.beganAt(first)).as("%s", told).isTrue();
        assertThat(told.agent()).isEqualTo("pricing");
        assertThat(told.narrative())
                .contains("tariff_api", "3.0 s", "4.0 s", "5.0 s", "2 attempts");
    }

    /// A consumer that runs before the payload of its producer is complete.
    @ParameterizedTest
    @EnumSource
    void aConsumerRunsBeforeTheFullPayloadArrived(Dialect dialect) {
        String half = "Berlin sold 1,204 units\nHamburg sold 877 units\nMunich sold 1,533 units";
        String rest = "\nCologne sold 640 units\nLeipzig sold 412 units\nBremen sold 291 units";
        Step root = workflow("sales_report", "Report the sales of March by city.");
        Step collector = agent("collector", "Collect the sales of March by city.", half + rest);
        Step query = tool(collector, "sales_db", "{\"month\":\"2026-03\"}", half + rest, 2);
        collector.add(query).add(model(collector, half + rest, 2.5));
        Step writer = agent("writer", half, "Berlin sold 1,204, Hamburg 877, Munich 1,533.");
        writer.add(model(writer, "Berlin sold 1,204, Hamburg 877, Munich 1,533.", 4));
        writer.timing(IncidentScene.nanos(3.1), IncidentScene.nanos(0.01), 0).concurrent(true);
        root.add(collector).add(writer).output("Berlin sold 1,204, Hamburg 877, Munich 1,533.");

        Told told = new IncidentScene(dialect).told(root);

        assertThat(told.rule()).as("%s", told).isEqualTo("premature-consumption");
        assertThat(told.agent()).isEqualTo("writer");
        assertThat(told.first().at("/boundary/from").asText()).isEqualTo("collector");
        assertThat(told.narrative()).contains("writer", "collector", "before", "Cologne");
    }

    /// "The dashboard says 2.1 s, the customer waited for 47 s."
    @ParameterizedTest
    @EnumSource
    void aDashboardOfTwoSecondsForARunOfFortySeven(Dialect dialect) {
        IncidentScene scene = new IncidentScene(dialect);
        Step root = workflow("claims", "Handle claim K-20.");
        Step intake = agent("intake", "Take in claim K-20.", "K-20 is complete.");
        intake.add(model(intake, "K-20 is complete.", 1.5));
        Step assessor = agent("assessor", "Assess claim K-20: complete.", "Pay 1,240 EUR.");
        assessor.add(tool(assessor, "damage_photos", "{\"claim\":\"K-20\"}", "4 photos", 31));
        assessor.add(model(assessor, "Pay 1,240 EUR.", 14.4));
        root.add(intake).add(assessor).output("accepted");
        scene.lasting(root, 2.1);

        Told told = scene.told(root);

        assertThat(told.rule()).as("%s", told).isEqualTo("hidden-time");
        assertThat(told.beganAt(root)).as("%s", told).isTrue();
        assertThat(told.narrative()).contains("claims", "2.1 s", "46.9 s");
    }

    /// The same where the page shows the last attempt of a step that was repeated.
    @ParameterizedTest
    @EnumSource
    void aDashboardThatShowsTheLastAttemptOnly(Dialect dialect) {
        Step root = workflow("claims", "Handle claim K-20.");
        Step assessor = agent("assessor", "Assess claim K-20.", "Pay 1,240 EUR.");
        assessor.add(model(assessor, "I look at the photos.", 0.8));
        Step first = null;
        double[] seconds = {10, 12.5, 16.5};
        for (double each : seconds) {
            Step failed = tool(assessor, "damage_photos", "{\"claim\":\"K-20\"}", "", each);
            failed.failure(new Step.Failure("HTTPError", "502 Bad Gateway"));
            failed.timing(IncidentScene.nanos(1.5), IncidentScene.nanos(each), 0);
            first = first == null ? failed : first;
            assessor.add(failed);
        }
        assessor.add(tool(assessor, "damage_photos", "{\"claim\":\"K-20\"}", "4 photos", 2.1));
        assessor.add(model(assessor, "Pay 1,240 EUR.", 0.7));
        root.add(assessor).output("Pay 1,240 EUR.");

        Told told = new IncidentScene(dialect).told(root);

        assertThat(told.rule()).as("%s", told).isIn("silent-retries", "hidden-time");
        assertThat(first != null && told.beganAt(first)).as("%s", told).isTrue();
        assertThat(told.narrative()).contains("damage_photos", "3 times", "2.1 s", "42.0 s");
    }
}
