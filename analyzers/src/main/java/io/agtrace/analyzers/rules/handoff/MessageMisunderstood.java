package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.lineage.Delivery;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.Lineage;
import io.agtrace.analyzers.lineage.StayFacts;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.List;

/** An agent worked on another task than the one it was given, or was given another one. */
final class MessageMisunderstood implements Rule {
    /** JavaScript rounds starts down to whole milliseconds. */
    private static final long TOLERANCE = 1_000_000;

    private static final int LEAST_WORDS = 3;

    private static final Threshold LEAST_NEW =
            new Threshold(
                    "least-new",
                    6,
                    "weight",
                    "how much of the task must come from nowhere in the run");

    private static final Threshold MOST_TASK =
            new Threshold(
                    "most-task",
                    0.3,
                    "share",
                    "up to which share of the run's own task counts as another task");

    private static final RuleInfo INFO =
            new RuleInfo(
                    "message-misunderstood",
                    Group.HANDOFF,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "An agent worked on another task than the one it was given.",
                    "what the receiver was given (gen_ai.input.messages, input.value) or what it"
                            + " asked its tools (gen_ai.tool.call.arguments)",
                    LEAST_NEW,
                    MOST_TASK);

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        report.notChecked(INFO, Handed.unreadable(run), "boundaries");
        List<List<Delivery>> received = Handed.byReceiver(run);
        BitSet replies = Replies.of(run);
        for (AgentInvocation stay : run.view().invocations()) {
            List<Delivery> deliveries = received.get(stay.index());
            if (!deliveries.isEmpty() && !replies.get(deliveries.getFirst().message().index())) {
                Delivery first = deliveries.getFirst();
                if (!wasGivenAnother(run, stay, first, report)) {
                    didAnother(run, stay, first, report);
                }
            }
        }
    }

    /**
     * The task in the receiver's prompt has no source in the run, and the run's own is not in it.
     */
    private static boolean wasGivenAnother(
            Run run, AgentInvocation stay, Delivery delivery, Report report) {
        Lineage lineage = run.lineage();
        StayFacts facts = lineage.stay(stay.index());
        FactSet prompt = facts.prompt();
        if (!facts.prompted() || lineage.task().isEmpty()) {
            return false;
        }
        FactSet foreign = lineage.without(prompt, stay.startNanos());
        double task = lineage.task().shareIn(prompt);
        FactSet sent = delivery.content();
        boolean own = !sent.isEmpty() && !delivery.relay() && sent.shareIn(prompt) > 0.6;
        // An id or two beside some words say as much as more words do.
        boolean another =
                foreign.countWords() >= LEAST_WORDS
                        && foreign.weight() >= run.threshold(INFO, LEAST_NEW)
                        && task <= run.threshold(INFO, MOST_TASK);
        if (!another || own && foreign.weight() < prompt.weight() / 5) {
            return false;
        }
        Message message = delivery.message();
        int origin = lineage.firstHolder(foreign, stay);
        int node =
                origin >= 0
                        ? origin
                        : message.sentNode() >= 0 && !sentOther(run, message, foreign)
                                ? message.sentNode()
                                : facts.promptNode();
        String quote = run.payloads().quote(run.facts(facts.promptNode()).input(), foreign);
        String agent = run.agentOf(node);
        Report.Draft draft = report.at(INFO, node);
        // So much that nobody spoke of, and next to nothing of the task, is no way of putting it.
        boolean proven =
                foreign.weight() >= 1.5 * run.threshold(INFO, LEAST_NEW)
                        && task <= run.threshold(INFO, MOST_TASK) / 2;
        if (!proven) {
            draft.suspicion();
        }
        draft.agent(agent.isEmpty() ? programOr(run, message.sender(), node) : agent)
                .message(message.index())
                .touches(facts.promptNode())
                .strength(Math.min(1, 0.4 + foreign.weight() / 25.0) * (1 - task))
                .evidence(facts.promptNode(), "input", quote)
                .measure("foreign", foreign.weight())
                .measure("task", task)
                .report(
                        stay.agent()
                                + " was given "
                                + Words.quote(quote)
                                + " at "
                                + Words.moment(run, stay.startNanos())
                                + ". Nothing before it in the run speaks of this: not the task, no"
                                + " answer and no result. Of the run's own task "
                                + Math.round(task * 100)
                                + " % stand in it.");
        return true;
    }

    /**
     * Whether the message as it was sent is known and says nothing of the task: it got in later.
     */
    private static boolean sentOther(Run run, Message message, FactSet foreign) {
        SpanFacts span = run.facts(message.sentNode());
        FactSet sent = run.payloads().facts(span.input() != null ? span.input() : span.output());
        return !sent.isEmpty() && foreign.shareIn(sent) < 0.2;
    }

    /** A task that no agent wrote comes from the program around them. */
    private static String programOr(Run run, String sender, int node) {
        if (run.kind(node) == OperationKind.QUEUE_SEND) {
            return sender;
        }
        return run.tree().span(0).name();
    }

    /** What the receiver first asked of a tool has nothing to do with what it was given. */
    private static void didAnother(
            Run run, AgentInvocation stay, Delivery delivery, Report report) {
        Lineage lineage = run.lineage();
        StayFacts facts = lineage.stay(stay.index());
        FactSet act = facts.firstAct().minus(lineage.wording());
        FactSet basis = facts.prompt().or(facts.input()).or(lineage.task());
        if (!facts.prompted()) {
            basis = basis.or(run.payloads().facts(delivery.message().sent()));
        }
        boolean named = act.weight() > act.size() && act.weight() >= LEAST_WORDS;
        if (act.countWords() < LEAST_WORDS && !named
                || basis.weight() < run.threshold(INFO, LEAST_NEW)) {
            return;
        }
        FactSet foreign = lineage.without(act, beforeAct(run, stay, facts)).minus(basis);
        double shared = act.shareIn(basis);
        if (shared > 0.2
                || foreign.countWords() < LEAST_WORDS && !(named && staysAway(run, foreign, facts))
                || comesBack(run, facts)) {
            return;
        }
        int node = facts.promptNode() >= 0 ? facts.promptNode() : facts.actNode();
        boolean model = run.kind(facts.actNode()) == OperationKind.MODEL_CALL;
        SpanFacts shown = run.facts(facts.actNode());
        AnyValue asked = model ? shown.output() : shown.input();
        String quote = Words.cut(String.valueOf(asked), 160);
        String task = task(run, facts, delivery.message());
        Report.Draft draft = report.at(INFO, firstCall(run, stay, node));
        if (shared > 0.1 || foreign.weight() < run.threshold(INFO, LEAST_NEW)) {
            draft.suspicion();
        }
        draft.agent(stay.agent())
                .message(delivery.message().index())
                .touches(facts.actNode())
                .strength((1 - shared) * Math.min(1, 0.4 + foreign.weight() / 12.0))
                .evidence(facts.actNode(), "arguments", quote)
                .measure("shared", shared)
                .measure("foreign", foreign.weight())
                .report(
                        stay.agent()
                                + " was given "
                                + Words.quote(task)
                                + ", and first asked for "
                                + Words.quote(quote)
                                + " at "
                                + Words.moment(run, run.tree().startNanos(facts.actNode()))
                                + ": they share "
                                + Math.round(shared * 100)
                                + " % of its words, names and numbers.");
    }

    /**
     * Whether the last answer comes back to the task: then a query in other words, or in another
     * language, was in its service.
     */
    private static boolean comesBack(Run run, StayFacts facts) {
        FactSet task = run.lineage().task().minus(run.lineage().wording());
        // A state or a transfer carries the task along; what counts is what the model said itself.
        FactSet answer = run.payloads().spoken(run.facts(facts.answerNode()).output());
        return task.minus(facts.firstAct()).shareIn(answer) > 0.5;
    }

    /**
     * Whether a short act asked for a thing by an id or name that nothing before held, and the
     * answer has nothing of the task it was for.
     */
    private static boolean staysAway(Run run, FactSet foreign, StayFacts facts) {
        FactSet given = facts.prompt().or(facts.input()).minus(run.lineage().wording());
        return foreign.hasHard()
                && facts.answered()
                && given.hasHard()
                && facts.output().weight() >= given.weight()
                && given.shareIn(facts.output()) < 0.1;
    }

    /** When the model was asked that chose the act: its own words are no source of the act. */
    private static long beforeAct(Run run, AgentInvocation stay, StayFacts facts) {
        long start = run.tree().startNanos(facts.actNode());
        long asked = Long.MIN_VALUE;
        for (int call : stay.modelCalls()) {
            if (run.tree().endNanos(call) <= start + TOLERANCE) {
                asked = Math.max(asked, run.tree().startNanos(call));
            }
        }
        return (asked == Long.MIN_VALUE ? start : asked) - 1;
    }

    /** The model call that asked for the act, where it is a span of its own. */
    private static int firstCall(Run run, AgentInvocation stay, int otherwise) {
        for (int call : stay.modelCalls()) {
            if (run.tree().startNanos(call) <= run.tree().startNanos(otherwise)) {
                return call;
            }
        }
        return otherwise;
    }

    private static String task(Run run, StayFacts facts, Message message) {
        @Nullable AnyValue given =
                facts.promptNode() >= 0 ? run.facts(facts.promptNode()).input() : message.sent();
        return Words.cut(run.payloads().quote(given, facts.prompt().or(run.lineage().task())), 160);
    }
}
