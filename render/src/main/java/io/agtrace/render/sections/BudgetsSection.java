package io.agtrace.render.sections;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Budget;
import io.agtrace.render.sections.Row.Parts;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Table.Column;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Limits on time, and how much of each was used. */
final class BudgetsSection implements Section {
    private static final List<Column> COLUMNS =
            List.of(
                    new Column("", false, 0, 0, 1),
                    new Column("span", false, 0, 12, 40),
                    new Column("limit", false, 0, 8, 32),
                    new Column("allowed", true, 0, 0, 8),
                    new Column("used", true, 0, 0, 8),
                    new Column("share", true, 2, 0, 9),
                    new Column("stated by", false, 3, 10, Integer.MAX_VALUE));

    private static final Comparator<Budget> IMPORTANCE =
            Comparator.comparing((Budget each) -> !each.exceeded())
                    .thenComparingDouble(each -> -share(each));

    @Override
    public View view() {
        return View.BUDGETS;
    }

    @Override
    public String size(AgentsView view) {
        return view.budgets().isEmpty() ? "" : Numbers.count(view.budgets().size(), "time limit");
    }

    @Override
    public void write(Paper paper) throws IOException {
        List<Budget> all = paper.view().budgets();
        Parts facts = new Parts().add(size(paper.view()));
        long exceeded = all.stream().filter(Budget::exceeded).count();
        if (exceeded > 0) {
            facts.gap().add(Style.BAD, Numbers.count(exceeded) + " exceeded");
        }
        paper.title(view(), facts);
        List<Budget> shown = paper.best(all, IMPORTANCE);
        List<Row> rows = new ArrayList<>();
        for (Budget budget : shown) {
            Style style = budget.exceeded() ? Style.BAD : Style.PLAIN;
            Row row = new Row();
            row.cell(Style.BAD_STRONG, budget.exceeded() ? paper.signs().no() : "");
            row.cell(Style.AGENT, paper.node(budget.node()));
            row.cell(paper.clip(budget.what()));
            row.cell(Durations.human(budget.nanos()))
                    .cell(style, Durations.human(budget.usedNanos()));
            boolean known = budget.nanos() > 0;
            row.cell(style, known ? Numbers.count(Math.round(100 * share(budget))) + " %" : "");
            String mark = budget.inferred() ? paper.signs().inferred() + " " : "";
            rows.add(row.cell(Style.MUTED, mark + paper.clip(budget.evidence().source())));
        }
        paper.table(COLUMNS, rows);
        if (shown.stream().anyMatch(Budget::inferred)) {
            paper.note(paper.signs().inferred() + " inferred from behaviour or texts");
        }
        paper.more(all.size() - shown.size(), "time limit", view());
    }

    private static double share(Budget budget) {
        return budget.nanos() <= 0 ? 0 : (double) budget.usedNanos() / budget.nanos();
    }
}
