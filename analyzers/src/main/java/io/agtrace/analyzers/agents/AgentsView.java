package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.StandardConventions;
import io.agtrace.analyzers.workflow.Workflow;

import java.util.List;

/**
 * Everything about one workflow in terms of agents.
 *
 * @param invocations in tree order
 * @param messages in order of sending
 * @param decisions in order of time
 * @param loops outer ones before those inside them
 * @param criticalPath from the run's start to its end, without holes
 * @param gaps stretches of time in which nothing ran, in order of time
 * @param outcome the business outcome the run states, or the empty string
 * @param owners which stay each node belongs to
 * @param turns what its models answered
 */
public record AgentsView(
        Workflow workflow,
        List<AgentInvocation> invocations,
        List<Message> messages,
        List<Decision> decisions,
        List<Loop> loops,
        List<Retry> retries,
        List<Fallback> fallbacks,
        List<FanOut> fanOuts,
        List<Stretch> serialStretches,
        List<Segment> criticalPath,
        List<Segment> gaps,
        List<Budget> budgets,
        List<Assessment> assessments,
        List<ContextUse> contextUses,
        String outcome,
        Owners owners,
        Turns turns) {
    /** The view of a workflow under the known conventions. */
    public static AgentsView of(Workflow workflow) {
        return of(workflow, StandardConventions.standard());
    }

    /** The view of a workflow, with names of the user's own. */
    public static AgentsView of(Workflow recorded, StandardConventions conventions) {
        Workflow workflow = ToolPayloads.fill(recorded);
        Reading reading = new Reading(workflow.tree(), conventions, workflow.texts());
        Cast cast = Invocations.cast(workflow, reading);
        // The course and the rest cost the same to find and need nothing of each other.
        boolean apart = Beside.isApart(workflow.tree().size());
        Reading others = apart ? new Reading(workflow.tree(), conventions) : reading;
        Beside<Course> beside = Beside.begin(apart, () -> Course.of(others, cast));
        List<Decision> decisions = Decisions.of(reading, cast::invocationOf, cast::agentOf);
        List<Budget> budgets = Budgets.of(reading);
        List<Assessment> assessments = Assessments.of(reading);
        List<ContextUse> contextUses = ContextUses.of(reading);
        String outcome = OutcomesOfRun.of(reading);
        Course course = beside.result();
        return new AgentsView(
                workflow,
                cast.invocations(),
                course.messages,
                decisions,
                course.loops,
                course.retries,
                course.fallbacks,
                course.fanOuts,
                course.serialStretches,
                course.criticalPath,
                course.gaps,
                budgets,
                assessments,
                contextUses,
                outcome,
                cast.owners(),
                reading.turns());
    }

    /** What agents told each other, and how the run went in time. */
    private record Course(
            List<Message> messages,
            List<Loop> loops,
            List<Retry> retries,
            List<Fallback> fallbacks,
            List<FanOut> fanOuts,
            List<Stretch> serialStretches,
            List<Segment> criticalPath,
            List<Segment> gaps) {
        static Course of(Reading reading, Cast cast) {
            CallShapes shapes = CallShapes.of(reading, cast::agentOf);
            List<Retry> retries = Retries.of(shapes, cast::invocationOf);
            List<Loop> loops = Loops.of(shapes, retries);
            List<FanOut> fanOuts = FanOuts.of(shapes);
            return new Course(
                    Messages.of(cast, reading),
                    loops,
                    retries,
                    Fallbacks.of(shapes),
                    fanOuts,
                    Stretches.of(shapes, loops, retries),
                    CriticalSegments.of(shapes, fanOuts, loops),
                    Gaps.of(shapes));
        }
    }

    public AgentsView {
        invocations = List.copyOf(invocations);
        messages = List.copyOf(messages);
        decisions = List.copyOf(decisions);
        loops = List.copyOf(loops);
        retries = List.copyOf(retries);
        fallbacks = List.copyOf(fallbacks);
        fanOuts = List.copyOf(fanOuts);
        serialStretches = List.copyOf(serialStretches);
        criticalPath = List.copyOf(criticalPath);
        gaps = List.copyOf(gaps);
        budgets = List.copyOf(budgets);
        assessments = List.copyOf(assessments);
        contextUses = List.copyOf(contextUses);
    }

    /** Index of the innermost stay that a node belongs to, or -1. */
    public int invocationOf(int node) {
        return owners.of(node);
    }

    /** The same view with other verdicts on its messages. */
    public AgentsView withMessages(List<Message> judged) {
        return new AgentsView(
                workflow,
                invocations,
                judged,
                decisions,
                loops,
                retries,
                fallbacks,
                fanOuts,
                serialStretches,
                criticalPath,
                gaps,
                budgets,
                assessments,
                contextUses,
                outcome,
                owners,
                turns);
    }
}
