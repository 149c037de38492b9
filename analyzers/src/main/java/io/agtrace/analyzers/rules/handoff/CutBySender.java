package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.lineage.Cuts;
import io.agtrace.analyzers.lineage.Delivery;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Who delegates passed on less of a text than it had. */
final class CutBySender {
    private CutBySender() {}

    /** Reports the first delivery of which this is so; false where there is none. */
    static boolean check(Run run, RuleInfo info, List<Delivery> deliveries, Report report) {
        for (Delivery each : deliveries) {
            Message message = each.message();
            int prompt = promptBefore(run, message);
            if (prompt < 0 || message.sent() == null) {
                continue;
            }
            Cuts.Cut cut =
                    Cuts.between(
                            run.payloads().pieces(run.facts(prompt).input()),
                            run.payloads().pieces(message.sent()));
            if (cut == null || !endsOpen(message.sent())) {
                continue;
            }
            report.at(info, prompt)
                    .agent(message.sender())
                    .message(message.index())
                    .touches(Math.max(0, message.sentNode()))
                    .strength(Math.min(1, 0.5 + cut.missingLength() / 400.0))
                    .evidence(prompt, "input", Words.cut(cut.end() + cut.missing(), 200))
                    .measure("missing", cut.missingLength())
                    .report(
                            Handed.sender(message)
                                    + " handed "
                                    + message.receiver()
                                    + " only the beginning of what it had"
                                    + CutStory.of(cut)
                                    + ".");
            return true;
        }
        return false;
    }

    /** A text that ends with a mark of omission, or in the middle of a word or bracket. */
    private static boolean endsOpen(@Nullable AnyValue payload) {
        String text = String.valueOf(payload).replaceAll("[\\s\"'}\\]\\\\]+$", "");
        if (text.isEmpty()) {
            return false;
        }
        char last = text.charAt(text.length() - 1);
        return text.endsWith("...")
                || last == '\u2026'
                || Character.isLetterOrDigit(last)
                || last == ','
                || last == '(';
    }

    /** The sender's last model call before it sent, or -1. */
    private static int promptBefore(Run run, Message message) {
        if (message.from() < 0 || message.kind() != Message.Kind.DELEGATION) {
            return -1;
        }
        int found = -1;
        for (int call : run.view().invocations().get(message.from()).modelCalls()) {
            if (run.tree().endNanos(call) <= message.sentNanos() + 1_000_000
                    && (found < 0 || run.tree().endNanos(call) >= run.tree().endNanos(found))) {
                found = call;
            }
        }
        return found;
    }
}
