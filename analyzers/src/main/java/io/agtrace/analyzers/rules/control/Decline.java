package io.agtrace.analyzers.rules.control;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Decision;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.Lineage;
import io.agtrace.analyzers.lineage.StayFacts;
import io.agtrace.analyzers.rules.Run;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * The chosen agent did nothing and named another one that could have been chosen.
 *
 * @param named the agent that it named
 */
record Decline(String named) {
    /** Whoever turns work away says so in few words. */
    private static final int LONGEST = 600;

    private static final double LEFT = 0.3;

    static @Nullable Decline of(
            Run run, Decision decision, AgentInvocation chosen, StayFacts answer) {
        if (!chosen.toolCalls().isEmpty() || !answer.answered()) {
            return null;
        }
        String said =
                run.payloads().quote(run.facts(answer.answerNode()).output(), answer.output());
        FactSet news = answer.output().hard().minus(answer.known().hard());
        if (said.length() > LONGEST || !news.minus(Lineage.facts(names(decision))).isEmpty()) {
            return null;
        }
        for (Decision.Alternative each : decision.alternatives()) {
            String name = each.name();
            if (isIn(said, name)
                    && !SkippedStep.key(name).equals(SkippedStep.key(chosen.agent()))
                    && !runs(run, name)
                    && (isSpelled(said, name) || isLeft(run, chosen, answer))) {
                return new Decline(name);
            }
        }
        return null;
    }

    private static String names(Decision decision) {
        StringBuilder names = new StringBuilder(decision.chosen());
        decision.alternatives().forEach(each -> names.append(' ').append(each.name()));
        return names.toString();
    }

    private static boolean runs(Run run, String agent) {
        return run.view().invocations().stream()
                .anyMatch(each -> SkippedStep.key(each.agent()).equals(SkippedStep.key(agent)));
    }

    /** Whether nobody made anything of the answer: else it was one. */
    private static boolean isLeft(Run run, AgentInvocation chosen, StayFacts answer) {
        FactSet own = answer.output().minus(answer.known());
        if (own.isEmpty()) {
            return true;
        }
        AgentInvocation last = null;
        for (AgentInvocation each : run.view().invocations()) {
            if (each.startNanos() >= chosen.endNanos()
                    && (last == null || each.endNanos() > last.endNanos())) {
                last = each;
            }
        }
        if (last == null) {
            return true;
        }
        FactSet result =
                run.payloads()
                        .facts(run.facts(0).output())
                        .or(run.lineage().stay(last.index()).output());
        return (double) own.and(result).weight() / own.weight() <= LEFT;
    }

    /** Whether a text has a name that is no word of a language, as it is spelled. */
    private static boolean isSpelled(String text, String name) {
        return (name.indexOf('_') > 0 || name.indexOf('-') > 0) && text.contains(name);
    }

    /** Whether a text contains a name as a word, however its parts are joined. */
    private static boolean isIn(String text, String name) {
        String where = plain(text);
        String what = plain(name).strip();
        for (int at = where.indexOf(what);
                at >= 0 && !what.isEmpty();
                at = where.indexOf(what, at + 1)) {
            int end = at + what.length();
            boolean before = at == 0 || !joins(where.charAt(at - 1), what.charAt(0));
            boolean behind =
                    end == where.length()
                            || !joins(where.charAt(end), what.charAt(what.length() - 1));
            if (before && behind) {
                return true;
            }
        }
        return false;
    }

    /** Scripts without blanks between words don't part them. */
    private static boolean joins(char one, char other) {
        return Character.isLetterOrDigit(one)
                && Character.isLetterOrDigit(other)
                && !Character.isIdeographic(one)
                && !Character.isIdeographic(other)
                && Character.UnicodeScript.of(one) == Character.UnicodeScript.of(other);
    }

    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            plain.append(c == '_' || c == '-' || Character.isWhitespace(c) ? ' ' : c);
        }
        return plain.toString().toLowerCase(Locale.ROOT);
    }
}
