package io.agtrace.analyzers.check;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An accepted problem. All that it states must fit; what it leaves empty fits everything. Names are
 * written as everywhere in a policy.
 *
 * @param fingerprint of the problem
 * @param rule id
 * @param boundary {@code receiver←sender} or an agent; {@code *} stands for any text
 * @param workflow id or name; {@code *} stands for any text
 * @param reason why it is accepted
 * @param expires the last day on which it holds, or null for no end
 * @param place where it is written, {@code file:line}
 */
public record Suppression(
        String fingerprint,
        String rule,
        String boundary,
        String workflow,
        String reason,
        @Nullable LocalDate expires,
        String place) {
    /** Whether it no longer holds. */
    public boolean isExpired(LocalDate today) {
        return expires != null && today.isAfter(expires);
    }

    /** Whether it is about the problem. */
    boolean fits(Problem problem, String workflowName) {
        String at =
                problem.from().isEmpty() && problem.to().isEmpty()
                        ? problem.agent()
                        : problem.to() + "←" + problem.from();
        return (fingerprint.isEmpty() || fingerprint.equals(problem.fingerprint()))
                && (rule.isEmpty() || rule.equals(problem.rule().id()))
                && (boundary.isEmpty() || matches(boundary, List.of(at, problem.agent())))
                && (workflow.isEmpty()
                        || matches(workflow, List.of(problem.workflow(), workflowName)));
    }

    private static boolean matches(String pattern, List<String> texts) {
        Pattern whole = Names.pattern(pattern);
        return texts.stream().anyMatch(text -> Names.fits(whole, text));
    }
}
