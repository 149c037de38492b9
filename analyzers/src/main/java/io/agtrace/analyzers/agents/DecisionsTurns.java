package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.ChoiceTurn.Call;
import io.agtrace.analyzers.agents.Decision.Alternative;
import io.agtrace.analyzers.agents.DecisionsStays.Stay;
import io.agtrace.analyzers.agents.DecisionsStays.Turn;
import io.agtrace.analyzers.conventions.HandoffEnds;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Decisions that a model made in its answers: tools it asked for, agents it handed over to, and
 * decisions that it wrote down as JSON. One answer is at most one decision.
 */
final class DecisionsTurns {
    private static final List<String> REASONS =
            List.of("reason", "reasoning", "rationale", "thought", "explanation", "why");

    private static final List<String> ASSIGNEES =
            List.of("assignee", "assigned_to", "assigned_agent", "agent", "agent_name", "worker");

    private final DecisionsScene scene;
    private final SpanTree tree;
    private final DecisionsFollow follow;
    private final DecisionsStays stays;
    private final List<DecisionsDraft> drafts;

    DecisionsTurns(
            DecisionsScene scene,
            DecisionsFollow follow,
            DecisionsStays stays,
            List<DecisionsDraft> drafts) {
        this.scene = scene;
        this.tree = scene.tree;
        this.follow = follow;
        this.stays = stays;
        this.drafts = drafts;
    }

    void collect() {
        for (Stay stay : stays.inOrder()) {
            for (int i = 0; i < stay.turns.size(); i++) {
                decide(stay, i);
            }
            leftHandoffs(stay);
            if (stay.turns.isEmpty()) {
                leftDelegations(stay);
            }
        }
    }

    /** Decides what the turn decided, if anything. */
    private void decide(Stay stay, int index) {
        Turn turn = stay.turns.get(index);
        long until =
                index + 1 < stay.turns.size() ? stay.turns.get(index + 1).start : Long.MAX_VALUE;
        ChoiceTurn content = scene.reading.turn(turn.node);
        turn.said(content.text());
        if (!content.calls().isEmpty()) {
            if (!isAnswer(turn, content)) {
                asked(stay, turn, content, until);
            }
            return;
        }
        Attributes document = content.document();
        ChoiceStatement stated = ChoiceStatement.of(document);
        if (stated != null) {
            written(turn, stated);
        } else if (!named(turn, content.text()) && !assigned(turn, document)) {
            ran(stay, turn, content, until);
        }
    }

    private boolean isAnswer(Turn turn, ChoiceTurn content) {
        Set<String> answers = ChoiceTools.answers(tree.span(turn.node));
        return !answers.isEmpty()
                && content.calls().stream().allMatch(call -> answers.contains(call.name()));
    }

    /** The answer asks for tools. */
    private void asked(Stay stay, Turn turn, ChoiceTurn content, long until) {
        Set<String> chosen = new LinkedHashSet<>();
        List<Integer> ran = new ArrayList<>();
        boolean handsOver = false;
        boolean delegates = false;
        String reason = "";
        String target = "";
        for (Call call : content.calls()) {
            String to = HandoffEnds.target(call.name(), ChoiceValues.opened(call.arguments()));
            handsOver |= to != null;
            target = to != null && !to.isEmpty() && target.isEmpty() ? to : target;
            chosen.add(to == null || to.isEmpty() ? call.name() : to);
            int tool = stays.tool(stay, call, to, turn.start);
            if (tool >= 0) {
                ran.add(tool);
                delegates |= runsAgent(tool);
            }
            if (reason.isEmpty()) {
                reason = reason(call.arguments());
            }
        }
        DecisionsDraft draft = draft(turn, String.join(", ", chosen));
        draft.type = handsOver ? "handoff" : delegates ? "delegation" : "tool choice";
        explain(draft, turn, content, reason);
        offer(draft, turn, chosen);
        for (Call call : content.calls()) {
            draft.because(turn.node, "tool call", call.name());
        }
        if (!target.isEmpty()) {
            int tool = ran.isEmpty() ? -1 : ran.getFirst();
            handedOver(draft, target, tool);
        } else if (!ran.isEmpty()) {
            toolsRan(draft, ran, ran.size() == content.calls().size() ? true : null);
        } else {
            otherTool(draft, stay, turn, until);
        }
        draft.settled = true;
        drafts.add(draft);
    }

    private DecisionsDraft draft(Turn turn, String chosen) {
        DecisionsDraft draft =
                new DecisionsDraft(turn.node, turn.end, scene.owner(turn.node), chosen);
        draft.by = scene.by(turn.node);
        return draft;
    }

    private static String reason(@Nullable AnyValue arguments) {
        Attributes fields = ChoiceValues.fields(arguments);
        return ChoiceValues.quote(ChoiceValues.scalar(ChoiceStatement.first(fields, REASONS)));
    }

    private static void explain(
            DecisionsDraft draft, Turn turn, ChoiceTurn content, String stated) {
        if (!stated.isEmpty()) {
            draft.reason = stated;
            return;
        }
        String before = content.reasoning();
        draft.reason = before.isEmpty() ? turn.text() : ChoiceValues.quote(before);
        draft.reasonInferred = !draft.reason.isEmpty();
    }

    /** What the model was offered besides: in the terms of the choice. */
    private void offer(DecisionsDraft draft, Turn turn, Set<String> chosen) {
        List<Alternative> others = new ArrayList<>();
        for (String tool : ChoiceTools.offered(scene.reading, tree.span(turn.node))) {
            String target = HandoffEnds.target(tool, null);
            others.add(new Alternative(target == null || target.isEmpty() ? tool : target, -1, ""));
        }
        draft.alternatives = ChoiceStatement.without(String.join(", ", chosen), others);
    }

    private boolean runsAgent(int tool) {
        int end = Math.min(tree.subtreeEnd(tool), tool + 32);
        for (int below = tool + 1; below < end; below++) {
            if (scene.isAgentStart(below)) {
                return true;
            }
        }
        return false;
    }

    private void handedOver(DecisionsDraft draft, String target, int tool) {
        int receiver = scene.firstNamed(target, draft.node, draft.time);
        if (tool >= 0) {
            draft.because(tool, "span name", tree.span(tool).name());
        }
        if (receiver >= 0) {
            draft.followedBy = receiver;
            draft.followed = scene.name(receiver);
            draft.asDecided = true;
            draft.outcome = follow.outcome(receiver);
            return;
        }
        int next = scene.nextStep(draft.node, draft.time);
        if (next >= 0 && scene.isAgentStart(next)) {
            draft.followedBy = next;
            draft.followed = scene.name(next);
            draft.asDecided = false;
            draft.outcome = follow.outcome(next);
        } else if (tool >= 0) {
            toolsRan(draft, List.of(tool), null);
        }
    }

    private void toolsRan(DecisionsDraft draft, List<Integer> ran, @Nullable Boolean asDecided) {
        List<String> names = new ArrayList<>();
        int failed = 0;
        for (int tool : ran) {
            names.add(scene.name(tool));
            failed += tree.facts(tool).failed() ? 1 : 0;
        }
        draft.time = Math.min(draft.time, tree.startNanos(ran.getFirst()));
        draft.followedBy = ran.getFirst();
        draft.followed = String.join(", ", names);
        draft.asDecided = asDecided;
        draft.outcome =
                failed == 0
                        ? follow.outcome(ran.getFirst())
                        : failed == ran.size() ? "failed" : "partly failed";
    }

    /** No span bears the tool's name: what was called instead says no more than that it ran. */
    private void otherTool(DecisionsDraft draft, Stay stay, Turn turn, long until) {
        List<Integer> ran = stays.unused(stay, turn, until);
        if (ran.isEmpty()) {
            return;
        }
        boolean offered = false;
        for (int tool : ran) {
            String name = scene.name(tool);
            offered |=
                    draft.alternatives.stream()
                            .anyMatch(each -> ChoiceNames.same(each.name(), name));
        }
        toolsRan(draft, ran, offered ? Boolean.FALSE : null);
        if (draft.type.equals("tool choice") && ran.stream().anyMatch(this::runsAgent)) {
            draft.type = "delegation";
        }
    }

    /** Tools ran after an answer whose content is not recorded. */
    private void ran(Stay stay, Turn turn, ChoiceTurn content, long until) {
        String finish = tree.facts(turn.node).finishReason();
        boolean asks = finish.equals("tool_calls");
        boolean goesOn = until != Long.MAX_VALUE && scene.owner(turn.node) >= 0;
        if (!asks && (!mayAsk(turn, finish) || !goesOn && !turn.text().isEmpty())) {
            return;
        }
        List<Integer> ran = stays.unused(stay, turn, until);
        if (ran.isEmpty() && asks && scene.owner(turn.node) < 0) {
            ran = stays.strayed(turn);
        }
        if (ran.isEmpty()) {
            return;
        }
        Set<String> chosen = new LinkedHashSet<>();
        String target = "";
        for (int tool : ran) {
            String to = stays.handoffTarget(tool);
            target = target.isEmpty() ? to : target;
            chosen.add(to.isEmpty() ? scene.name(tool) : to);
        }
        DecisionsDraft draft = draft(turn, String.join(", ", chosen));
        if (scene.owner(turn.node) < 0) {
            draft.owner = scene.owner(ran.getFirst());
            draft.by = scene.by(ran.getFirst());
        }
        boolean delegates = ran.stream().anyMatch(this::runsAgent);
        draft.type = !target.isEmpty() ? "handoff" : delegates ? "delegation" : "tool choice";
        explain(draft, turn, content, "");
        offer(draft, turn, chosen);
        draft.because(ran.getFirst(), "span name", tree.span(ran.getFirst()).name());
        if (asks) {
            draft.because(turn.node, "finish reason", finish);
        }
        if (target.isEmpty()) {
            toolsRan(draft, ran, null);
        } else {
            handedOver(draft, target, ran.getFirst());
        }
        draft.settled = true;
        drafts.add(draft);
    }

    /** Whether the reason to stop leaves it open; Gemini gives the same for answers and calls. */
    private boolean mayAsk(Turn turn, String finish) {
        return finish.isEmpty()
                || finish.equals("stop") && tree.facts(turn.node).model().contains("gemini");
    }

    /** Hand-overs that no recorded answer asked for. */
    private void leftHandoffs(Stay stay) {
        for (int tool : stay.tools) {
            String target = stays.handoffTarget(tool);
            if (target.isEmpty() || !stay.used.add(tool)) {
                continue;
            }
            DecisionsDraft draft =
                    new DecisionsDraft(tool, tree.startNanos(tool), scene.owner(tool), target);
            HandoffEnds ends = HandoffEnds.of(scene.reading.concepts(tool));
            draft.by = ends.from().isEmpty() ? scene.by(tool) : ends.from();
            draft.type = "handoff";
            draft.reason = reason(tree.facts(tool).input());
            handedOver(draft, target, tool);
            draft.settled = true;
            drafts.add(draft);
        }
    }

    /** Agents called as tools where no answer of a model is recorded at all. */
    private void leftDelegations(Stay stay) {
        for (int tool : stay.tools) {
            if (scene.owner(tool) < 0 || !runsAgent(tool) || !stay.used.add(tool)) {
                continue;
            }
            SpanFacts facts = tree.facts(tool);
            String agent = HandoffEnds.runBy(facts.toolName(), facts.input());
            DecisionsDraft draft =
                    new DecisionsDraft(
                                    tool,
                                    tree.startNanos(tool),
                                    scene.owner(tool),
                                    agent.isEmpty() ? scene.name(tool) : agent)
                            .because(tool, "span name", tree.span(tool).name());
            draft.by = scene.by(tool);
            draft.type = "delegation";
            draft.reason = reason(facts.input());
            toolsRan(draft, List.of(tool), null);
            draft.followed = draft.chosen;
            draft.settled = true;
            drafts.add(draft);
        }
    }

    /** The answer is a decision, written down. */
    private void written(Turn turn, ChoiceStatement stated) {
        DecisionsDraft draft =
                draft(turn, stated.chosen())
                        .says(stated)
                        .because(turn.node, "output", stated.key() + ": " + stated.chosen());
        draft.explicit = stated.isNamed();
        drafts.add(draft);
    }

    /** The whole answer is the name of the agent that runs next. */
    private boolean named(Turn turn, String text) {
        if (!ChoiceNames.isName(text)
                || !scene.knows(text)
                || ChoiceNames.same(text, scene.agent(turn.node))) {
            return false;
        }
        DecisionsDraft draft = draft(turn, text.strip()).because(turn.node, "output", text);
        draft.type = "routing";
        follow.settle(draft);
        if (!Boolean.TRUE.equals(draft.asDecided) || !scene.isAgentStart(draft.followedBy)) {
            return false;
        }
        drafts.add(draft);
        return true;
    }

    /** The answer is a plan that gives tasks to agents of this run. */
    private boolean assigned(Turn turn, Attributes plan) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < plan.size(); i++) {
            if (!(plan.value(i) instanceof AnyValue.ArrayValue(List<AnyValue> items))) {
                continue;
            }
            for (AnyValue item : items) {
                if (item instanceof AnyValue.KvlistValue(Attributes fields)) {
                    String name = ChoiceValues.scalar(ChoiceStatement.first(fields, ASSIGNEES));
                    if (ChoiceNames.isName(name)) {
                        names.add(name);
                    }
                }
            }
        }
        List<Integer> receivers = new ArrayList<>();
        for (String name : names) {
            int receiver = scene.firstNamed(name, turn.node, turn.end);
            if (receiver >= 0 && scene.isAgentStart(receiver)) {
                receivers.add(receiver);
            }
        }
        if (receivers.isEmpty()) {
            return false;
        }
        DecisionsDraft draft =
                draft(turn, String.join(", ", names))
                        .because(turn.node, "output", String.join(", ", names));
        draft.type = "delegation";
        draft.reason =
                ChoiceValues.quote(ChoiceValues.scalar(ChoiceStatement.first(plan, REASONS)));
        toolsRan(draft, receivers, receivers.size() == names.size() ? true : null);
        draft.settled = true;
        drafts.add(draft);
        return true;
    }
}
