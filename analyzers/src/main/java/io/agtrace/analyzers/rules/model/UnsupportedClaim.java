package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.ToolUse;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.Lineage;
import io.agtrace.analyzers.lineage.Piece;
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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** An answer states numbers, dates or ids that nothing before it holds. */
public final class UnsupportedClaim implements Rule {
    private static final Threshold VALUES =
            new Threshold(
                    "values", 3, "values", "So many values without a source make it a warning.");

    private static final RuleInfo INFO =
            new RuleInfo(
                    "unsupported-claim",
                    Group.MODEL_AND_TOOL,
                    Severity.WARNING,
                    Tier.SUSPICION,
                    "An answer states values that nothing before it holds",
                    "prompts and answers of models (input and output messages)",
                    VALUES);

    /** Numbers of three digits and more, and what mixes digits with letters. */
    private static final Pattern ID = Pattern.compile("\\p{L}{1,6}[-_/#.:]?\\p{N}{3,12}");

    private static final Pattern CODE = Pattern.compile("(?s)```.*?(?:```|$)");
    private static final int LONGEST = 1 << 16;
    private static final int ASCII = 128;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        int unknown = 0;
        boolean complete = isComplete(run);
        for (AgentInvocation stay : run.view().invocations()) {
            StayFacts facts = run.lineage().stay(stay.index());
            if (stay.modelCalls().isEmpty()) {
                continue;
            }
            int node = facts.answerNode();
            boolean model = stay.modelCalls().contains(node);
            int call = model ? node : stay.modelCalls().getLast();
            boolean whole = run.unrecorded().isKnownWhole(stay, call);
            boolean framed = stay.output() != null && run.unrecorded().isFrameWhole(stay);
            if (!facts.answered() || !whole && !framed || !model && stay.output() == null) {
                unknown++;
            } else if (!facts.results().isEmpty() || facts.prompt().hard().size() > 2) {
                AnyValue given = whole ? run.facts(call).input() : stay.input();
                check(run, report, stay, model ? node : stay.node(), given, whole || complete);
            }
        }
        report.notChecked(INFO, unknown, "answers");
    }

    /** Whether all that tools gave back and agents were given is there to be a source. */
    private static boolean isComplete(Run run) {
        for (ToolUse use : run.toolUses()) {
            if (use.result() == null && !use.failed()) {
                return false;
            }
        }
        for (AgentInvocation stay : run.view().invocations()) {
            StayFacts facts = run.lineage().stay(stay.index());
            if (!facts.prompted() && stay.input() == null || !facts.answered() && !stay.failed()) {
                return false;
            }
        }
        return true;
    }

    private static void check(
            Run run,
            Report report,
            AgentInvocation stay,
            int node,
            @Nullable AnyValue given,
            boolean complete) {
        boolean model = run.kind(node) == OperationKind.MODEL_CALL;
        String whole = model ? run.answer(node).text() : texts(run, stay.output());
        String text = whole.length() > LONGEST ? whole.substring(0, LONGEST) : whole;
        long before = model ? run.tree().startNanos(node) + 1 : worked(run, stay);
        FactSet known = run.payloads().facts(given);
        Set<String> values = new LinkedHashSet<>();
        List<String> without = new ArrayList<>();
        boolean fenced = text.contains("```");
        String prose = fenced ? CODE.matcher(text).replaceAll(" ") : text;
        for (int from = start(prose, 0); from < prose.length(); ) {
            int to = end(prose, from);
            String value = hasDigits(prose, from, to) ? prose.substring(from, to) : "";
            from = start(prose, to);
            if (isHard(value)
                    && !isScore(value)
                    && values.add(value)
                    && isUnknown(run, Lineage.facts(value).minus(known), before)) {
                without.add(value);
            }
        }
        // One new number may well be worked out from the others.
        if (without.size() < 2) {
            return;
        }
        double share = (double) without.size() / values.size();
        boolean many = without.size() >= run.threshold(INFO, VALUES) && share >= 0.5;
        // It cites by ids, and one of the kind has no source: nobody works that out.
        boolean cited = complete && citesNothing(run, values, without);
        Report.Draft draft =
                report.at(INFO, node)
                        .strength(
                                cited
                                        ? 0.8 - 0.5 / without.size()
                                        : 0.6 * share * (1 - 1.0 / (1 + without.size())))
                        .measure("values", without.size())
                        .measure("share", share)
                        .title(stay.agent())
                        .evidence(
                                node,
                                "output",
                                Words.cut(
                                        run.payloads()
                                                .quote(
                                                        run.facts(node).output(),
                                                        Lineage.facts(without.getFirst())),
                                        200));
        if (!many && !cited) {
            draft.severity(Severity.NOTE);
        }
        draft.report(
                stay.agent()
                        + "'s answer at "
                        + Words.moment(run, run.tree().endNanos(node))
                        + " states "
                        + Words.quote(
                                String.join(", ", without.subList(0, Math.min(5, without.size()))))
                        + (without.size() > 5 ? " and more" : "")
                        + ", which nothing before it holds ("
                        + without.size()
                        + " of "
                        + values.size()
                        + " values).");
    }

    private static boolean isUnknown(Run run, FactSet value, long before) {
        return !run.lineage().isKnown(value, before);
    }

    /** The texts of a payload without the envelope around them. */
    private static String texts(Run run, @Nullable AnyValue payload) {
        StringBuilder texts = new StringBuilder();
        for (Piece piece : run.payloads().pieces(payload)) {
            texts.append(piece.text()).append('\n');
        }
        return texts.toString();
    }

    /** When the last tool of an agent had answered. */
    private static long worked(Run run, AgentInvocation stay) {
        long nanos = stay.startNanos() + 1;
        for (int call : stay.toolCalls()) {
            nanos = Math.max(nanos, run.tree().endNanos(call) + 1);
        }
        return nanos;
    }

    /**
     * Whether an id without a source is written like one that has a source in what the run found.
     */
    private static boolean citesNothing(Run run, Set<String> values, List<String> without) {
        Set<String> unknown = new HashSet<>(without);
        Set<String> kinds = new HashSet<>();
        for (String value : values) {
            boolean found = Lineage.facts(value).and(run.lineage().task()).isEmpty();
            if (found && !unknown.contains(value) && isId(value)) {
                kinds.add(kind(value));
            }
        }
        for (String value : without) {
            if (isId(value) && kinds.contains(kind(value))) {
                return true;
            }
        }
        return false;
    }

    /** Letters that stand before digits, of which there are more: {@code QX-48213}. */
    private static boolean isId(String value) {
        return ID.matcher(value).matches();
    }

    /** How many letters an id begins with. */
    private static String kind(String value) {
        int at = 0;
        while (at < value.length() && Character.isLetter(value.charAt(at))) {
            at++;
        }
        return at + (Character.isUpperCase(value.charAt(0)) ? "A" : "a");
    }

    /** Scores and shares are what a judge is asked to make up. */
    private static boolean isScore(String value) {
        return value.startsWith("0.") || value.equals("1.0") || value.equals("1.00");
    }

    /** Where the next value begins: letters and numbers, joined by single marks. */
    private static int start(String text, int from) {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c < ASCII) {
                if (OF_VALUE[c]) {
                    return at;
                }
                at++;
            } else {
                int point = text.codePointAt(at);
                if (isOfValue(point)) {
                    return at;
                }
                at += Character.charCount(point);
            }
        }
        return at;
    }

    private static int end(String text, int from) {
        int at = from;
        while (at < text.length()) {
            if (text.charAt(at) < ASCII && OF_VALUE[text.charAt(at)]) {
                at++;
                continue;
            }
            int c = text.codePointAt(at);
            boolean joint =
                    "-_.:/#,".indexOf(c) >= 0
                            && at + 1 < text.length()
                            && isOfValue(text.codePointAt(at + 1));
            if (!joint && !isOfValue(c)) {
                break;
            }
            at += Character.charCount(c);
        }
        return at;
    }

    /** Of the first characters, which most are. */
    private static final boolean[] OF_VALUE = new boolean[ASCII];

    static {
        for (int c = 0; c < ASCII; c++) {
            OF_VALUE[c] = isOfValue(c);
        }
    }

    private static boolean isOfValue(int c) {
        return Character.isLetterOrDigit(c)
                || Character.getType(c) == Character.LETTER_NUMBER
                || Character.getType(c) == Character.OTHER_NUMBER;
    }

    private static boolean hasDigits(String text, int from, int to) {
        int digits = 0;
        for (int i = from; i < to && digits < 2; i++) {
            digits += Character.isDigit(text.charAt(i)) ? 1 : 0;
        }
        return digits == 2;
    }

    private static boolean isHard(String value) {
        int digits = 0;
        int letters = 0;
        for (int i = 0; i < value.length(); i++) {
            digits += Character.isDigit(value.charAt(i)) ? 1 : 0;
            letters += Character.isLetter(value.charAt(i)) ? 1 : 0;
        }
        return digits >= 3 || digits >= 2 && letters >= 2;
    }
}
