package io.agtrace.render;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.workflow.SpanTree.Placement;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Theme;
import io.agtrace.render.waterfall.Waterfall;
import io.agtrace.render.waterfall.WaterfallOptions;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

/** Whatever a trace says, no line grows too wide and nothing reaches the terminal raw. */
class HostileTextTest {
    private static final List<Placement> PLACEMENTS = List.of(Placement.values());

    private static Workflow run(Random random) {
        Runs run = new Runs();
        int depth = 0;
        for (int i = 0, spans = random.nextInt(90); i < spans; i++) {
            List<OperationKind> kinds = List.of(OperationKind.values());
            double start = random.nextDouble() * 10_000;
            Runs.Node node =
                    run.add(
                                    depth,
                                    kinds.get(random.nextInt(kinds.size())),
                                    HostileText.text(random),
                                    start,
                                    start + random.nextDouble() * 5_000)
                            .agent(HostileText.text(random))
                            .tool(HostileText.text(random))
                            .model(
                                    HostileText.text(random),
                                    random.nextInt(),
                                    random.nextInt(9_000_000))
                            .service(HostileText.text(random))
                            .payloads(HostileText.text(random), HostileText.text(random))
                            .attempt(random.nextInt(4));
            if (random.nextInt(4) == 0) {
                node.fails(HostileText.text(random));
            }
            if (random.nextInt(3) == 0) {
                node.critical();
            }
            if (random.nextInt(5) == 0) {
                node.placed(PLACEMENTS.get(random.nextInt(PLACEMENTS.size())));
            }
            depth = random.nextInt(10) < 7 ? random.nextInt(depth + 1) : depth + 1;
            depth = random.nextInt(12) == 0 ? 0 : Math.max(depth, 0);
        }
        return run.build();
    }

    @Test
    void staysWithinTheLineAndTheAlphabet() throws IOException {
        Random random = new Random(20260102);
        for (int round = 0; round < 400; round++) {
            Workflow workflow = run(random);
            Theme theme = new Theme(random.nextBoolean(), random.nextInt(3) > 0);
            int width = 40 + random.nextInt(211);
            Screen screen = new Screen(width, theme, ZoneOffset.UTC, random.nextBoolean());
            boolean full = random.nextBoolean();
            WaterfallOptions options =
                    new WaterfallOptions(
                            -1, full, null, null, null, random.nextBoolean(), random.nextInt(60));
            StringBuilder out = new StringBuilder();
            new InspectView(screen, options, random.nextBoolean()).write(workflow, out);
            new Waterfall(screen, options).outline(workflow, out);
            new WorkflowListView(screen)
                    .write(
                            List.of(workflow.summary()),
                            new WorkflowListView.Choice(
                                    List.of(workflow.summary().id()),
                                    List.of(HostileText.text(random))),
                            out);
            HostileText.check(out.toString(), width, theme);
        }
    }
}
