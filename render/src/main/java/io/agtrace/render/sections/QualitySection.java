package io.agtrace.render.sections;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Assessment;
import io.agtrace.render.sections.Row.Parts;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Table.Column;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What the run says of its own quality: evaluations, scores, guardrails, business outcome. */
final class QualitySection implements Section {
    private static final List<Column> COLUMNS =
            List.of(
                    new Column("", false, 0, 0, 1),
                    new Column("measure", false, 0, 12, 40),
                    new Column("of", false, 0, 8, 40),
                    new Column("score", true, 0, 0, 12),
                    new Column("threshold", true, 2, 0, 12),
                    new Column("label", false, 3, 8, Integer.MAX_VALUE));

    private static final Comparator<Assessment> IMPORTANCE =
            Comparator.comparing((Assessment each) -> !Boolean.FALSE.equals(each.passed()))
                    .thenComparing(each -> each.passed() == null);

    @Override
    public View view() {
        return View.QUALITY;
    }

    @Override
    public String size(AgentsView view) {
        int size = view.assessments().size();
        if (size == 0) {
            return view.outcome().isBlank() ? "" : "the stated outcome";
        }
        return Numbers.count(size, "assessment");
    }

    @Override
    public void write(Paper paper) throws IOException {
        AgentsView view = paper.view();
        List<Assessment> all = view.assessments();
        Parts facts = new Parts();
        if (!all.isEmpty()) {
            facts.add(size(view));
        }
        long failed = all.stream().filter(each -> Boolean.FALSE.equals(each.passed())).count();
        if (failed > 0) {
            facts.gap().add(Style.BAD, Numbers.count(failed) + " failed");
        }
        if (!view.outcome().isBlank()) {
            facts.gap().add(Style.MUTED, "the run states its outcome as ");
            facts.add(Style.STRONG, paper.clip(view.outcome()));
        }
        paper.title(view(), facts);
        List<Assessment> shown = paper.best(all, IMPORTANCE);
        List<Row> rows = new ArrayList<>();
        for (Assessment each : shown) {
            rows.add(row(each, paper));
        }
        paper.table(COLUMNS, rows);
        paper.more(all.size() - shown.size(), "assessment", view());
    }

    private static Row row(Assessment each, Paper paper) {
        Boolean passed = each.passed();
        Row row = new Row();
        if (passed == null) {
            row.cell(Style.MUTED, paper.signs().notChecked());
        } else if (passed) {
            row.cell(Style.GOOD, paper.signs().yes());
        } else {
            row.cell(Style.BAD_STRONG, paper.signs().no());
        }
        boolean bad = Boolean.FALSE.equals(passed);
        row.cell(paper.clip(each.name())).cell(Style.AGENT, paper.node(each.target()));
        row.cell(bad ? Style.BAD : Style.PLAIN, number(each.score()));
        row.cell(Style.MUTED, number(each.threshold()));
        return row.cell(bad ? Style.BAD : Style.PLAIN, paper.clip(each.label()));
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e9;
        return whole
                ? Numbers.count((long) value)
                : String.format(Locale.ROOT, Math.abs(value) < 1e6 ? "%.3f" : "%.3g", value);
    }
}
