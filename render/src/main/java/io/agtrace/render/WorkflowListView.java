package io.agtrace.render;

import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Glyphs;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Slices;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Table;
import io.agtrace.render.text.Table.Cell;
import io.agtrace.render.text.Table.Column;
import io.agtrace.render.text.Times;
import io.agtrace.render.text.Wrap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The table of workflows: one row each, in the order given. */
public final class WorkflowListView {
    private static final int ANY = Integer.MAX_VALUE;

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("OUTCOME", false, 0, 0, ANY),
                    new Column("ID", false, 0, 14, 40),
                    new Column("NAME", false, 3, 8, 40),
                    new Column("START", false, 2, 0, ANY),
                    new Column("TOOK", true, 0, 0, ANY),
                    new Column("SPANS", true, 1, 0, ANY),
                    new Column("ERRORS", true, 0, 0, ANY),
                    new Column("AGENTS", false, 5, 10, 48),
                    new Column("MODELS", false, 6, 10, 40),
                    new Column("TOKENS", true, 4, 0, ANY));

    private final Screen screen;

    public WorkflowListView(Screen screen) {
        this.screen = screen;
    }

    /**
     * What the rows were chosen from.
     *
     * @param ids of all workflows found, shown or not: shortened ids stay unique among them
     * @param filters what rows had to pass, as the user wrote it: {@code --errors}
     */
    public record Choice(List<String> ids, List<String> filters) {
        public Choice {
            ids = List.copyOf(ids);
            filters = List.copyOf(filters);
        }
    }

    /** Writes the table and a line on how many workflows there are. */
    public void write(List<WorkflowSummary> workflows, Choice choice, Appendable out)
            throws IOException {
        ShortIds shortIds = new ShortIds(choice.ids());
        if (!workflows.isEmpty()) {
            Table table = new Table(COLUMNS);
            Slices.each(workflows.size(), (from, to) -> rows(workflows.subList(from, to), shortIds))
                    .forEach(rows -> rows.forEach(table::add));
            table.write(out, screen);
        }
        String counted = Numbers.count(choice.ids().size(), "workflow");
        if (!choice.filters().isEmpty()) {
            counted =
                    Numbers.count(workflows.size())
                            + " of "
                            + counted
                            + " ("
                            + String.join(" ", choice.filters())
                            + ")";
        }
        put(counted, out);
        if (screen.hints() && !workflows.isEmpty()) {
            String id = shortIds.of(workflows.getFirst().id());
            put("next: agtrace inspect FILE --workflow " + id, out);
        }
    }

    private void put(String text, Appendable out) throws IOException {
        for (String part : Wrap.words(screen.theme().safe(text), screen.width(), 2)) {
            out.append(screen.line().add(Style.MUTED, part).toString()).append('\n');
        }
    }

    private List<List<Cell>> rows(List<WorkflowSummary> workflows, ShortIds shortIds) {
        List<List<Cell>> rows = new ArrayList<>(workflows.size());
        for (WorkflowSummary workflow : workflows) {
            rows.add(row(workflow, shortIds));
        }
        return rows;
    }

    private List<Cell> row(WorkflowSummary workflow, ShortIds shortIds) {
        Glyphs glyphs = screen.glyphs();
        List<Cell> cells = new ArrayList<>(COLUMNS.size());
        cells.add(
                new Cell(
                        glyphs.outcomeStyle(workflow.outcome()),
                        glyphs.outcome(workflow.outcome()) + " " + workflow.outcome().label()));
        cells.add(new Cell(Style.STRONG, shortIds.of(workflow.id())));
        cells.add(Cell.of(workflow.name()));
        cells.add(new Cell(Style.MUTED, Times.brief(workflow.startNanos(), screen.zone())));
        cells.add(Cell.of(Durations.human(workflow.durationNanos())));
        cells.add(Cell.of(Numbers.count(workflow.spans())));
        cells.add(
                workflow.errors() == 0
                        ? new Cell(Style.MUTED, "0")
                        : new Cell(Style.BAD, Numbers.count(workflow.errors())));
        cells.add(names(workflow.agents()));
        cells.add(names(workflow.models()));
        long tokens = workflow.inputTokens() + workflow.outputTokens();
        cells.add(
                tokens <= 0
                        ? new Cell(Style.MUTED, "-")
                        : Cell.of(
                                Numbers.about(workflow.inputTokens())
                                        + glyphs.arrow()
                                        + Numbers.about(workflow.outputTokens())));
        return cells;
    }

    private static Cell names(List<String> names) {
        return names.isEmpty()
                ? new Cell(Style.MUTED, "-")
                : Cell.of(
                        names.size() == 1
                                ? names.getFirst()
                                : names.size() + ": " + String.join(", ", names));
    }
}
