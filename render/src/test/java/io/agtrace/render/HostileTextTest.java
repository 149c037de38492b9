package io.agtrace.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.workflow.SpanTree.Placement;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.render.text.Cells;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Theme;
import io.agtrace.render.waterfall.WaterfallOptions;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

/** Whatever a trace says, no line grows too wide and nothing reaches the terminal raw. */
class HostileTextTest {
    private static final List<Placement> PLACEMENTS = List.of(Placement.values());

    private static final int[][] ALPHABETS = {
        {0x20, 0x7e},
        {0x20, 0x7e},
        {0, 0x1f},
        {0x7f, 0x9f},
        {0x300, 0x36f},
        {0x590, 0x6ff},
        {0x900, 0x97f},
        {0x1100, 0x11ff},
        {0x200b, 0x202e},
        {0x2060, 0x206f},
        {0x4e00, 0x4e80},
        {0xd800, 0xdfff},
        {0xfe00, 0xfe0f},
        {0x1f1e6, 0x1f1ff},
        {0x1f3fb, 0x1f680},
        {0xe0000, 0xe007f},
        {0, 0x10ffff}
    };

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(3) == 0 ? random.nextInt(200) : random.nextInt(12);
        for (int i = 0; i < length; i++) {
            int[] range = ALPHABETS[random.nextInt(ALPHABETS.length)];
            text.appendCodePoint(range[0] + random.nextInt(range[1] - range[0] + 1));
        }
        return text.toString();
    }

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
                                    text(random),
                                    start,
                                    start + random.nextDouble() * 5_000)
                            .agent(text(random))
                            .tool(text(random))
                            .model(text(random), random.nextInt(), random.nextInt(9_000_000))
                            .service(text(random))
                            .payloads(text(random), text(random))
                            .attempt(random.nextInt(4));
            if (random.nextInt(4) == 0) {
                node.fails(text(random));
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
            new WorkflowListView(screen)
                    .write(
                            List.of(workflow.summary()),
                            new WorkflowListView.Choice(
                                    List.of(workflow.summary().id()), List.of(text(random))),
                            out);
            check(out.toString(), width, theme);
        }
    }

    private static void check(String output, int width, Theme theme) {
        String text = theme.colour() ? output.replaceAll("\u001b\\[[0-9;]+m", "") : output;
        for (String line : text.split("\n", -1)) {
            assertThat(Cells.width(line)).as(line).isLessThanOrEqualTo(width);
            assertThat(line.codePoints())
                    .as(line)
                    .allMatch(c -> theme.unicode() ? isShown(c, theme) : c >= 0x20 && c <= 0x7e);
        }
    }

    private static boolean isShown(int c, Theme theme) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED ->
                    false;
            case Character.FORMAT ->
                    c == 0x200c || c == 0x200d || theme.colour() && (c == 0x2068 || c == 0x2069);
            default -> true;
        };
    }
}
