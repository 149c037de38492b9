package io.agtrace.render.sections;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Decision;
import io.agtrace.render.sections.Row.Parts;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Style;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The chain of decisions: who chose what, why, how surely, and whether it came to pass. */
final class DecisionsSection implements Section {
    private static final String TOOL_CHOICE = "tool choice";
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
        if (paper.isBrief()) {
            brief(wanted, paper);
            return;
        }
        List<Decision> shown = paper.best(wanted, IMPORTANCE);
        DecisionRows rows = new DecisionRows(shown, paper);
        for (Decision decision : shown) {
            rows.write(decision, 1);
        }
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

    /** One row for all times that somebody decided the same: the most telling of them. */
    private void brief(List<Decision> wanted, Paper paper) throws IOException {
        record Choice(String by, String chosen) {}
        Map<Choice, Decision> telling = new LinkedHashMap<>();
        Map<Choice, Integer> times = new HashMap<>();
        for (Decision each : wanted) {
            Choice choice = new Choice(each.by(), each.chosen());
            telling.merge(choice, each, (one, other) -> weight(other) > weight(one) ? other : one);
            times.merge(choice, 1, Integer::sum);
        }
        List<Decision> shown =
                paper.best(List.copyOf(telling.values()), IMPORTANCE).stream()
                        .sorted(Comparator.comparingInt(Decision::index))
                        .toList();
        DecisionRows rows = new DecisionRows(shown, paper);
        for (Decision each : shown) {
            rows.write(each, times.getOrDefault(new Choice(each.by(), each.chosen()), 1));
        }
        paper.more(paper.view().decisions().size() - shown.size(), "decision", view());
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

    static boolean isToolChoice(Decision decision) {
        return decision.type().equals(TOOL_CHOICE);
    }

    static boolean isNotFollowed(Decision decision) {
        return Boolean.FALSE.equals(decision.asDecided());
    }

    private static int weight(Decision decision) {
        return (isNotFollowed(decision) ? 8 : 0)
                + (decision.outcome().equals("failed") ? 4 : 0)
                + (decision.explicit() ? 2 : 0)
                + (decision.reason().isBlank() ? 0 : 1);
    }
}
