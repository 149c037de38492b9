package io.agtrace.analyzers.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.agents.Message.Verdicts;
import io.agtrace.analyzers.agents.Verdict;
import io.agtrace.analyzers.agents.Verdict.Answer;
import io.agtrace.analyzers.diagnosis.LabelledRuns.LabelledRun;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The five questions on real runs: where a hand-over is known to have gone wrong, the right one is
 * answered with no; on healthy runs none is.
 */
final class VerdictsRecordingsTest {
    private static final Map<String, Function<Verdicts, Verdict>> QUESTIONS =
            Map.of(
                    "lost_message", Verdicts::received,
                    "truncated_payload", Verdicts::received,
                    "ignored_message", Verdicts::understood,
                    "misunderstood_task", Verdicts::understood,
                    "stale_context", Verdicts::fresh,
                    "low_quality", Verdicts::qualityChecked);

    /** In a queue that nobody of the recording reads: whoever does may be recorded elsewhere. */
    private static final Set<String> UNDECIDED = Set.of("r5711973");

    private static List<LabelledRun> runs = List.of();

    @BeforeAll
    static void read() throws IOException {
        Path folder = null;
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path here = at.resolve("shared/corpus/recordings");
            folder = folder == null && Files.isDirectory(here) ? here : folder;
        }
        assumeTrue(folder != null, "the corpus is not beside the project");
        if (folder != null) {
            runs = LabelledRuns.read(folder);
        }
    }

    private static List<Message> judged(LabelledRun run) {
        List<Message> all = new ArrayList<>();
        for (AgentsView view : run.workflows()) {
            all.addAll(io.agtrace.analyzers.rules.Verdicts.judged(view).messages());
        }
        return all;
    }

    private static List<String> faults(Message message) {
        Verdicts all = message.verdicts();
        List<String> faults = new ArrayList<>();
        for (Verdict each :
                List.of(
                        all.sent(),
                        all.received(),
                        all.understood(),
                        all.fresh(),
                        all.qualityChecked())) {
            if (each.answer() == Answer.NO) {
                faults.add(message.boundary() + ": " + each.reason());
            }
        }
        return faults;
    }

    @Test
    void whatWentWrongIsAnsweredWithNo() {
        List<String> missed = new ArrayList<>();
        int seen = 0;
        for (LabelledRun run : runs) {
            Function<Verdicts, Verdict> question = QUESTIONS.get(run.fault());
            if (question == null || UNDECIDED.contains(run.name())) {
                continue;
            }
            seen++;
            boolean found = false;
            for (Message message : judged(run)) {
                Verdict verdict = question.apply(message.verdicts());
                // A program that joins or dispatches is a party in the labels and no agent.
                boolean there =
                        run.parties().isEmpty()
                                || run.parties().contains(message.receiver())
                                || run.parties().contains(message.sender());
                found |= there && verdict.answer() == Answer.NO && !verdict.evidence().isEmpty();
            }
            if (!found) {
                missed.add(run.fault() + " " + run.name());
            }
        }
        assertThat(missed).isEmpty();
        assertThat(seen).isGreaterThan(40);
    }

    @Test
    void nothingIsHeldAgainstHealthyRuns() {
        List<String> alarms = new ArrayList<>();
        int messages = 0;
        for (LabelledRun run : runs) {
            if (run.fault().equals("none")) {
                for (Message each : judged(run)) {
                    messages++;
                    faults(each).forEach(fault -> alarms.add(run.name() + " " + fault));
                }
            }
        }
        assertThat(alarms).isEmpty();
        assertThat(messages).isGreaterThan(200);
    }

    @Test
    void mostQuestionsAboutHealthyRunsAreAnswered() {
        int answered = 0;
        int asked = 0;
        for (LabelledRun run : runs) {
            if (run.fault().equals("none")) {
                for (Message each : judged(run)) {
                    asked += 2;
                    answered += each.verdicts().received().answer() == Answer.YES ? 1 : 0;
                    answered += each.verdicts().understood().answer() == Answer.YES ? 1 : 0;
                }
            }
        }
        assertThat((double) answered / asked).isGreaterThan(0.7);
    }
}
