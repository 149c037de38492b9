package io.agtrace.analyzers.rules;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Evidence;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.agents.Verdict;
import io.agtrace.analyzers.agents.Verdict.Answer;
import io.agtrace.analyzers.lineage.PayloadVerdicts;
import io.agtrace.analyzers.rules.handoff.HandoffRules;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers the five questions about each message for good: no where a rule about hand-overs finds a
 * fault, so that verdicts and findings never differ; else what the payloads show.
 */
public final class Verdicts {
    private enum Question {
        RECEIVED,
        UNDERSTOOD,
        FRESH,
        CHECKED
    }

    private static final Map<String, Question> QUESTIONS =
            Map.of(
                    "message-lost", Question.RECEIVED,
                    "payload-truncated", Question.RECEIVED,
                    "payload-malformed", Question.RECEIVED,
                    "premature-consumption", Question.RECEIVED,
                    "message-ignored", Question.UNDERSTOOD,
                    "message-misunderstood", Question.UNDERSTOOD,
                    "stale-context", Question.FRESH,
                    "unchecked-low-quality", Question.CHECKED);

    private final Run run;

    /** By message: the clearest finding that answers a question with no. */
    private final Map<Integer, Map<Question, Finding>> faults = new HashMap<>();

    /** By stay: indexes of the messages into it, and out of it. */
    private final List<List<Integer>> into = new ArrayList<>();

    private final List<List<Integer>> outOf = new ArrayList<>();

    private Verdicts(Run run) {
        this.run = run;
        for (int i = 0; i < run.view().invocations().size(); i++) {
            into.add(new ArrayList<>(2));
            outOf.add(new ArrayList<>(2));
        }
        for (Message message : run.view().messages()) {
            if (message.to() >= 0) {
                into.get(message.to()).add(message.index());
            }
            if (message.from() >= 0) {
                outOf.get(message.from()).add(message.index());
            }
        }
    }

    /** The run with final verdicts on its messages; compares all payloads. */
    public static AgentsView judged(AgentsView view) {
        if (view.messages().isEmpty()) {
            return view;
        }
        Run run = new Run(view, Thresholds.STANDARD);
        Report report = new Report(run);
        for (Rule rule : HandoffRules.all()) {
            if (QUESTIONS.containsKey(rule.info().id())) {
                rule.check(run, report);
            }
        }
        return view.withMessages(of(run, report.findings()));
    }

    /** The run's messages with final verdicts, in the light of what rules found in it. */
    public static List<Message> of(Run run, List<Finding> findings) {
        Verdicts work = new Verdicts(run);
        List<Finding> clearest = new ArrayList<>(findings);
        clearest.sort(Comparator.comparingDouble(Finding::strength).reversed());
        for (Finding finding : clearest) {
            work.note(finding);
        }
        PayloadVerdicts payloads = new PayloadVerdicts(run.lineage());
        List<Message> judged = new ArrayList<>(run.view().messages().size());
        for (Message message : run.view().messages()) {
            judged.add(message.with(work.answers(message, payloads.of(message))));
        }
        return judged;
    }

    private void note(Finding finding) {
        Question question = QUESTIONS.get(finding.rule());
        boolean doubtful =
                finding.rule().equals("message-lost") && finding.tier() == Tier.SUSPICION;
        if (question == null || doubtful || finding.severity() == Severity.NOTE) {
            return;
        }
        for (int message : concerned(finding, question)) {
            faults.computeIfAbsent(message, _ -> new EnumMap<>(Question.class))
                    .putIfAbsent(question, finding);
        }
    }

    private List<Integer> concerned(Finding finding, Question question) {
        int named = finding.message();
        int owner = run.invocationOf(finding.node());
        int receiver = named < 0 ? owner : message(named).to();
        return switch (question) {
            case RECEIVED -> named < 0 ? List.of() : List.of(named);
            // What somebody made of his work is one answer to all who had given it to him.
            case UNDERSTOOD, FRESH -> receiver < 0 ? List.of() : given(receiver, finding);
            case CHECKED -> named < 0 ? unchecked(finding, owner) : List.of(named);
        };
    }

    /**
     * The work that a stay was given. Who was given none by an agent and got the run's task wrong
     * has shown it in what it asked others to do.
     */
    private List<Integer> given(int stay, Finding finding) {
        List<Integer> work = new ArrayList<>(into.get(stay));
        work.removeIf(each -> message(each).kind() == Message.Kind.RETURN);
        boolean other = finding.rule().equals("message-misunderstood");
        if (!work.isEmpty() || !other) {
            return work.isEmpty() ? into.get(stay) : work;
        }
        List<Integer> asked = new ArrayList<>(outOf.get(stay));
        asked.removeIf(each -> message(each).kind() == Message.Kind.RETURN);
        for (int node : finding.touched()) {
            for (int each : asked) {
                int taken = message(each).receivedNode();
                boolean there = node <= taken && taken < run.tree().subtreeEnd(node);
                if (there || message(each).sentNode() == node) {
                    return List.of(each);
                }
            }
        }
        return asked.isEmpty() ? asked : List.of(asked.getFirst());
    }

    private Message message(int index) {
        return run.view().messages().get(index);
    }

    /** The last hand-over of bad work; else the one to its judge. */
    private List<Integer> unchecked(Finding finding, int producer) {
        if (producer >= 0 && !outOf.get(producer).isEmpty()) {
            return List.of(outOf.get(producer).getLast());
        }
        for (int node : finding.touched()) {
            int judge = run.invocationOf(node);
            if (judge >= 0 && !into.get(judge).isEmpty()) {
                return List.of(into.get(judge).getLast());
            }
        }
        return List.of();
    }

    private Message.Verdicts answers(Message message, Message.Verdicts seen) {
        Map<Question, Finding> found = faults.getOrDefault(message.index(), Map.of());
        return new Message.Verdicts(
                seen.sent(),
                answer(found.get(Question.RECEIVED), seen.received()),
                answer(found.get(Question.UNDERSTOOD), seen.understood()),
                answer(found.get(Question.FRESH), seen.fresh()),
                answer(found.get(Question.CHECKED), seen.qualityChecked()));
    }

    private static Verdict answer(@Nullable Finding fault, Verdict seen) {
        if (fault == null) {
            return seen;
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence(fault.node(), "rule " + fault.rule(), fault.narrative()));
        evidence.addAll(fault.evidence());
        boolean lost = fault.rule().equals("message-lost");
        return new Verdict(Answer.NO, lost ? seen.reason() : VerdictWords.of(fault), evidence);
    }
}
