package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.lineage.Cuts;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.StayFacts;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What was there for an agent ends earlier where it arrived. */
final class CutOnTheWay {
    private static final int LONG_END = 20;
    private static final int ONE_FACT = 3;

    /** So much of a payload is all of it. */
    private static final double WHOLE = 0.9;

    private final Run run;
    private final RuleInfo info;
    private final Report report;
    private final List<Hop> hops;
    private final Sources sources;

    CutOnTheWay(Run run, RuleInfo info, Report report, List<Hop> hops) {
        this.run = run;
        this.info = info;
        this.report = report;
        this.hops = hops;
        sources = Sources.in(run);
    }

    /** Looks for a cut in what a stay was given. */
    void check(AgentInvocation stay) {
        if (!onTheWay(stay, hops.get(stay.index()))) {
            dropped(stay);
        }
    }

    /** What left for an agent ends earlier where it arrived. */
    private boolean onTheWay(AgentInvocation stay, Hop hop) {
        StayFacts facts = run.lineage().stay(stay.index());
        FactSet arrived = facts.prompt().or(facts.input());
        FactSet sent = run.payloads().facts(hop.payload());
        double share = sent.shareIn(arrived);
        boolean other = !hop.sender().equals(stay.agent());
        boolean less = hop.node() >= 0 && other && share < WHOLE;
        Cuts.@Nullable Cut cut =
                less
                        ? Cuts.between(
                                run.payloads().pieces(hop.payload()),
                                run.payloads().pieces(given(stay)))
                        : null;
        // The cut may go through a number; more of its own is another state.
        if (cut == null
                || cut.end().length() < LONG_END
                || arrived.minus(sent).weightOfHard() > ONE_FACT) {
            return false;
        }
        tell(stay, hop, hop.node(), cut, sent.minus(arrived), share);
        return true;
    }

    /** What others had written for an agent ends earlier where it arrived. */
    private void dropped(AgentInvocation stay) {
        StayFacts facts = run.lineage().stay(stay.index());
        int prompt = facts.promptNode();
        @Nullable AnyValue given = given(stay);
        FactSet arrived = facts.prompt().or(facts.input());
        for (int source : sources.possible(stay)) {
            AgentInvocation other = run.view().invocations().get(source);
            boolean hands = other.output() != null && !sendsToMany(source);
            // What an agent wrote before is not handed to it: who judged it in between is missing.
            boolean early =
                    other.endNanos() > stay.startNanos() || other.agent().equals(stay.agent());
            if (!hands || early) {
                continue;
            }
            FactSet made = run.lineage().stay(source).output();
            double share = made.shareIn(arrived);
            Cuts.@Nullable Cut cut =
                    share < WHOLE
                            ? Cuts.between(
                                    run.payloads().pieces(other.output()),
                                    run.payloads().pieces(given))
                            : null;
            if (cut != null
                    && cut.end().length() >= LONG_END
                    && run.lineage().without(arrived, stay.startNanos()).weightOfHard()
                            <= ONE_FACT) {
                int node = prompt >= 0 ? prompt : stay.node();
                Hop from = new Hop(-1, other.agent(), -1, other.output());
                tell(stay, from, node, cut, made.minus(arrived), share);
                return;
            }
        }
    }

    private boolean sendsToMany(int sender) {
        int receivers = 0;
        for (Message message : run.sentBy(sender)) {
            receivers += message.kind() != Message.Kind.RETURN ? 1 : 0;
            if (receivers > 1) {
                return true;
            }
        }
        return false;
    }

    private void tell(
            AgentInvocation stay, Hop hop, int node, Cuts.Cut cut, FactSet lost, double share) {
        String by = run.agentOf(node);
        Report.Draft draft =
                report.at(info, node).agent(by.isEmpty() ? stay.agent() : by).touches(stay.node());
        if (hop.node() >= 0) {
            hop.name(draft, stay, -1);
        } else {
            draft.boundary(hop.sender(), stay.agent());
        }
        draft.strength(
                        Math.max(
                                CutStory.strength(lost, share),
                                0.5 + Math.min(0.4, lost.weight() / 60.0)))
                .evidence(stay.node(), "input", "\u2026" + CutStory.tail(cut.end()))
                .measure("delivered", share)
                .measure("lost", lost.weight())
                .measure("missing", cut.missingLength())
                .report(
                        stay.agent()
                                + " was given "
                                + Math.round(share * 100)
                                + " % of what "
                                + hop.sender()
                                + " had for it at "
                                + Words.moment(run, stay.startNanos())
                                + CutStory.of(cut)
                                + ".");
    }

    private @Nullable AnyValue given(AgentInvocation stay) {
        int prompt = run.lineage().stay(stay.index()).promptNode();
        return stay.input() == null && prompt >= 0 ? run.facts(prompt).input() : stay.input();
    }
}
