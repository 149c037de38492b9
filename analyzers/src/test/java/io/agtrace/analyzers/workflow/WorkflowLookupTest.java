package io.agtrace.analyzers.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;

import org.junit.jupiter.api.Test;

import java.util.List;

class WorkflowLookupTest {
    private static final WorkflowLookup LOOKUP = lookup();

    private static WorkflowLookup lookup() {
        TraceIndex index = new TraceIndex(new PlainConventions());
        for (Span span :
                Given.spans(
                        """
                        x checkout - 0 9 workflow=order-1001 session=s-77
                        x inner checkout 1 2 run=run-a
                        y refund - 1000000 1000009 workflow=order-1002 session=s-78
                        z refund - 2000000 2000009 session=s-77
                        """)) {
            index.span(span);
        }
        index.span(
                new Span.Builder(Id.of(0xabcdef0000000000L, 1), Id.of(1))
                        .name("plain")
                        .times(Given.EPOCH, Given.EPOCH)
                        .build());
        return index.lookup();
    }

    @Test
    void byExactNames() {
        assertThat(one("order-1001").name()).isEqualTo("checkout");
        assertThat(one(" s-78 ").id()).isEqualTo("order-1002");
        assertThat(one("run-a").id()).isEqualTo("order-1001");
        assertThat(one("checkout").id()).isEqualTo("order-1001");
        assertThat(one("ABCDEF00-0000-0000-0000-000000000001").name()).isEqualTo("plain");
        assertThat(one(Given.traceId("z").toString()).name()).isEqualTo("refund");
    }

    @Test
    void byTheBeginningOfAnId() {
        assertThat(one("abcd").name()).isEqualTo("plain");
        assertThat(one("RUN-").id()).isEqualTo("order-1001");
        assertThat(LOOKUP.findTrace("ABCDE")).isInstanceOf(WorkflowLookup.Result.One.class);
        assertThat(LOOKUP.find("abc")).isInstanceOf(WorkflowLookup.Result.None.class);
    }

    @Test
    void severalAreAmbiguous() {
        assertThat(LOOKUP.find("order-100"))
                .isInstanceOfSatisfying(
                        WorkflowLookup.Result.Ambiguous.class,
                        found ->
                                assertThat(found.candidates())
                                        .extracting(WorkflowSummary::id)
                                        .containsExactly("order-1001", "order-1002"));
        assertThat(LOOKUP.find("refund")).isInstanceOf(WorkflowLookup.Result.Ambiguous.class);
        assertThat(LOOKUP.find("s-77")).isInstanceOf(WorkflowLookup.Result.Ambiguous.class);
    }

    @Test
    void aMissNamesTheNearest() {
        assertThat(nearest("ordre-1002")).startsWith("order-1002").contains("order-1001");
        assertThat(nearest("chekout")).containsExactly("checkout");
        assertThat(nearest("zzzzzzzzzz")).isEmpty();
        assertThat(nearest("")).isEmpty();
        assertThat(LOOKUP.findTrace("order-1001")).isInstanceOf(WorkflowLookup.Result.None.class);
    }

    private static WorkflowSummary one(String name) {
        assertThat(LOOKUP.find(name)).isInstanceOf(WorkflowLookup.Result.One.class);
        return ((WorkflowLookup.Result.One) LOOKUP.find(name)).workflow();
    }

    private static List<String> nearest(String name) {
        assertThat(LOOKUP.find(name)).isInstanceOf(WorkflowLookup.Result.None.class);
        return ((WorkflowLookup.Result.None) LOOKUP.find(name))
                .nearest().stream().map(WorkflowLookup.Near::name).toList();
    }
}
