package io.agtrace.render;

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
import io.agtrace.analyzers.agents.Message.Verdicts;
import io.agtrace.analyzers.agents.Owners;
import io.agtrace.analyzers.agents.Retry;
import io.agtrace.analyzers.agents.Segment;
import io.agtrace.analyzers.agents.Stretch;
import io.agtrace.analyzers.agents.Turns;
import io.agtrace.analyzers.agents.Verdict;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.Workflow;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Agents' views made by hand over {@link Runs#report()}. */
public final class AgentRuns {
    /** What no diagram and no terminal may take for its own. */
    public static final String HOSTILE =
            "a; \"b\" <script>alert('x')</script> %%{init}%% #35;\n"
                    + "end\r"
                    + "\u001b[31m `c` $$d$$ | {e} ﬂ°°60¶ß";

    private static final long SECOND = 1_000_000_000;

    private AgentRuns() {}

    private static List<Evidence> evidence(int node) {
        return List.of(new Evidence(node, "span name", "invoke_agent"));
    }

    private static AgentInvocation stay(int index, String agent, int node, int parent) {
        boolean known = index == 0;
        return new AgentInvocation(
                index,
                agent,
                node,
                parent,
                Runs.START + index * SECOND,
                Runs.START + (index + 2) * SECOND,
                known ? AnyValue.of("Plan.") : null,
                known ? new AnyValue.KvlistValue(Attributes.of("steps", AnyValue.of(2L))) : null,
                known ? List.of(2) : List.of(),
                known ? List.of() : List.of(5, 6),
                1_250,
                340,
                known ? 0.25 : -1,
                SECOND,
                SECOND / 2,
                !known,
                evidence(node));
    }

    private static Verdicts verdicts() {
        return new Verdicts(
                Verdict.yes("a span shows it", new Evidence(3, "span name", "handoff")),
                Verdict.no("no span received it"),
                Verdict.notChecked("no payload"),
                Verdict.notChecked("no version"),
                Verdict.notChecked("no evaluation"));
    }

    /** A message of the middle of a run. */
    public static Message message(
            int index, Message.Kind kind, String from, String to, @Nullable String payload) {
        return new Message(
                index,
                kind,
                from,
                to,
                0,
                1,
                3,
                4,
                Runs.START + index * SECOND,
                Runs.START + index * SECOND + 1,
                payload == null ? null : AnyValue.of(payload),
                payload == null ? null : AnyValue.of(payload),
                false,
                1,
                evidence(3),
                verdicts());
    }

    private static Message lost(int index, Message.Kind kind, String from) {
        return new Message(
                index,
                kind,
                from,
                "",
                0,
                -1,
                -1,
                -1,
                Span.NO_TIME,
                Span.NO_TIME,
                null,
                null,
                true,
                0.5,
                List.of(),
                verdicts());
    }

    private static Decision decision(int index, String by, String type, String chosen) {
        boolean full = index == 0;
        return new Decision(
                index,
                20,
                full ? 0 : -1,
                by,
                full,
                type,
                chosen,
                Runs.START + index * SECOND,
                full ? 0.78 : -1,
                full ? "the question needs sources" : "",
                !full,
                full ? List.of("read", "weigh") : List.of(),
                full
                        ? List.of(
                                new Alternative("writer", 0.12, "too early"),
                                new Alternative("stop", -1, ""))
                        : List.of(),
                full ? "user question" : "",
                full ? 4 : -1,
                full ? "invoke_agent researcher-1" : "",
                full ? Boolean.TRUE : null,
                full ? "ok" : "",
                evidence(20));
    }

    /** A view with something of everything, and with as much unknown as can be. */
    public static AgentsView full() {
        List<Message> messages =
                List.of(
                        message(0, Message.Kind.DELEGATION, "", "planner", "Write about tides."),
                        message(1, Message.Kind.HANDOFF, "planner", "researcher-1", HOSTILE),
                        message(2, Message.Kind.RETURN, "researcher-1", "planner", null),
                        message(3, Message.Kind.QUEUE, "planner", "end", "{\"topic\":\"x\"}"),
                        lost(4, Message.Kind.QUEUE, "planner"),
                        lost(5, Message.Kind.DELEGATION, HOSTILE),
                        lost(6, Message.Kind.RETURN, "outside"));
        List<Decision> decisions =
                List.of(
                        decision(0, "planner", "routing", "researcher-1"),
                        decision(1, "route after draft", "routing", "END"),
                        decision(2, "route after draft", "routing", "END"),
                        decision(3, "planner", HOSTILE, HOSTILE),
                        decision(4, "", "", "web_search"));
        return view(Runs.report(), messages, decisions);
    }

    /** Very many messages and decisions among very many. */
    public static AgentsView large(int count) {
        List<Message> messages = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String to = i % 2 == 0 ? "writer" : "reviewer";
            messages.add(message(i, Message.Kind.HANDOFF, "planner", to, "round " + i));
            decisions.add(decision(i, "planner", "tool choice", "tool " + i));
        }
        return view(Runs.report(), messages, decisions);
    }

    private static AgentsView view(
            Workflow workflow, List<Message> messages, List<Decision> decisions) {
        long start = Runs.START;
        Evidence one = evidence(2).getFirst();
        Evidence none = new Evidence(-1, "time", "nothing ran");
        return new AgentsView(
                workflow,
                List.of(
                        stay(0, "planner", 1, -1),
                        stay(1, "researcher-1", 4, 0),
                        stay(2, "researcher-1", 4, 0)),
                messages,
                decisions,
                List.of(
                        new Loop(
                                0,
                                Loop.Kind.CYCLE,
                                21,
                                -1,
                                List.of("review draft", "score draft"),
                                List.of("reviewer"),
                                List.of(
                                        new Loop.Iteration(
                                                22,
                                                23,
                                                start,
                                                start + SECOND,
                                                false,
                                                () -> "",
                                                true),
                                        new Loop.Iteration(
                                                24,
                                                25,
                                                start + SECOND,
                                                start + 2 * SECOND,
                                                true,
                                                () -> "the input",
                                                false)),
                                "the limit was reached",
                                4,
                                evidence(21)),
                        new Loop(
                                1,
                                Loop.Kind.MUTUAL_HANDOFF,
                                -1,
                                0,
                                List.of(),
                                List.of(),
                                List.of(),
                                "",
                                -1,
                                List.of())),
                List.of(
                        new Retry(
                                0,
                                "chat gpt-4o",
                                -1,
                                List.of(
                                        new Retry.Attempt(
                                                18, 0, start, start + 5, 0, true, "timed out"),
                                        new Retry.Attempt(
                                                19, -1, start + 9, start + 20, 4, false, "")),
                                true,
                                true,
                                5,
                                20,
                                -1,
                                evidence(18))),
                List.of(new Fallback(-1, 19, "gpt-4o", "gpt-4o-mini", "timed out", evidence(19))),
                List.of(
                        new FanOut(
                                0,
                                0,
                                List.of(
                                        new FanOut.Branch(
                                                4, "researcher-1", start, start + 9, 0, false),
                                        new FanOut.Branch(12, "two", start, start + 5, 4, true)),
                                17,
                                0,
                                evidence(0)),
                        new FanOut(1, -1, List.of(), -1, -1, List.of())),
                List.of(new Stretch(4, List.of(5, 6), 7)),
                List.of(new Segment(1, "planner", start, start + 9, "it ran")),
                List.of(new Segment(-1, "", start + 9, start + 20, "nothing ran")),
                List.of(new Budget(18, "timeout", 30 * SECOND, 31 * SECOND, true, false, one)),
                List.of(
                        new Assessment(23, 22, "score", 0.4, 0.7, "poor", false, one),
                        new Assessment(23, 23, "tone", Double.NaN, Double.NaN, "", null, none)),
                List.of(
                        new ContextUse(2, "plan", "v3", start, SECOND, true, one),
                        new ContextUse(4, "plan", "", Span.NO_TIME, -1, false, none)),
                "approved",
                Owners.NONE,
                Turns.of(workflow));
    }
}
