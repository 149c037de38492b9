package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Answer;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Text;
import io.agtrace.analyzers.workflow.OpenedTexts;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/** A model declined to answer, and the run went on with that. */
public final class Refused implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "refused",
                    Group.MODEL_AND_TOOL,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "A model refused, or a content filter stopped it",
                    "finish reasons or answers of model calls");

    /** How models decline by habit, at the beginning of an answer. */
    private static final Pattern DECLINE =
            Pattern.compile(
                    "^\\W*(?:(?:i['\u2019]?m|i am|we['\u2019]?re) (?:very |really |so )?sorry,?"
                        + " (?:but )?(?:i|we) (?:can(?:['\u2019]?t|not| not)|am"
                        + " unable|won['\u2019]?t)|(?:sorry|unfortunately),? (?:but )?i"
                        + " (?:can(?:['\u2019]?t|not)|am unable to)"
                        + " (?:help|assist|comply|provide|do|answer|fulfil|continue|proceed|support|share|discuss)|i"
                        + " (?:can(?:['\u2019]?t|not)|am unable to|won['\u2019]?t be able to)"
                        + " (?:help|assist|comply|fulfil|engage|participate) |as an ai\\b|(?:es"
                        + " )?tut mir leid,? (?:aber )?(?:ich|das)"
                        + " (?:kann|darf)|d\u00e9sol\u00e9e?,? (?:mais )?je ne peux pas|lo siento,?"
                        + " (?:pero )?no puedo|desculpe,? (?:mas )?n\u00e3o posso|mi dispiace,?"
                        + " (?:ma )?non posso|het spijt me,? (?:maar )?ik kan|przykro mi,? (?:ale"
                        + " )?nie mog|beklager,? (?:men )?jeg kan|(?:\u043a"
                        + " \u0441\u043e\u0436\u0430\u043b\u0435\u043d\u0438\u044e|\u0438\u0437\u0432\u0438\u043d\u0438|\u043f\u0440\u043e\u0441\u0442\u0438).{0,20}\u043d\u0435"
                        + " (?:\u043c\u043e\u0433\u0443|\u0441\u043c\u043e\u0433\u0443)"
                        + "|\uc8c4\uc1a1.{0,30}(?:\uc5c6|\ubabb)|(?:dabei|damit|hierbei|hier|das)"
                        + " (?:kann|darf) ich .{0,20}nicht"
                        + " (?:helfen|weiterhelfen|unterst\u00fctzen|beantworten)"
                        + "|\u7533\u3057\u8a33.{0,20}\u3067\u304d\u307e\u305b\u3093"
                        + "|\u62b1\u6b49.{0,20}(?:\u65e0\u6cd5|\u4e0d\u80fd))",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final int LONGEST = 600;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        for (int node = 0; node < run.tree().size(); node++) {
            if (run.kind(node) == OperationKind.MODEL_CALL && run.tree().childCount(node) == 0) {
                look(run, report, node);
            }
        }
    }

    private static void look(Run run, Report report, int node) {
        if (run.facts(node).finishReason().equals("content_filter")) {
            report(run, report, node, "finish reason", "content_filter", 0.85);
            return;
        }
        AnyValue output = run.facts(node).output();
        LeafWalk walk = new LeafWalk(run, mayRefuse(run, output) ? output : null, Leaf.MOST);
        while (walk.next()) {
            String text = walk.key().equals("refusal") ? walk.text() : "";
            if (!text.isBlank() && !text.equals("null")) {
                report(run, report, node, "refusal", text, 0.85);
                return;
            }
        }
        Answer answer = run.answer(node);
        boolean declines =
                answer.calls() == 0
                        && answer.text().length() <= LONGEST
                        && DECLINE.matcher(answer.text()).lookingAt();
        if (declines) {
            report(run, report, node, "output", answer.text(), 0.5);
        }
    }

    /** A quick look: whether the name of the field can stand there. */
    private static boolean mayRefuse(Run run, @Nullable AnyValue output) {
        if (!(output instanceof Text text) || text.recordedLength() > OpenedTexts.LONGEST) {
            return true;
        }
        String content = run.texts().text(text);
        return content.contains("refusal") || content.contains("\\u");
    }

    private static void report(
            Run run, Report report, int node, String source, String text, double clear) {
        boolean again = isAnsweredLater(run, node);
        Report.Draft draft =
                report.at(INFO, node)
                        .strength(again ? clear / 3 : clear)
                        .measure("stated", clear > 0.6 ? 1 : 0)
                        .measure("asked_again", again ? 1 : 0)
                        .evidence(node, source, Words.cut(text, 200));
        if (clear < 0.6) {
            draft.suspicion();
        }
        if (again) {
            draft.severity(Severity.NOTE);
        }
        String agent = run.agentOf(node);
        draft.report(
                (agent.isEmpty() ? "A model" : agent + "'s model")
                        + " declined at "
                        + Words.moment(run, run.tree().endNanos(node))
                        + ": "
                        + Words.quote(text)
                        + (again ? "; asked again, it answered." : "."));
    }

    private static boolean isAnsweredLater(Run run, int node) {
        AgentInvocation stay = run.invocation(run.invocationOf(node));
        if (stay == null) {
            return false;
        }
        for (int other : stay.modelCalls()) {
            if (other != node
                    && run.tree().startNanos(other) >= run.tree().endNanos(node) - 1_000_000
                    && !run.facts(other).failed()
                    && !run.facts(other).finishReason().equals("content_filter")) {
                return true;
            }
        }
        return false;
    }
}
