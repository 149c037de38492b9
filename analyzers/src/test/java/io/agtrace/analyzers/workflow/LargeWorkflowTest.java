package io.agtrace.analyzers.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Up to a million spans in one workflow: nothing recurses, and nothing is quadratic. */
class LargeWorkflowTest {
    private static final int SPANS = 1_000_000;
    private static final Attributes SHARED = Attributes.of();
    private static final Id TRACE = Given.traceId("large");

    enum Shape {
        CHAIN,
        FAN,
        /** All name parents that do not exist, each another one. */
        ORPHANS,
        /** One circle. */
        CIRCLE,
        /** Each span a thousand times. */
        DUPLICATES
    }

    @ParameterizedTest
    @EnumSource
    void largeShapes(Shape shape) {
        WorkflowBuilder builder = new WorkflowBuilder(new OneFact());
        int spans = shape == Shape.CHAIN || shape == Shape.FAN ? SPANS : SPANS / 5;
        for (int i = 0; i < spans; i++) {
            builder.span(span(shape, i, spans));
        }
        SpanTree tree = builder.build().tree();
        switch (shape) {
            case CHAIN, CIRCLE -> {
                assertThat(tree.size()).isEqualTo(spans);
                assertThat(tree.depth(spans - 1)).isEqualTo(spans - 1);
            }
            case FAN -> {
                assertThat(tree.childCount(0)).isEqualTo(SPANS - 1);
                assertThat(tree.subtreeEnd(0)).isEqualTo(SPANS);
            }
            case ORPHANS -> assertThat(tree.size()).isEqualTo(2 * spans);
            case DUPLICATES -> assertThat(tree.size()).isEqualTo(spans / 1_000);
        }
    }

    @Test
    void aMillionTracesAreListed() {
        TraceIndex index = new TraceIndex(new OneFact());
        for (int i = 0; i < SPANS; i++) {
            index.span(
                    new Span.Builder(Id.of(i / 2 + 1L, 7), id(i))
                            .name("root")
                            .times(Given.EPOCH + i / 2, Given.EPOCH + SPANS)
                            .build());
        }
        assertThat(index.workflows().stream().filter(each -> each.spans() == 2).count())
                .isEqualTo(SPANS / 2);
    }

    private static Span span(Shape shape, int number, int spans) {
        Span.Builder span =
                switch (shape) {
                    case CHAIN ->
                            new Span.Builder(TRACE, id(number))
                                    .parent(number == 0 ? null : id(number - 1));
                    case FAN ->
                            new Span.Builder(TRACE, id(number)).parent(number == 0 ? null : id(0));
                    case ORPHANS -> new Span.Builder(TRACE, id(number)).parent(id(SPANS + number));
                    case CIRCLE ->
                            new Span.Builder(TRACE, id(number))
                                    .parent(id(number == 0 ? spans - 1 : number - 1));
                    case DUPLICATES -> new Span.Builder(TRACE, id(number % (spans / 1_000)));
                };
        return span.name("step")
                .attributes(SHARED)
                .times(Given.EPOCH + number, Given.EPOCH + 3L * SPANS - number)
                .build();
    }

    private static Id id(int number) {
        return Id.of((number + 1L) * 0x9e3779b97f4a7c15L);
    }
}
