package io.agtrace.render.sections;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.FanOut;
import io.agtrace.analyzers.agents.Stretch;
import io.agtrace.render.sections.Row.Parts;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Table.Column;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Branches that ran at the same time, which one was waited for, and what could have joined in. */
final class JoinsSection implements Section {
    private static final int ROWS_OF_FAN_OUT = 5;
    private static final int NAMES = 5;

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("", false, 0, 14, 60),
                    new Column("", false, 0, 0, 10),
                    new Column("", true, 0, 0, 8),
                    new Column("", false, 0, 10, Integer.MAX_VALUE));

    private static final Comparator<FanOut> LONGEST_FIRST =
            Comparator.comparingLong((FanOut each) -> -span(each));

    private static final Comparator<Stretch> GAIN =
            Comparator.comparingLong((Stretch each) -> -each.possibleGainNanos());

    @Override
    public View view() {
        return View.JOINS;
    }

    @Override
    public String size(AgentsView view) {
        List<String> sizes = new ArrayList<>();
        if (!view.fanOuts().isEmpty()) {
            sizes.add(Numbers.count(view.fanOuts().size(), "fan-out"));
        }
        if (!view.serialStretches().isEmpty()) {
            int count = view.serialStretches().size();
            sizes.add(Numbers.count(count) + " serial " + (count == 1 ? "stretch" : "stretches"));
        }
        return String.join(", ", sizes);
    }

    @Override
    public void write(Paper paper) throws IOException {
        AgentsView view = paper.view();
        paper.title(view(), new Parts().add(size(view)));
        boolean full = paper.detail() == Detail.FULL;
        int most = full ? Integer.MAX_VALUE : Math.max(1, paper.detail().rows() / ROWS_OF_FAN_OUT);
        List<FanOut> shown = Paper.best(view.fanOuts(), most, LONGEST_FIRST);
        List<Row> rows = new ArrayList<>();
        for (FanOut fanOut : shown) {
            rows.add(head(fanOut, paper));
            if (paper.isBrief()) {
                continue;
            }
            branches(fanOut, full ? Integer.MAX_VALUE : ROWS_OF_FAN_OUT, rows, paper);
        }
        paper.table(COLUMNS, rows);
        paper.more(view.fanOuts().size() - shown.size(), "fan-out", view());
        int mostStretches = paper.isBrief() ? 0 : most;
        List<Stretch> stretches = Paper.best(view.serialStretches(), mostStretches, GAIN);
        for (Stretch stretch : stretches) {
            paper.line(stretch(stretch, paper));
        }
        int left = view.serialStretches().size() - stretches.size();
        paper.more(left, "serial stretch", "serial stretches", view());
    }

    private static Row head(FanOut fanOut, Paper paper) {
        Parts name = new Parts();
        String parent = paper.node(fanOut.parentNode());
        name.add(Numbers.count(fanOut.branches().size()) + " branches");
        name.add(Style.MUTED, " of ");
        name.add(Style.AGENT, parent.isBlank() ? "the run" : parent);
        Row row = new Row().cell(name);
        row.cell(fanOut.branches().isEmpty() ? "" : paper.offset(start(fanOut)));
        row.cell(Durations.human(span(fanOut)));
        Parts join = new Parts();
        String joined = paper.node(fanOut.joinNode());
        if (joined.isBlank()) {
            return row.cell(join.add(Style.MUTED, "nothing waited for them"));
        }
        if (!isBranch(fanOut, fanOut.waitedFor())) {
            return row.cell(join.add(Style.MUTED, "joined by ").add(Style.AGENT, joined));
        }
        String slowest = paper.clip(fanOut.branches().get(fanOut.waitedFor()).name());
        join.add(Style.AGENT, joined).add(Style.MUTED, " waited for ");
        return row.cell(join.add(Style.STRONG, slowest));
    }

    private static boolean isBranch(FanOut fanOut, int position) {
        return position >= 0 && position < fanOut.branches().size();
    }

    private static void branches(FanOut fanOut, int most, List<Row> rows, Paper paper) {
        FanOut.Branch slowest =
                isBranch(fanOut, fanOut.waitedFor())
                        ? fanOut.branches().get(fanOut.waitedFor())
                        : null;
        List<FanOut.Branch> shown =
                Paper.best(
                        fanOut.branches(),
                        most,
                        Comparator.comparing((FanOut.Branch branch) -> !branch.equals(slowest))
                                .thenComparing(branch -> !branch.failed())
                                .thenComparingLong(FanOut.Branch::slackNanos));
        int left = fanOut.branches().size() - shown.size();
        for (int i = 0; i < shown.size(); i++) {
            FanOut.Branch branch = shown.get(i);
            boolean last = i + 1 == shown.size() && left == 0;
            Parts name = new Parts();
            name.add(
                    Style.MUTED,
                    last ? paper.glyphs().lastBranch(false) : paper.glyphs().branch(false));
            name.add(
                    branch.equals(slowest) ? Style.STRONG : Style.PLAIN, paper.clip(branch.name()));
            name.add(Style.BAD_STRONG, branch.failed() ? " " + paper.glyphs().failed() : "");
            Row row = new Row().cell(name).cell(paper.offset(branch.startNanos()));
            row.cell(Durations.human(branch.endNanos() - branch.startNanos()));
            Parts told = new Parts();
            if (branch.equals(slowest)) {
                told.add(Style.STRONG, "waited for");
            } else if (fanOut.joinNode() >= 0) {
                told.add(Style.MUTED, "slack " + Durations.human(branch.slackNanos()));
            }
            if (branch.failed()) {
                told.gap().add(Style.BAD, "failed");
            }
            rows.add(row.cell(told));
        }
        if (left > 0) {
            Parts rest = new Parts().add(Style.MUTED, paper.glyphs().lastBranch(false));
            String noun = left == 1 ? " more branch" : " more branches";
            rest.add(Style.MUTED, "and " + Numbers.count(left) + noun);
            rows.add(new Row().cell(rest).cell("").cell("").cell(Style.MUTED, "with more slack"));
        }
    }

    private static Parts stretch(Stretch stretch, Paper paper) {
        Parts parts = new Parts().add("one after the other for no seen reason: ");
        int named = Math.min(stretch.nodes().size(), NAMES);
        for (int i = 0; i < named; i++) {
            parts.add(Style.MUTED, i == 0 ? "" : ", ").add(paper.node(stretch.nodes().get(i)));
        }
        if (stretch.nodes().size() > named) {
            parts.add(Style.MUTED, ", +" + Numbers.count(stretch.nodes().size() - named));
        }
        String gain = Durations.human(stretch.possibleGainNanos());
        return parts.gap().add(Style.WARN, "could save " + gain);
    }

    private static long start(FanOut fanOut) {
        long start = Long.MAX_VALUE;
        for (FanOut.Branch branch : fanOut.branches()) {
            start = Math.min(start, branch.startNanos());
        }
        return start;
    }

    private static long span(FanOut fanOut) {
        long end = Long.MIN_VALUE;
        for (FanOut.Branch branch : fanOut.branches()) {
            end = Math.max(end, branch.endNanos());
        }
        return fanOut.branches().isEmpty() ? 0 : end - start(fanOut);
    }
}
