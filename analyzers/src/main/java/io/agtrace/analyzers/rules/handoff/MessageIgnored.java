package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.lineage.Delivery;
import io.agtrace.analyzers.lineage.FactSet;
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

import java.util.BitSet;
import java.util.List;

/** An agent was given content and used none of it in what it wrote. */
final class MessageIgnored implements Rule {
    private static final Threshold LEAST_CONTENT =
            new Threshold(
                    "least-content",
                    10,
                    "weight",
                    "how much content must arrive; words count 1, names and numbers 2, ids 3");

    private static final Threshold MOST_USED =
            new Threshold(
                    "most-used", 0.12, "share", "up to which share of it counts as none used");

    private static final RuleInfo INFO =
            new RuleInfo(
                    "message-ignored",
                    Group.HANDOFF,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "An agent was given content and used none of it in what it wrote.",
                    "what the receiver was given and what it gave back (gen_ai.input.messages and"
                            + " gen_ai.output.messages, input.value and output.value)",
                    LEAST_CONTENT,
                    MOST_USED);

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        report.notChecked(INFO, Handed.unreadable(run), "boundaries");
        List<List<Delivery>> received = Handed.byReceiver(run);
        List<Hop> hops = Hop.all(run);
        BitSet replies = Replies.of(run);
        LaterWork later = new LaterWork(run);
        for (AgentInvocation stay : run.view().invocations()) {
            List<Delivery> deliveries = received.get(stay.index());
            if (deliveries.stream().noneMatch(each -> replies.get(each.message().index()))) {
                check(run, stay, deliveries, hops.get(stay.index()), later, report);
            }
        }
    }

    private static void check(
            Run run,
            AgentInvocation stay,
            List<Delivery> deliveries,
            Hop hop,
            LaterWork later,
            Report report) {
        FactSet arrived = FactSet.EMPTY;
        Delivery largest = null;
        for (Delivery each : deliveries) {
            if (!each.readable() || each.relay()) {
                return;
            }
            FactSet here = each.arrived();
            if (largest == null || here.weight() > largest.arrived().weight()) {
                largest = each;
            }
            arrived = arrived.or(here);
        }
        StayFacts facts = run.lineage().stay(stay.index());
        double least = run.threshold(INFO, LEAST_CONTENT);
        // Whose words are few beside what it was given judges or routes; it does not write of it.
        boolean wrote =
                facts.answered()
                        && facts.output().countWords() >= Math.max(least, arrived.size() / 3.0);
        if (largest == null || !wrote || arrived.weight() < least) {
            return;
        }
        double used = arrived.shareIn(facts.output());
        double most = run.threshold(INFO, MOST_USED);
        // It reports what its own tools found; what it was given is for those who come after it.
        boolean ownWork = facts.output().shareIn(facts.results()) > 0.3;
        if (ownWork && !facts.results().isEmpty()) {
            return;
        }
        double lived = used > most ? 1 : arrived.shareIn(later.of(arrived, stay));
        // Who reviews or routes writes of the content, not from it; the content lives on after it.
        if (used > most || lived > 2 * most) {
            return;
        }
        FactSet missed = arrived.minus(facts.output());
        String quote = Handed.quote(run, largest.message(), missed);
        Report.Draft draft = report.at(INFO, facts.answerNode()).agent(stay.agent());
        hop.name(draft, stay, largest.message().index());
        // Next to nothing of much: the two payloads themselves show it. Else it may be a summary.
        boolean proven = used <= most / 3 && lived <= most && arrived.weight() >= 1.5 * least;
        if (!proven) {
            draft.suspicion();
        }
        draft
                // What was given begins with the call; what is made of it is there at its end.
                .nanos(run.tree().endNanos(facts.answerNode()))
                .strength(
                        (1 - used / Math.max(most, 0.01) / 2)
                                * Math.min(1, 0.5 + arrived.weight() / 60.0))
                .evidence(largest.givenNode(), "input", quote)
                .evidence(
                        facts.answerNode(),
                        "output",
                        Words.cut(String.valueOf(run.facts(facts.answerNode()).output()), 200))
                .measure("used", used)
                .measure("lived-on", lived)
                .measure("arrived", arrived.weight())
                .report(
                        stay.agent()
                                + " was given what "
                                + Handed.sender(largest.message())
                                + " handed over at "
                                + Words.moment(run, stay.startNanos())
                                + (quote.isEmpty() ? "" : ", among it " + Words.quote(quote))
                                + ". Of its numbers, names and words "
                                + Math.round(used * 100)
                                + " % stand in what "
                                + stay.agent()
                                + " wrote, and none of it comes back later in the run.");
    }
}
