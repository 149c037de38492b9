package io.agtrace.render.sections;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Assessment;
import io.agtrace.analyzers.agents.Budget;
import io.agtrace.analyzers.agents.ContextUse;
import io.agtrace.analyzers.agents.Decision;
import io.agtrace.analyzers.agents.Decision.Alternative;
import io.agtrace.analyzers.agents.Evidence;
import io.agtrace.analyzers.agents.Fallback;
import io.agtrace.analyzers.agents.FanOut;
import io.agtrace.analyzers.agents.Loop;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.agents.Owners;
import io.agtrace.analyzers.agents.Retry;
import io.agtrace.analyzers.agents.Segment;
import io.agtrace.analyzers.agents.Stretch;
import io.agtrace.analyzers.agents.Turns;
import io.agtrace.analyzers.agents.Verdict;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.render.Runs;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Builds views of runs by hand, record by record. */
final class Views {
    static final Evidence EVIDENCE = new Evidence(0, "time", "");
    static final Verdict NOT_CHECKED = Verdict.notChecked("no payload is recorded");

    private final Workflow workflow;
    final List<AgentInvocation> stays = new ArrayList<>();
    final List<Message> messages = new ArrayList<>();
    final List<Decision> decisions = new ArrayList<>();
    final List<Loop> loops = new ArrayList<>();
    final List<Retry> retries = new ArrayList<>();
    final List<Fallback> fallbacks = new ArrayList<>();
    final List<FanOut> fanOuts = new ArrayList<>();
    final List<Stretch> stretches = new ArrayList<>();
    final List<Segment> path = new ArrayList<>();
    final List<Segment> gaps = new ArrayList<>();
    final List<Budget> budgets = new ArrayList<>();
    final List<Assessment> assessments = new ArrayList<>();
    final List<ContextUse> contextUses = new ArrayList<>();
    String outcome = "";

    Views(Workflow workflow) {
        this.workflow = workflow;
    }

    static long at(double millis) {
        return Runs.START + took(millis);
    }

    static long took(double millis) {
        return Math.round(millis * 1_000_000);
    }

    AgentsView build() {
        return new AgentsView(
                workflow,
                stays,
                messages,
                decisions,
                loops,
                retries,
                fallbacks,
                fanOuts,
                stretches,
                path,
                gaps,
                budgets,
                assessments,
                contextUses,
                outcome,
                Owners.NONE,
                Turns.of(workflow));
    }

    void stay(String agent, double start, double end, int models, int tools, boolean failed) {
        stays.add(
                new AgentInvocation(
                        stays.size(),
                        agent,
                        0,
                        -1,
                        at(start),
                        at(end),
                        null,
                        null,
                        Collections.nCopies(models, 0),
                        Collections.nCopies(tools, 0),
                        models * 12_000L,
                        models * 800L,
                        models == 0 ? -1 : models * 0.03,
                        took((end - start) * 0.8),
                        took((end - start) * 0.2),
                        failed,
                        List.of(EVIDENCE)));
    }

    void decision(
            double time,
            boolean explicit,
            String by,
            String type,
            String chosen,
            double confidence,
            String reason,
            @Nullable Boolean asDecided,
            String followed,
            Alternative... others) {
        decisions.add(
                new Decision(
                        decisions.size(),
                        0,
                        -1,
                        by,
                        explicit,
                        type,
                        chosen,
                        at(time),
                        confidence,
                        reason,
                        !explicit,
                        List.of(),
                        List.of(others),
                        "",
                        -1,
                        followed,
                        asDecided,
                        "",
                        List.of(EVIDENCE)));
    }

    void message(
            Message.Kind kind,
            String sender,
            String receiver,
            double time,
            @Nullable String payload,
            double confidence,
            Message.Verdicts verdicts) {
        messages.add(
                new Message(
                        messages.size(),
                        kind,
                        sender,
                        receiver,
                        0,
                        verdicts.received().answer() == Verdict.Answer.NO ? -1 : 0,
                        -1,
                        -1,
                        at(time),
                        at(time + 12),
                        payload == null ? null : AnyValue.of(payload),
                        null,
                        confidence < 1,
                        confidence,
                        List.of(EVIDENCE),
                        verdicts));
    }

    static Message.Verdicts verdicts(Verdict received, Verdict fresh) {
        return new Message.Verdicts(
                Verdict.yes("a span shows it"), received, NOT_CHECKED, fresh, NOT_CHECKED);
    }

    void loop(Loop.Kind kind, int outer, List<String> body, int rounds, int still, String ended) {
        List<Loop.Iteration> iterations = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            String change = i == 0 ? "" : "draft grew by 120 words";
            iterations.add(
                    new Loop.Iteration(
                            0,
                            0,
                            at(30_100 + i * 4_000),
                            at(32_500 + i * 4_100),
                            false,
                            () -> change,
                            i < rounds - still));
        }
        loops.add(
                new Loop(
                        loops.size(),
                        kind,
                        0,
                        outer,
                        body,
                        body,
                        iterations,
                        ended,
                        rounds + 1,
                        List.of(EVIDENCE)));
    }

    void retry(String call, boolean silent, boolean succeeded, String error) {
        List<Retry.Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            boolean failed = i < 2 || !succeeded;
            double start = 14_300 + i * 2_700;
            attempts.add(
                    new Retry.Attempt(
                            0,
                            -1,
                            at(start),
                            at(start + 700),
                            i == 0 ? 0 : took(1_000 * i),
                            failed,
                            failed ? error : ""));
        }
        retries.add(
                new Retry(
                        retries.size(),
                        call,
                        0,
                        attempts,
                        silent,
                        succeeded,
                        took(700),
                        took(6_100),
                        silent ? -1 : 3,
                        List.of(EVIDENCE)));
    }

    void segment(int node, String owner, double start, double end, String reason) {
        path.add(new Segment(node, owner, at(start), at(end), reason));
    }

    /** The agents' side of {@link Runs#report}, with what hostile agents would say. */
    static AgentsView report() {
        Views views = new Views(Runs.report());
        views.stay("planner", 5, 2_050, 1, 0, false);
        views.stay("researcher-1", 2_100, 14_000, 1, 7, false);
        views.stay("研究者二号 👩\u200d🔬", 2_100, 11_000, 0, 1, true);
        views.stay("writer", 14_200, 29_900, 2, 0, false);
        views.stay("reviewer", 30_000, 38_000, 2, 0, false);
        views.stay("reviewer", 38_000, 47_000, 2, 0, false);
        decisions(views);
        messages(views);
        views.loop(
                Loop.Kind.CYCLE,
                -1,
                List.of("review draft", "score draft"),
                4,
                1,
                "the score reached its threshold");
        views.loop(Loop.Kind.REASONING, 0, List.of("chat", "web_\u001b[1msearch"), 3, 0, "");
        views.retry("chat gpt-4o", true, true, "Request timed out.");
        views.retry("web_search", false, false, "HTTP 503\nfrom \u202esearch.example");
        views.fallbacks.add(
                new Fallback(17, 18, "gpt-4o", "gpt-4o-mini", "rate limited", List.of(EVIDENCE)));
        views.fanOuts.add(
                new FanOut(
                        0,
                        1,
                        List.of(
                                new FanOut.Branch(
                                        4, "researcher-1", at(2_100), at(14_000), 0, false),
                                new FanOut.Branch(
                                        12,
                                        "研究者二号 👩\u200d🔬",
                                        at(2_100),
                                        at(11_000),
                                        took(3_000),
                                        true)),
                        17,
                        0,
                        List.of(EVIDENCE)));
        views.stretches.add(new Stretch(21, List.of(22, 24, 26), took(4_800)));
        views.segment(2, "planner", 0, 1_000, "model call");
        views.segment(3, "planner", 1_000, 2_100, "model call");
        views.segment(10, "researcher-1", 2_100, 14_000, "writer waited for its result");
        views.segment(-1, "", 14_000, 14_200, "nothing recorded between the two");
        views.segment(18, "writer", 14_200, 29_900, "model call after 2 failed attempts");
        views.segment(21, "reviewer", 29_900, 47_000, "loop of 4 rounds");
        views.gaps.add(
                new Segment(-1, "", at(15_000), at(17_000), "nothing recorded between two calls"));
        views.gaps.add(new Segment(-1, "", at(14_000), at(14_200), "nothing recorded"));
        Evidence limit = new Evidence(17, "http.client.timeout", "700");
        views.budgets.add(
                new Budget(17, "request timeout", took(700), took(700), true, false, limit));
        views.budgets.add(
                new Budget(0, "deadline", took(60_000), took(47_000), false, true, limit));
        views.assessments.add(
                new Assessment(22, 17, "groundedness", 0.62, 0.8, "weak", false, EVIDENCE));
        views.assessments.add(
                new Assessment(24, 17, "toxicity", 0, Double.NaN, "none", true, EVIDENCE));
        views.assessments.add(
                new Assessment(
                        26, 99, "tone", Double.NaN, Double.NaN, "\u001b[2J", null, EVIDENCE));
        views.contextUses.add(
                new ContextUse(
                        4, "market-data", "v41", at(-60_000), took(62_100), false, EVIDENCE));
        views.contextUses.add(
                new ContextUse(17, "draft", "v\u0007 2", Span.NO_TIME, -1, true, EVIDENCE));
        views.outcome = "report_rejected";
        return views.build();
    }

    private static void decisions(Views views) {
        views.decision(
                1_900,
                true,
                "planner",
                "routing",
                "researcher-1",
                0.78,
                "The question needs fresh figures on tides,\nwhich only a search can give.",
                true,
                "researcher-1",
                new Alternative("writer", 0.12, ""),
                new Alternative("研究者二号", 0.1, ""),
                new Alternative("nobody", -1, ""));
        for (int i = 0; i < 3; i++) {
            views.decision(
                    2_200 + i,
                    false,
                    "researcher-1",
                    "tool choice",
                    "web_search",
                    -1,
                    "",
                    true,
                    "");
        }
        views.decision(
                29_100,
                true,
                "route \u001b]0;owned\u0007 after draft",
                "routing",
                "publisher",
                0.55,
                "",
                false,
                "reviewer");
        views.decision(
                46_900,
                false,
                "reviewer",
                "termination",
                "end",
                -1,
                "Good enough. \u202eNothing is missing any more.",
                null,
                "");
    }

    private static void messages(Views views) {
        Verdict yes = Verdict.yes("it stands in the receiver's input");
        views.message(
                Message.Kind.DELEGATION,
                "planner",
                "researcher-1",
                2_090,
                "Find the tide tables of Brest\n\tand of Saint-Malo.",
                1,
                verdicts(yes, NOT_CHECKED));
        views.message(
                Message.Kind.DELEGATION,
                "planner",
                "研究者二号 👩\u200d🔬",
                2_095,
                "Find \u001b[31mred\u001b[0m sources.",
                0.75,
                verdicts(yes, Verdict.no("version 41 was read, 43 had been written")));
        views.message(
                Message.Kind.RETURN,
                "researcher-1",
                "planner",
                14_000,
                null,
                0.6,
                verdicts(NOT_CHECKED, NOT_CHECKED));
        views.message(
                Message.Kind.QUEUE,
                "writer",
                "",
                29_900,
                "{\"draft\": \"Tides are\"}",
                1,
                verdicts(Verdict.no("nothing took it from the queue"), NOT_CHECKED));
    }
}
