package io.agtrace.render.sections;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Segment;
import io.agtrace.render.sections.Row.Parts;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Table.Column;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The critical path: what the run's duration is made of, stretch by stretch. */
final class PathSection implements Section {
    private static final Comparator<Segment> LONGEST_FIRST =
            Comparator.comparingLong((Segment each) -> -each.nanos());

    @Override
    public View view() {
        return View.PATH;
    }

    @Override
    public String size(AgentsView view) {
        int size = merged(view.criticalPath()).size();
        return size == 0 ? "" : Numbers.count(size, "path segment");
    }

    @Override
    public void write(Paper paper) throws IOException {
        List<Segment> all = merged(paper.view().criticalPath());
        long total = 0;
        for (Segment segment : all) {
            total += segment.nanos();
        }
        Parts facts = new Parts();
        if (!all.isEmpty()) {
            facts.add(Durations.human(total));
            facts.add(Style.MUTED, " in " + Numbers.count(all.size(), "segment"));
        }
        paper.title(view(), facts);
        List<Segment> shown = paper.best(all, LONGEST_FIRST);
        int bar = paper.width() >= 120 ? 24 : paper.width() >= 100 ? 16 : 8;
        List<Row> rows = new ArrayList<>();
        for (Segment segment : shown) {
            double share = total <= 0 ? 0 : Math.clamp((double) segment.nanos() / total, 0, 1);
            boolean gap = segment.node() < 0;
            Row row = new Row();
            row.cell(paper.offset(segment.startNanos()));
            row.cell(Durations.human(segment.nanos()));
            long percent = Math.round(100 * share);
            row.cell(Style.MUTED, percent == 0 ? "<1 %" : percent + " %");
            row.cell(gap ? Style.WARN : Style.PLAIN, bar(share, bar, paper.signs()));
            row.cell(
                    gap ? Style.WARN : Style.AGENT,
                    gap ? "(nothing ran)" : paper.clip(segment.owner()));
            rows.add(row.cell(Style.MUTED, paper.clip(segment.reason())));
        }
        paper.table(
                List.of(
                        new Column("", false, 0, 0, 10),
                        new Column("", true, 0, 0, 8),
                        new Column("", true, 0, 0, 5),
                        new Column("", false, 3, 0, bar),
                        new Column("", false, 0, 10, 40),
                        new Column("", false, 0, 10, Integer.MAX_VALUE)),
                rows);
        paper.more(all.size() - shown.size(), "shorter segment", view());
        if (!paper.isBrief()) {
            gaps(paper);
        }
    }

    private static void gaps(Paper paper) throws IOException {
        List<Segment> gaps = paper.view().gaps();
        if (gaps.isEmpty()) {
            return;
        }
        long total = 0;
        Segment longest = gaps.getFirst();
        for (Segment gap : gaps) {
            total += gap.nanos();
            longest = gap.nanos() > longest.nanos() ? gap : longest;
        }
        Parts line = new Parts().add(Style.WARN, Numbers.count(gaps.size(), "gap"));
        line.add(Style.MUTED, ", " + Durations.human(total) + " in all; ");
        line.add(Style.MUTED, gaps.size() == 1 ? "" : "the longest, ");
        line.add(Durations.human(longest.nanos()));
        line.add(Style.MUTED, " at ").add(paper.offset(longest.startNanos()));
        paper.line(line.add(Style.MUTED, ": " + paper.clip(longest.reason())));
    }

    /** Segments of the same owner and reason that follow each other as one. */
    private static List<Segment> merged(List<Segment> path) {
        List<Segment> merged = new ArrayList<>();
        for (Segment segment : path) {
            Segment last = merged.isEmpty() ? null : merged.getLast();
            boolean same =
                    last != null
                            && last.endNanos() == segment.startNanos()
                            && last.node() < 0 == segment.node() < 0
                            && last.owner().equals(segment.owner())
                            && last.reason().equals(segment.reason());
            if (last != null && same) {
                Segment both =
                        new Segment(
                                last.node(),
                                last.owner(),
                                last.startNanos(),
                                segment.endNanos(),
                                last.reason());
                merged.set(merged.size() - 1, both);
            } else {
                merged.add(segment);
            }
        }
        return merged;
    }

    private static String bar(double share, int width, Signs signs) {
        int halves = (int) Math.max(1, Math.round(share * width * 2));
        String half = halves % 2 == 1 ? signs.halfBar() : "";
        String bar = signs.bar().repeat(halves / 2) + half;
        return bar.isEmpty() ? signs.bar() : bar;
    }
}
