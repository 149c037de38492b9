package io.agtrace.analyzers.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

class RunLoaderTest {
    private static final int WORKFLOWS = 40;
    private static final int SPANS = 5;
    private static final long SIZE_OF_ONE = 500;

    private int passes;

    /** Forty workflows of five spans; those that begin later stand first. */
    private static List<Span> input() {
        StringBuilder text = new StringBuilder();
        for (int span = 0; span < SPANS; span++) {
            for (int i = 0; i < WORKFLOWS; i++) {
                int start = 1000 * (WORKFLOWS - i) + span;
                String parent = span == 0 ? "-" : "s" + (span - 1);
                text.append("trace").append(i).append(" s").append(span).append(' ').append(parent);
                text.append(' ').append(start).append(' ').append(start + 100).append('\n');
            }
        }
        return Given.spans(text.toString());
    }

    private RunLoader loader(List<Span> input, int kept, long ahead) throws IOException {
        return loader(input, kept, Long.MAX_VALUE, ahead);
    }

    private RunLoader loader(List<Span> input, int kept, long ofFew, long ahead)
            throws IOException {
        RunLoader loader =
                new RunLoader(
                        new PlainConventions(),
                        (sink, report) -> {
                            passes++;
                            input.forEach(sink::span);
                        },
                        kept,
                        ofFew,
                        ahead);
        loader.workflows(new IngestReport());
        return loader;
    }

    private static List<String> trees(RunLoader loader, List<WorkflowSummary> chosen)
            throws IOException {
        List<String> trees = new ArrayList<>();
        for (WorkflowSummary each : chosen) {
            Workflow workflow = loader.load(each);
            assertThat(workflow.summary()).isEqualTo(each);
            assertThat(workflow.tree().span(0).traceId()).isEqualTo(each.traceIds().getFirst());
            trees.add(each.id() + '\n' + TreeText.of(workflow.tree()));
        }
        return trees;
    }

    @Test
    void anOverviewKeepsNothingAndSaysTheSame() throws IOException {
        List<Span> input = input();
        RunLoader keeping = loader(input, 1000, 0);
        List<WorkflowSummary> expected = keeping.inputOrder();
        passes = 0;
        RunLoader overview =
                new RunLoader(
                        new PlainConventions(),
                        (sink, report) -> {
                            passes++;
                            input.forEach(sink::span);
                        });
        overview.overview(new IngestReport());

        assertThat(overview.inputOrder()).isEqualTo(expected);
        assertThat(trees(overview, expected)).isEqualTo(trees(keeping, expected));
        assertThat(passes).isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, SIZE_OF_ONE * SPANS * 7, SIZE_OF_ONE * SPANS * WORKFLOWS})
    void givesTheSameHoweverLittleIsHeld(long ahead) throws IOException {
        RunLoader keeping = loader(input(), 1000, 0);
        RunLoader reading = loader(input(), 10, ahead);
        List<WorkflowSummary> all = reading.inputOrder();
        reading.expect(all);

        assertThat(trees(reading, all)).isEqualTo(trees(keeping, all)).hasSize(WORKFLOWS);
    }

    @Test
    void readsASmallInputOnce() throws IOException {
        RunLoader loader = loader(input(), 1000, 0);
        trees(loader, loader.inputOrder());

        assertThat(passes).isEqualTo(1);
    }

    @Test
    void readsALargeInputOfFewTracesOnceWhileItFits() throws IOException {
        Id trace = Given.traceId("trace0");
        List<Span> input = input().stream().filter(span -> span.traceId().equals(trace)).toList();
        RunLoader fitting = loader(input, 2, SIZE_OF_ONE * SPANS * 2, 0);
        List<String> once = trees(fitting, fitting.inputOrder());
        assertThat(passes).isEqualTo(1);

        RunLoader tooLarge = loader(input, 2, SIZE_OF_ONE * SPANS / 2, 0);
        assertThat(trees(tooLarge, tooLarge.inputOrder())).isEqualTo(once);
        assertThat(passes).isEqualTo(3);
    }

    @Test
    void readsALargeInputOnceForAsManyWorkflowsAsFit() throws IOException {
        RunLoader loader = loader(input(), 10, SIZE_OF_ONE * SPANS * 8);
        loader.expect(loader.inputOrder());
        trees(loader, loader.inputOrder());

        assertThat(passes).isEqualTo(1 + WORKFLOWS / 8);
    }

    @Test
    void givesUpTheLastWorkflowsWhereSpansAreLargerThanExpected() throws IOException {
        List<Span> input = new ArrayList<>(input());
        // The same spans many times over: the summaries count each once.
        for (int i = 0; i < 3; i++) {
            input.addAll(input());
        }
        RunLoader loader = loader(input, 10, SIZE_OF_ONE * SPANS * 8);
        List<WorkflowSummary> all = loader.inputOrder();
        loader.expect(all);
        List<String> trees = trees(loader, all);

        assertThat(trees).isEqualTo(trees(loader(input(), 1000, 0), all));
        assertThat(passes).isLessThan(WORKFLOWS);
    }

    @Test
    void loadsWhatIsNotExpectedAndTheSameAgain() throws IOException {
        RunLoader loader = loader(input(), 10, SIZE_OF_ONE * SPANS * 8);
        List<WorkflowSummary> all = loader.inputOrder();
        loader.expect(all.subList(0, 10));
        List<WorkflowSummary> wild = List.of(all.get(3), all.get(30), all.get(3), all.get(0));

        assertThat(trees(loader, wild)).isEqualTo(trees(loader(input(), 1000, 0), wild));
    }

    @Test
    void inputOrderIsThatOfTheFirstSpans() throws IOException {
        RunLoader loader = loader(input(), 1000, 0);
        List<WorkflowSummary> byStart =
                loader.inputOrder().stream()
                        .sorted(Comparator.comparingLong(WorkflowSummary::startNanos))
                        .toList();

        assertThat(loader.inputOrder()).isEqualTo(byStart.reversed());
        assertThat(loader.inputOrder().getFirst().traceIds())
                .containsExactly(Given.traceId("trace0"));
    }
}
