package io.agtrace.render.sections;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Assessment;
import io.agtrace.analyzers.agents.Budget;
import io.agtrace.analyzers.agents.ContextUse;
import io.agtrace.analyzers.agents.Decision.Alternative;
import io.agtrace.analyzers.agents.Evidence;
import io.agtrace.analyzers.agents.Fallback;
import io.agtrace.analyzers.agents.FanOut;
import io.agtrace.analyzers.agents.Loop;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.agents.Stretch;
import io.agtrace.analyzers.agents.Verdict;
import io.agtrace.render.HostileText;
import io.agtrace.render.Overview;
import io.agtrace.render.Runs;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Theme;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/** Whatever a trace says, no line of a section grows too wide, and none goes out raw. */
class HostileSectionsTest {
    private static final List<Loop.Kind> LOOPS = List.of(Loop.Kind.values());
    private static final List<Message.Kind> MESSAGES = List.of(Message.Kind.values());

    private final Random random = new Random(20260103);

    private String text() {
        return HostileText.text(random);
    }

    private double score() {
        return random.nextInt(9) == 0 ? Double.NaN : random.nextDouble() * 1.2 - 0.1;
    }

    private Verdict verdict() {
        return switch (random.nextInt(3)) {
            case 0 -> Verdict.yes(text());
            case 1 -> Verdict.no(text());
            default -> Verdict.notChecked(text());
        };
    }

    private AgentsView view() {
        Views views = new Views(random.nextInt(5) == 0 ? new Runs().build() : Runs.report());
        for (int i = 0, many = random.nextInt(40); i < many; i++) {
            double time = random.nextInt(90_000) - 10_000;
            Evidence evidence = new Evidence(0, text(), text());
            views.stay(text(), time, time + 9, 1, 2, random.nextBoolean());
            views.decision(
                    time,
                    random.nextBoolean(),
                    text(),
                    text(),
                    text(),
                    score(),
                    text(),
                    random.nextInt(3) == 0 ? null : Boolean.valueOf(random.nextBoolean()),
                    text(),
                    new Alternative(text(), score(), text()));
            views.message(
                    MESSAGES.get(random.nextInt(MESSAGES.size())),
                    text(),
                    text(),
                    time,
                    random.nextBoolean() ? text() : null,
                    score(),
                    new Message.Verdicts(verdict(), verdict(), verdict(), verdict(), verdict()));
            Loop.Kind kind = LOOPS.get(random.nextInt(LOOPS.size()));
            List<String> body = List.of(text(), text(), text());
            views.loop(kind, i - 1, body, random.nextInt(9), 0, text());
            views.retry(text(), random.nextBoolean(), random.nextBoolean(), text());
            views.fallbacks.add(
                    new Fallback(-1, random.nextInt(99) - 1, text(), text(), text(), List.of()));
            FanOut.Branch branch = new FanOut.Branch(0, text(), 5, 9, 3, random.nextBoolean());
            List<FanOut.Branch> branches = random.nextInt(5) == 0 ? List.of() : List.of(branch);
            views.fanOuts.add(
                    new FanOut(i, i - 1, branches, i - 1, random.nextInt(3) - 1, List.of()));
            views.stretches.add(new Stretch(0, List.of(1, 2, 3, 99), random.nextLong()));
            views.segment(i % 4 - 1, text(), time, time + random.nextInt(999), text());
            views.gaps.add(views.path.getLast());
            views.budgets.add(
                    new Budget(i, text(), random.nextLong(), 7, i % 2 == 0, i % 3 == 0, evidence));
            views.assessments.add(
                    new Assessment(i, i, text(), score() * 1e12, score(), text(), null, evidence));
            views.contextUses.add(
                    new ContextUse(i, text(), text(), random.nextLong(), 5, true, evidence));
        }
        views.outcome = text();
        return views.build();
    }

    @Test
    void staysWithinTheLineAndTheAlphabet() throws IOException {
        for (int round = 0; round < 200; round++) {
            Theme theme = new Theme(random.nextBoolean(), random.nextInt(3) > 0);
            int width = 40 + random.nextInt(211);
            Screen screen = new Screen(width, theme, ZoneOffset.UTC, false);
            Detail detail = List.of(Detail.values()).get(random.nextInt(3));
            AgentsView view = view();
            StringBuilder out = new StringBuilder();
            Sections sections = new Sections(screen, detail);
            sections.write(view, EnumSet.allOf(View.class), out);
            new Overview(screen, random.nextBoolean()).write(view, out);

            assertThat(out).isNotEmpty();
            HostileText.check(out.toString(), width, theme);
        }
    }
}
