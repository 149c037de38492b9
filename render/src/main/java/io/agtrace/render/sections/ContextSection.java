package io.agtrace.render.sections;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.ContextUse;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.render.sections.Row.Parts;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Table.Column;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which versions of the shared context were written and read, by whom, and how old they were. */
final class ContextSection implements Section {
    private static final List<Column> COLUMNS =
            List.of(
                    new Column("at", false, 0, 0, 10),
                    new Column("by", false, 0, 12, 40),
                    new Column("", false, 0, 0, 5),
                    new Column("context", false, 0, 10, 48),
                    new Column("version", false, 0, 8, Integer.MAX_VALUE),
                    new Column("of", false, 3, 0, 10),
                    new Column("age", true, 1, 0, 8));

    private static final Comparator<ContextUse> OLDEST_FIRST =
            Comparator.comparingLong((ContextUse each) -> -each.ageNanos());

    @Override
    public View view() {
        return View.CONTEXT;
    }

    @Override
    public String size(AgentsView view) {
        int size = view.contextUses().size();
        return size == 0 ? "" : Numbers.count(size, "context use");
    }

    @Override
    public void write(Paper paper) throws IOException {
        List<ContextUse> all = paper.view().contextUses();
        paper.title(view(), new Parts().add(size(paper.view())));
        List<ContextUse> shown = paper.best(all, OLDEST_FIRST);
        SpanTree tree = paper.view().workflow().tree();
        List<Row> rows = new ArrayList<>();
        for (ContextUse use : shown) {
            boolean known = use.node() >= 0 && use.node() < tree.size();
            Row row = new Row();
            row.cell(known ? paper.offset(tree.startNanos(use.node())) : "");
            row.cell(Style.AGENT, paper.node(use.node()));
            row.cell(Style.MUTED, use.written() ? "wrote" : "read");
            row.cell(paper.clip(use.key())).cell(paper.clip(use.version()));
            row.cell(Style.MUTED, paper.offset(use.timestampNanos()));
            rows.add(row.cell(use.ageNanos() < 0 ? "" : Durations.human(use.ageNanos())));
        }
        paper.table(COLUMNS, rows);
        paper.more(all.size() - shown.size(), "context use", view());
    }
}
