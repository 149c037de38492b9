package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.agents.CallShapeSketch.millis;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.agents.CallShapeSketch.Part;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.fixtures.Dialect;
import io.agtrace.fixtures.Workload;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

/** The critical path's segments, and gaps. */
final class CriticalSegmentsTest {
    private final CallShapeSketch run = new CallShapeSketch();

    private static List<Segment> path(CallShapes shapes) {
        return CriticalSegments.of(shapes, FanOuts.of(shapes), CallShapeSketch.loops(shapes));
    }

    private static List<String> lines(List<Segment> segments) {
        return segments.stream()
                .map(
                        s ->
                                millis(s.startNanos())
                                        + "-"
                                        + millis(s.endNanos())
                                        + " "
                                        + s.owner()
                                        + ": "
                                        + s.reason())
                .toList();
    }

    private static void assertWhole(CallShapes shapes, List<Segment> path) {
        SpanTree tree = shapes.tree();
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (int node = 0; node < tree.size(); node++) {
            start = Math.min(start, tree.startNanos(node));
            end = Math.max(end, tree.endNanos(node));
        }
        assertThat(path.getFirst().startNanos()).isEqualTo(start);
        assertThat(path.getLast().endNanos()).isEqualTo(end);
        for (int i = 1; i < path.size(); i++) {
            assertThat(path.get(i).startNanos()).isEqualTo(path.get(i - 1).endNanos());
            assertThat(path.get(i).nanos()).isPositive();
        }
    }

    @Test
    void eachSegmentHasItsOwnerAndReason() {
        Part root = run.root("report", 15_000);
        Part planner = run.agent(root, "planner", 0, 1_000);
        run.model(planner, 0, 1_000, "gen_ai.request.model", "gpt");
        Part web = run.agent(root, "web_researcher", 1_000, 1_700);
        run.tool(web, "search", 1_000, 1_700);
        Part db = run.agent(root, "db_researcher", 1_001, 14_000);
        run.tool(db, "query", 1_001, 14_000);
        run.agent(root, "writer", 14_000, 15_000);
        CallShapes shapes = run.shapes();
        assertThat(lines(path(shapes)))
                .containsExactly(
                        "0-1001 planner · gpt: model call",
                        "1001-14000 db_researcher · query: waited for db_researcher, 12.3 s longer"
                                + " than web_researcher",
                        "14000-15000 writer: agent at work");
        assertWhole(shapes, path(shapes));
    }

    @Test
    void timeBetweenTwoTracesIsNobodys() {
        run.agent(null, "a", 0, 100);
        run.agent(null, "b", 600, 1_000);
        CallShapes shapes = run.shapes();
        assertThat(lines(path(shapes)))
                .containsExactly(
                        "0-100 a: agent at work",
                        "100-600 : nothing recorded",
                        "600-1000 b: agent at work");
    }

    @Test
    void aLongLoopIsOneSegment() {
        Part root = run.root("watch", 100_100);
        for (int i = 0; i < 100; i++) {
            Part agent = run.agent(root, "monitor", 1_000L * i, 1_000L * i + 990);
            run.model(agent, 1_000L * i + 10, 1_000L * i + 900);
        }
        run.agent(root, "report", 99_995, 100_100);
        CallShapes shapes = run.shapes();
        List<Segment> path = path(shapes);
        assertThat(path).hasSizeLessThan(5);
        assertThat(path.getFirst().reason()).isEqualTo("loop of 100 rounds");
        assertWhole(shapes, path);
    }

    @Test
    void manyDifferentStepsAreShortened() {
        Part root = run.root("long", 30_000);
        for (int i = 0; i < 200; i++) {
            String name = "agent_" + (char) ('a' + i / 26) + (char) ('a' + i % 26);
            run.agent(root, name, 150L * i, 150L * i + 149);
        }
        CallShapes shapes = run.shapes();
        List<Segment> path = path(shapes);
        assertThat(path).hasSizeBetween(5, 30);
        assertWhole(shapes, path);
    }

    @Test
    void pathsOfGeneratedRunsHaveNoHolesAndFitAScreen() throws IOException {
        for (Dialect dialect : Dialect.values()) {
            for (int seed = 1; seed <= 40; seed++) {
                Workload workload =
                        Workload.settings()
                                .workflows(1)
                                .spansPerWorkflow(18 + seed)
                                .seed(seed)
                                .dialect(dialect)
                                .failingShare(0.2)
                                .build();
                CallShapes shapes =
                        CallShapeSketch.shapes(CallShapeSketch.workflow(workload.toList()));
                List<Segment> path = path(shapes);
                assertWhole(shapes, path);
                assertThat(path).as("seed %d", seed).hasSizeBetween(4, 30);
            }
        }
    }

    @Test
    void aGapNamesItsNeighbours() {
        Part root = run.root("report", 2_000);
        Part a = run.agent(root, "a", 0, 900);
        run.model(a, 0, 400);
        run.tool(a, "search", 700, 890);
        run.agent(root, "b", 900, 2_000);
        assertThat(lines(Gaps.of(run.shapes())))
                .containsExactly(
                        "400-700 : nothing recorded between chat m of a and execute_tool search of"
                                + " a");
    }

    @Test
    void workSideBySideLeavesNoGap() {
        Part root = run.root("report", 1_000);
        run.agent(root, "a", 0, 600);
        run.agent(root, "b", 500, 1_000);
        assertThat(Gaps.of(run.shapes())).isEmpty();
    }
}
