package io.agtrace.render.sections;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Fallback;
import io.agtrace.analyzers.agents.Loop;
import io.agtrace.analyzers.agents.Retry;
import io.agtrace.render.sections.Row.Parts;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Table.Column;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was done again and again, what was tried again, and what was used instead. */
final class LoopsSection implements Section {
    private static final int STEPS = 4;
    private static final int WAITS = 3;
    private static final int DEEPEST = 4;
    private static final int WIDE = 100;

    private static final Comparator<Loop> LOOPS =
            Comparator.comparing(
                            (Loop loop) ->
                                    loop.iterations().stream().allMatch(Loop.Iteration::progress))
                    .thenComparingInt(loop -> -loop.iterations().size());

    private static final Comparator<Retry> RETRIES =
            Comparator.comparing(Retry::succeeded)
                    .thenComparing(retry -> !retry.silent())
                    .thenComparingLong(retry -> -retry.realNanos());

    @Override
    public View view() {
        return View.LOOPS;
    }

    @Override
    public String size(AgentsView view) {
        List<String> sizes = new ArrayList<>();
        count(sizes, view.loops().size(), "loop", "loops");
        count(sizes, view.retries().size(), "retry", "retries");
        count(sizes, view.fallbacks().size(), "fallback", "fallbacks");
        return String.join(", ", sizes);
    }

    private static void count(List<String> sizes, int number, String one, String more) {
        if (number > 0) {
            sizes.add(Numbers.count(number) + " " + (number == 1 ? one : more));
        }
    }

    @Override
    public void write(Paper paper) throws IOException {
        AgentsView view = paper.view();
        Parts facts = new Parts().add(size(view));
        long silent = view.retries().stream().filter(Retry::silent).count();
        if (silent > 0) {
            facts.gap().add(Style.WARN, Numbers.count(silent) + " silent");
        }
        paper.title(view(), facts);
        int sorts =
                (view.loops().isEmpty() ? 0 : 1)
                        + (view.retries().isEmpty() ? 0 : 1)
                        + (view.fallbacks().isEmpty() ? 0 : 1);
        int most = Math.max(1, paper.detail().rows() / Math.max(1, sorts));
        List<Row> rows = new ArrayList<>();
        List<Loop> loops = Paper.best(view.loops(), most, LOOPS);
        int[] depths = depths(view.loops());
        for (Loop loop : loops) {
            rows.add(loop(loop, depths[loop.index()], paper));
        }
        List<Retry> retries = Paper.best(view.retries(), most, RETRIES);
        for (Retry retry : retries) {
            rows.add(retry(retry, paper));
        }
        List<Fallback> fallbacks =
                Paper.best(view.fallbacks(), most, Comparator.comparingInt(Fallback::to));
        for (Fallback fallback : fallbacks) {
            rows.add(fallback(fallback, paper));
        }
        paper.table(columns(paper), rows);
        if (!paper.isBrief()) {
            legend(paper);
        }
        int shown = loops.size() + retries.size() + fallbacks.size();
        int all = view.loops().size() + view.retries().size() + view.fallbacks().size();
        paper.more(all - shown, "row", view());
    }

    private static List<Column> columns(Paper paper) {
        int width = paper.width();
        boolean timed = width >= WIDE && !paper.isBrief();
        return List.of(
                new Column("", false, 0, 0, 10),
                new Column("", false, 0, 12, width / 3),
                new Column("", true, 0, 0, 8),
                new Column("", false, 0, 0, 1),
                new Column("", false, 3, 0, timed ? 20 : 0),
                new Column("", false, 0, 10, Integer.MAX_VALUE));
    }

    private static void legend(Paper paper) throws IOException {
        AgentsView view = paper.view();
        List<String> entries = new ArrayList<>();
        if (!view.loops().isEmpty()) {
            entries.add(paper.signs().loop() + " loop");
        }
        if (!view.retries().isEmpty()) {
            entries.add(paper.signs().retry() + " retry");
        }
        if (!view.fallbacks().isEmpty()) {
            entries.add(paper.signs().instead() + " fallback");
        }
        paper.legend(entries);
    }

    private static int[] depths(List<Loop> loops) {
        int[] depths = new int[loops.size()];
        for (int i = 0; i < depths.length; i++) {
            int outer = loops.get(i).outer();
            depths[i] = outer >= 0 && outer < i ? depths[outer] + 1 : 0;
        }
        return depths;
    }

    private static Row loop(Loop loop, int depth, Paper paper) {
        List<Loop.Iteration> rounds = loop.iterations();
        Parts name = new Parts().add("  ".repeat(Math.min(depth, DEEPEST)));
        name.add(Style.STRONG, paper.signs().loop() + " ");
        if (loop.kind() == Loop.Kind.REASONING && !loop.agents().isEmpty()) {
            name.add(Style.AGENT, paper.clip(loop.agents().getFirst())).add(Style.MUTED, ": ");
        }
        names(name, loop.body(), paper);
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        int failed = 0;
        int still = 0;
        for (Loop.Iteration round : rounds) {
            long took = Math.max(0, round.endNanos() - round.startNanos());
            shortest = Math.min(shortest, took);
            longest = Math.max(longest, took);
            failed += round.failed() ? 1 : 0;
            still += round.progress() ? 0 : 1;
        }
        Row row = new Row();
        row.cell(rounds.isEmpty() ? "" : paper.offset(rounds.getFirst().startNanos()));
        row.cell(name);
        row.cell(Style.STRONG, paper.glyphs().times() + Numbers.count(rounds.size()));
        row.cell(Style.BAD_STRONG, failed > 0 ? paper.signs().no() : "");
        row.cell(Style.MUTED, rounds.isEmpty() ? "" : range(shortest, longest, paper));
        Parts told = new Parts();
        if (failed > 0) {
            told.add(Style.BAD, Numbers.count(failed) + " failed");
        }
        if (still > 0) {
            told.gap().add(Style.WARN, Numbers.count(still) + " without progress");
        }
        if (!loop.ended().isBlank()) {
            told.gap().add(Style.MUTED, "ended: ").add(paper.clip(loop.ended()));
        }
        if (loop.limit() >= 0) {
            boolean reached = rounds.size() >= loop.limit();
            told.gap().add(reached ? Style.WARN : Style.MUTED, "limit " + loop.limit());
        }
        String changed = rounds.isEmpty() ? "" : rounds.getLast().changed();
        if (!changed.isBlank() && !paper.isBrief()) {
            told.gap().add(Style.MUTED, "last round: ").add(paper.clip(changed));
        }
        return row.cell(told);
    }

    private static void names(Parts parts, List<String> names, Paper paper) {
        int shown = Math.min(names.size(), STEPS);
        for (int i = 0; i < shown; i++) {
            parts.add(Style.MUTED, i == 0 ? "" : " " + paper.glyphs().arrow() + " ");
            parts.add(paper.clip(names.get(i)));
        }
        if (names.size() > shown) {
            parts.add(Style.MUTED, ", +" + Numbers.count(names.size() - shown));
        }
    }

    private static String range(long shortest, long longest, Paper paper) {
        String from = Durations.human(shortest);
        String to = Durations.human(longest);
        return from.equals(to) ? from : from + " " + paper.glyphs().ellipsis() + " " + to;
    }

    private static Row retry(Retry retry, Paper paper) {
        List<Retry.Attempt> attempts = retry.attempts();
        Parts name = new Parts().add(Style.STRONG, paper.signs().retry() + " ");
        name.add(paper.clip(retry.call()));
        String agent = paper.agent(retry.invocation());
        if (!agent.isBlank()) {
            name.add(Style.MUTED, " of ").add(Style.AGENT, agent);
        }
        Row row = new Row();
        row.cell(attempts.isEmpty() ? "" : paper.offset(attempts.getFirst().startNanos()));
        row.cell(name);
        row.cell(Style.STRONG, paper.glyphs().times() + Numbers.count(attempts.size()));
        boolean good = retry.succeeded();
        row.cell(
                good ? Style.GOOD : Style.BAD_STRONG,
                good ? paper.signs().yes() : paper.signs().no());
        row.cell(Style.MUTED, Durations.human(retry.realNanos()));
        Parts told = new Parts();
        if (retry.silent()) {
            told.add(Style.WARN, "silent");
        }
        if (retry.reportedNanos() != retry.realNanos()) {
            told.gap().add(Style.WARN, "reported " + Durations.human(retry.reportedNanos()));
            told.add(Style.MUTED, " for " + Durations.human(retry.realNanos()));
        }
        if (retry.limit() >= 0) {
            told.gap().add(Style.MUTED, "limit " + retry.limit());
        }
        waits(told, attempts);
        String error = lastError(attempts);
        if (!error.isBlank()) {
            told.gap().add(Style.BAD, paper.quote(error));
        }
        return row.cell(told);
    }

    private static void waits(Parts told, List<Retry.Attempt> attempts) {
        List<String> waits = new ArrayList<>();
        int count = 0;
        for (Retry.Attempt attempt : attempts) {
            if (attempt.waitedNanos() > 0) {
                count++;
                if (waits.size() < WAITS) {
                    waits.add(Durations.human(attempt.waitedNanos()));
                }
            }
        }
        if (count > 0) {
            String more = count > waits.size() ? ", +" + Numbers.count(count - waits.size()) : "";
            told.gap().add(Style.MUTED, "waited " + String.join(", ", waits) + more);
        }
    }

    private static String lastError(List<Retry.Attempt> attempts) {
        for (int i = attempts.size() - 1; i >= 0; i--) {
            if (!attempts.get(i).error().isBlank()) {
                return attempts.get(i).error();
            }
        }
        return "";
    }

    private static Row fallback(Fallback fallback, Paper paper) {
        Row row = new Row();
        int size = paper.view().workflow().tree().size();
        boolean known = fallback.to() >= 0 && fallback.to() < size;
        row.cell(
                known
                        ? paper.offset(paper.view().workflow().tree().startNanos(fallback.to()))
                        : "");
        Parts name = new Parts().add(Style.STRONG, paper.signs().instead() + " ");
        name.add(paper.clip(fallback.failed()))
                .add(Style.MUTED, " " + paper.glyphs().arrow() + " ");
        row.cell(name.add(paper.clip(fallback.used())));
        row.cell("").cell("").cell("");
        Parts told = new Parts().add(Style.MUTED, "instead of what failed");
        String reason = paper.quote(fallback.reason());
        if (!reason.isEmpty()) {
            told.gap().add(Style.MUTED, "because ").add(reason);
        }
        return row.cell(told);
    }
}
