package io.agtrace.render.sections;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Decision;
import io.agtrace.render.sections.Row.Parts;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Table.Column;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The chain of decisions: who chose what, why, how surely, and whether it came to pass. */
final class DecisionsSection implements Section {
    private static final String TOOL_CHOICE = "tool choice";
    private static final int ALTERNATIVES = 2;

    /** No line holds more steps of a reasoning. */
    private static final int STEPS = 20;

    private static final int WIDE = 110;

    private static final Comparator<Decision> IMPORTANCE =
            Comparator.comparingInt(DecisionsSection::weight).reversed();

    @Override
    public View view() {
        return View.DECISIONS;
    }

    @Override
    public String size(AgentsView view) {
        return view.decisions().isEmpty() ? "" : Numbers.count(view.decisions().size(), "decision");
    }

    @Override
    public void write(Paper paper) throws IOException {
        List<Decision> all = paper.view().decisions();
        paper.title(view(), facts(all));
        List<Decision> wanted = all;
        if (paper.detail() != Detail.FULL) {
            List<Decision> others = all.stream().filter(each -> !isToolChoice(each)).toList();
            wanted = others.isEmpty() ? all : others;
        }
        List<Decision> shown = paper.best(wanted, IMPORTANCE);
        List<Row> rows = new ArrayList<>();
        for (Decision decision : shown) {
            rows.add(row(decision, paper));
        }
        paper.table(columns(paper.width()), rows);
        legend(shown, paper);
        paper.more(wanted.size() - shown.size(), "decision", view());
        int hidden = all.size() - wanted.size();
        if (hidden > 0) {
            paper.note(
                    Numbers.count(hidden, TOOL_CHOICE)
                            + (hidden == 1 ? " is" : " are")
                            + " left out; --view decisions --full shows all");
        }
    }

    private static Parts facts(List<Decision> all) {
        Parts facts = new Parts();
        if (all.isEmpty()) {
            return facts;
        }
        long stated = all.stream().filter(Decision::explicit).count();
        long off = all.stream().filter(DecisionsSection::isNotFollowed).count();
        facts.add(Numbers.count(all.size()));
        facts.add(Style.MUTED, ": " + Numbers.count(stated) + " stated, ");
        facts.add(Style.MUTED, Numbers.count(all.size() - stated) + " inferred");
        if (off > 0) {
            facts.gap().add(Style.BAD, Numbers.count(off) + " not followed");
        }
        return facts;
    }

    private static void legend(List<Decision> shown, Paper paper) throws IOException {
        Signs signs = paper.signs();
        List<String> entries = new ArrayList<>();
        if (shown.stream().anyMatch(each -> Boolean.TRUE.equals(each.asDecided()))) {
            entries.add(signs.yes() + " came to pass");
        }
        if (shown.stream().anyMatch(DecisionsSection::isNotFollowed)) {
            entries.add(signs.no() + " something else did");
        }
        if (shown.stream().anyMatch(each -> each.reasonInferred() && !each.reason().isBlank())) {
            entries.add(signs.inferred() + " words before the choice, not a stated reason");
        }
        paper.legend(entries);
    }

    private static List<Column> columns(int width) {
        boolean wide = width >= WIDE;
        return List.of(
                new Column("", true, 0, 0, 9),
                new Column("", false, 0, 0, 10),
                new Column("", false, 0, 12, width / 4),
                new Column("", false, 0, 0, 1),
                new Column("", false, 0, 12, Integer.MAX_VALUE),
                new Column("", false, 2, 4, width / 5),
                new Column("", false, 3, 6, wide ? 12 : 0));
    }

    private static Row row(Decision decision, Paper paper) {
        Style chosen = isToolChoice(decision) ? Style.TOOL : Style.AGENT;
        Row row = new Row();
        row.cell(Style.MUTED, Numbers.count(decision.index() + 1L));
        row.cell(paper.offset(decision.timeNanos()));
        row.cell(paper.fromTo(decision.by(), decision.chosen(), chosen));
        Boolean asDecided = decision.asDecided();
        if (asDecided == null) {
            row.cell("");
        } else if (asDecided) {
            row.cell(Style.GOOD, paper.signs().yes());
        } else {
            row.cell(Style.BAD_STRONG, paper.signs().no());
        }
        row.cell(why(decision, paper));
        row.cell(sureness(decision, paper));
        return row.cell(Style.MUTED, paper.clip(decision.type()));
    }

    private static Parts why(Decision decision, Paper paper) {
        Parts why = new Parts();
        if (isNotFollowed(decision)) {
            String followed = paper.clip(decision.followed());
            String instead = followed.isBlank() ? "did not follow" : "went to " + followed;
            why.add(Style.BAD, followed.isBlank() ? instead : instead + " instead");
        }
        if (decision.outcome().equals("failed")) {
            why.gap().add(Style.BAD, "what followed failed");
        }
        String quoted = paper.quote(decision.reason());
        if (!quoted.isEmpty()) {
            boolean inferred = decision.reasonInferred();
            why.gap().add(Style.MUTED, inferred ? paper.signs().inferred() + " says " : "because ");
            why.add(inferred ? Style.MUTED : Style.PLAIN, quoted);
        }
        if (!decision.triggeredBy().isBlank()) {
            why.gap().add(Style.MUTED, "triggered by " + paper.clip(decision.triggeredBy()));
        }
        if (paper.detail() == Detail.FULL) {
            int steps = Math.min(decision.steps().size(), STEPS);
            for (String step : decision.steps().subList(0, steps)) {
                why.gap().add(Style.MUTED, "- " + paper.clip(step));
            }
        }
        return why;
    }

    private static Parts sureness(Decision decision, Paper paper) {
        Parts parts = new Parts();
        if (decision.confidence() >= 0) {
            parts.add(Style.STRONG, score(decision.confidence()));
        }
        List<Decision.Alternative> others = decision.alternatives();
        int most = paper.detail() == Detail.FULL ? STEPS : ALTERNATIVES;
        int named = Math.min(others.size(), most);
        for (int i = 0; i < named; i++) {
            Decision.Alternative other = others.get(i);
            String score = other.score() >= 0 ? " " + score(other.score()) : "";
            String before = i > 0 ? ", " : parts.isEmpty() ? "over " : " over ";
            parts.add(Style.MUTED, before + paper.clip(other.name()) + score);
        }
        if (others.size() > named) {
            parts.add(Style.MUTED, ", +" + Numbers.count(others.size() - named));
        }
        return parts;
    }

    private static String score(double score) {
        return String.format(Locale.ROOT, "%.2f", score);
    }

    private static boolean isToolChoice(Decision decision) {
        return decision.type().equals(TOOL_CHOICE);
    }

    private static boolean isNotFollowed(Decision decision) {
        return Boolean.FALSE.equals(decision.asDecided());
    }

    private static int weight(Decision decision) {
        return (isNotFollowed(decision) ? 8 : 0)
                + (decision.outcome().equals("failed") ? 4 : 0)
                + (decision.explicit() ? 2 : 0)
                + (decision.reason().isBlank() ? 0 : 1);
    }
}
