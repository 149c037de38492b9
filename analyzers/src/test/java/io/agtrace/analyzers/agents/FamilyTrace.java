package io.agtrace.analyzers.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.Workflow;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A trace of the corpus and what a person read in it. What is not put down is not there: a trace
 * without {@code decisions} has none.
 *
 * <p>Words: agents as {@code writer}, or {@code writer in manager} where one stay stands in
 * another's; messages as {@code handoff planner → writer}, with {@code lost} before a receiver who
 * never received it and {@code ?} behind one that only the order of events suggests; decisions as
 * {@code handoff: planner -> writer => writer}, what was decided before what followed; loops as
 * {@code CYCLE writer,reviewer x2}; fan-outs as {@code a*,b -> join}, a star for a branch that had
 * time left when the last one ended; retries as {@code search x3}.
 */
final class FamilyTrace {
    private final String file;
    private List<String> agents = List.of();
    private List<String> messages = List.of();
    private List<String> decisions = List.of();
    private List<String> loops = List.of();
    private List<String> fanOuts = List.of();
    private List<String> retries = List.of();
    private String tokens = "0/0";
    private double costUsd = -1;
    private boolean controlFlow = true;
    private int run = -1;

    private FamilyTrace(String file) {
        this.file = file;
    }

    static FamilyTrace trace(String file) {
        return new FamilyTrace(file);
    }

    /** Looks at one of several runs in the file, by its place in a listing. */
    FamilyTrace run(int index) {
        run = index;
        return this;
    }

    FamilyTrace agents(String... read) {
        agents = List.of(read);
        return this;
    }

    FamilyTrace messages(String... read) {
        messages = List.of(read);
        return this;
    }

    FamilyTrace decisions(String... read) {
        decisions = List.of(read);
        return this;
    }

    FamilyTrace loops(String... read) {
        loops = List.of(read);
        return this;
    }

    FamilyTrace fanOuts(String... read) {
        fanOuts = List.of(read);
        return this;
    }

    FamilyTrace retries(String... read) {
        retries = List.of(read);
        return this;
    }

    /** Tokens of all model calls, each counted once. */
    FamilyTrace tokens(long input, long output) {
        tokens = input + "/" + output;
        return this;
    }

    /** The sum of what single calls cost, in US dollars. */
    FamilyTrace cost(double usd) {
        costUsd = usd;
        return this;
    }

    /** Times in the file are made up, so that who ran beside whom means nothing. */
    FamilyTrace withoutTimes() {
        controlFlow = false;
        return this;
    }

    static Stream<DynamicTest> tests(FamilyTrace... traces) {
        return Stream.of(traces).map(each -> DynamicTest.dynamicTest(each.file, each::check));
    }

    private void check() throws IOException {
        Workflow workflow =
                run < 0 ? AgentsTestSupport.corpus(file) : AgentsTestSupport.corpus(file, run);
        AgentsView view = AgentsView.of(workflow);
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(agents(view)).as("agents").isEqualTo(agents);
        softly.assertThat(AgentsTestSupport.messages(view.messages()))
                .as("messages")
                .isEqualTo(messages);
        softly.assertThat(decisions(view)).as("decisions").isEqualTo(decisions);
        if (controlFlow) {
            softly.assertThat(loops(view)).as("loops").isEqualTo(loops);
            softly.assertThat(fanOuts(view)).as("fan-outs").isEqualTo(fanOuts);
            softly.assertThat(retries(view)).as("retries").isEqualTo(retries);
        }
        softly.assertThat(
                        workflow.summary().inputTokens() + "/" + workflow.summary().outputTokens())
                .as("tokens")
                .isEqualTo(tokens);
        softly.assertAll();
        usage(workflow, view);
    }

    /** Where agents made all the calls, theirs add up to the run's. */
    private void usage(Workflow workflow, AgentsView view) {
        long calls = view.invocations().stream().mapToLong(each -> each.modelCalls().size()).sum();
        if (!agents.isEmpty() && calls == workflow.summary().modelCalls()) {
            assertThat(
                            view.invocations().stream()
                                            .mapToLong(AgentInvocation::inputTokens)
                                            .sum()
                                    + "/"
                                    + view.invocations().stream()
                                            .mapToLong(AgentInvocation::outputTokens)
                                            .sum())
                    .as("tokens of all agents")
                    .isEqualTo(tokens);
        }
        List<Double> costs = new ArrayList<>();
        view.invocations().stream()
                .mapToDouble(AgentInvocation::costUsd)
                .filter(cost -> cost >= 0)
                .forEach(costs::add);
        double sum = costs.stream().mapToDouble(Double::doubleValue).sum();
        assertThat(costs.isEmpty() ? -1 : Math.rint(sum * 1e9) / 1e9).as("cost").isEqualTo(costUsd);
    }

    private static List<String> agents(AgentsView view) {
        return view.invocations().stream()
                .map(
                        each ->
                                each.parent() < 0
                                        ? each.agent()
                                        : each.agent()
                                                + " in "
                                                + view.invocations().get(each.parent()).agent())
                .toList();
    }

    private static List<String> decisions(AgentsView view) {
        return view.decisions().stream()
                .map(
                        each ->
                                each.type()
                                        + ": "
                                        + each.by()
                                        + " -> "
                                        + each.chosen()
                                        + (each.followed().isEmpty() ? "" : " => ")
                                        + each.followed()
                                        + (Boolean.FALSE.equals(each.asDecided()) ? " (!)" : ""))
                .toList();
    }

    private static List<String> loops(AgentsView view) {
        return view.loops().stream()
                .map(
                        each ->
                                each.kind()
                                        + " "
                                        + String.join(",", each.body())
                                        + " x"
                                        + each.iterations().size())
                .toList();
    }

    private static List<String> fanOuts(AgentsView view) {
        SpanTree tree = view.workflow().tree();
        return view.fanOuts().stream()
                .map(
                        each ->
                                each.branches().stream()
                                                .map(
                                                        b ->
                                                                b.name()
                                                                        + (b.slackNanos() > 0
                                                                                ? "*"
                                                                                : ""))
                                                .collect(Collectors.joining(","))
                                        + " -> "
                                        + (each.joinNode() < 0
                                                ? "nothing"
                                                : tree.span(each.joinNode()).name()))
                .toList();
    }

    private static List<String> retries(AgentsView view) {
        return view.retries().stream()
                .map(each -> each.call() + " x" + each.attempts().size())
                .toList();
    }
}
