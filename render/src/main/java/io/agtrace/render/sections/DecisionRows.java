package io.agtrace.render.sections;

import io.agtrace.analyzers.agents.Decision;
import io.agtrace.render.sections.Row.Parts;
import io.agtrace.render.text.Cells;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Wrap;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Writes decisions so that they read like sentences: {@code 1 T+2.10s planner → researcher because
 * "…" 0.78 over writer 0.12}. Where all is wanted, what does not fit goes on below.
 */
final class DecisionRows {
    private static final int ALTERNATIVES = 2;

    /** No line holds more of a decision's alternatives, and no decision more steps. */
    private static final int MOST = 20;

    private static final int NARROW = 90;
    private static final int WIDE = 110;
    private static final int TYPE = 12;
    private static final String INDENT = "    ";

    private final Paper paper;
    private final int numbers;
    private final int offsets;
    private final int names;
    private final boolean marks;

    DecisionRows(List<Decision> shown, Paper paper) {
        this.paper = paper;
        int widestNumber = 0;
        int widestOffset = 0;
        int widestNames = 0;
        int most = mostNames();
        for (Decision each : shown) {
            widestNumber = Math.max(widestNumber, number(each).length());
            widestOffset = Math.max(widestOffset, paper.offset(each.timeNanos()).length());
            int width = paper.widthOf(who(each));
            if (width <= most) {
                widestNames = Math.max(widestNames, width);
            }
        }
        numbers = widestNumber;
        offsets = widestOffset;
        names = widestNames;
        marks = !paper.isBrief();
    }

    private int mostNames() {
        return Math.max(24, paper.width() / 3);
    }

    /**
     * Writes one decision.
     *
     * @param times how many like it the row stands for
     */
    void write(Decision decision, int times) throws IOException {
        Parts who = who(decision);
        who.add(Style.MUTED, times > 1 ? " " + paper.glyphs().times() + Numbers.count(times) : "");
        Parts reason = reason(decision);
        Parts sure = sureness(decision);
        boolean full = paper.detail() == Detail.FULL;
        int typed = marks && paper.width() >= WIDE ? 2 + TYPE : 0;
        int mostSure = Math.max(8, paper.width() * 3 / 10);
        int margin = numbers + 1 + offsets + 2;
        int behind = sure.isEmpty() ? 0 : 2 + Math.min(mostSure, paper.widthOf(sure));
        int room = paper.width() - margin - behind - (marks ? 3 : 0) - typed;
        int wanted = Math.max(names, paper.widthOf(who)) + 2 + paper.widthOf(reason);
        boolean below = full && !reason.isEmpty() && wanted > room;
        int kept = below ? 0 : Math.min(paper.widthOf(reason), paper.width() / 4);

        Parts row = new Parts().add(Style.MUTED, Cells.right(number(decision), numbers) + " ");
        row.add(Cells.left(paper.offset(decision.timeNanos()), offsets) + "  ");
        Parts fitted = paper.fit(who, Math.max(1, room - kept - 2));
        row.addAll(fitted);
        int used = Math.max(paper.widthOf(fitted), Math.min(names, room - kept - 2));
        Parts rest = new Parts();
        if (!reason.isEmpty() && !below) {
            rest.add("  ").addAll(paper.fit(reason, room - used - 2));
        }
        if (!sure.isEmpty()) {
            rest.add("  ").addAll(paper.fit(sure, below ? paper.width() / 2 : mostSure));
        }
        mark(decision, rest);
        if (typed > 0) {
            int gap = paper.width() - TYPE - margin - used - paper.widthOf(rest);
            rest.add(" ".repeat(Math.max(2, gap)));
            rest.add(Style.MUTED, paper.clip(decision.type()));
        }
        if (!rest.isEmpty()) {
            row.add(" ".repeat(used - paper.widthOf(fitted))).addAll(rest);
        }
        paper.line(row);
        if (below) {
            wrapped(Style.PLAIN, paper.text(reason));
        }
        if (full) {
            steps(decision);
        }
    }

    private void steps(Decision decision) throws IOException {
        int steps = Math.min(decision.steps().size(), MOST);
        for (String step : decision.steps().subList(0, steps)) {
            wrapped(Style.MUTED, "- " + paper.clip(step));
        }
    }

    private void wrapped(Style style, String text) throws IOException {
        String indent = " ".repeat(numbers) + INDENT;
        for (String line : Wrap.words(paper.safe(text), paper.width() - indent.length(), 2)) {
            paper.line(new Parts().add(indent).add(style, line));
        }
    }

    private static String number(Decision decision) {
        return Numbers.count(decision.index() + 1L);
    }

    private Parts who(Decision decision) {
        Style chosen = DecisionsSection.isToolChoice(decision) ? Style.TOOL : Style.AGENT;
        return paper.fromTo(decision.by(), decision.chosen(), chosen);
    }

    private void mark(Decision decision, Parts row) {
        Boolean asDecided = decision.asDecided();
        if (marks && asDecided != null) {
            row.add("  ");
            row.add(
                    asDecided ? Style.GOOD : Style.BAD_STRONG,
                    asDecided ? paper.signs().yes() : paper.signs().no());
        }
    }

    private Parts reason(Decision decision) {
        Parts reason = new Parts();
        if (DecisionsSection.isNotFollowed(decision)) {
            String followed = paper.clip(decision.followed());
            String instead = "went to " + followed + " instead";
            reason.add(Style.BAD, followed.isBlank() ? "did not follow" : instead);
        }
        if (decision.outcome().equals("failed")) {
            reason.gap().add(Style.BAD, "what followed failed");
        }
        String quoted = paper.quote(decision.reason());
        if (!quoted.isEmpty()) {
            boolean inferred = decision.reasonInferred();
            String says = inferred ? paper.signs().inferred() + " says " : "because ";
            reason.gap().add(Style.MUTED, says);
            reason.add(inferred ? Style.MUTED : Style.PLAIN, quoted);
        }
        if (!decision.triggeredBy().isBlank()) {
            reason.gap().add(Style.MUTED, "triggered by " + paper.clip(decision.triggeredBy()));
        }
        return reason;
    }

    private Parts sureness(Decision decision) {
        Parts parts = new Parts();
        if (decision.confidence() >= 0) {
            parts.add(Style.STRONG, score(decision.confidence()));
        }
        List<Decision.Alternative> others = decision.alternatives();
        int most = paper.detail() == Detail.FULL ? MOST : ALTERNATIVES;
        if (paper.isBrief() && paper.width() < NARROW && !others.isEmpty()) {
            most = 1;
            others = others.subList(0, 1);
        }
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
}
