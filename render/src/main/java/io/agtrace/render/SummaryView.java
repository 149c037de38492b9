package io.agtrace.render;

import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.workflow.ClockSkew;
import io.agtrace.analyzers.workflow.Mend;
import io.agtrace.analyzers.workflow.TraceJoin;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.text.Cells;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Glyphs;
import io.agtrace.render.text.Line;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Times;
import io.agtrace.render.text.Wrap;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What there is to know about a workflow before looking at its spans. */
public final class SummaryView {
    private static final int LABELS = 10;
    private static final int LINES_OF_NAMES = 2;
    private static final int LISTED = 3;
    private static final int LONGEST_NAME = 24;

    /** Two durations that differ by less are the same to a person. */
    private static final double ROUNDING = 0.02;

    private final Screen screen;
    private final Glyphs glyphs;
    private final boolean verbose;

    SummaryView(Screen screen, boolean verbose) {
        this.screen = screen;
        this.glyphs = screen.glyphs();
        this.verbose = verbose;
    }

    void write(Workflow workflow, Appendable out) throws IOException {
        WorkflowSummary summary = workflow.summary();
        Line title = screen.line();
        Style outcome = glyphs.outcomeStyle(summary.outcome());
        title.add(outcome, glyphs.outcome(summary.outcome()) + " " + summary.outcome().label());
        title.add("  ").add(Style.HEADING, summary.name());
        if (!summary.id().equals(summary.name())) {
            title.add("  ").add(Style.MUTED, summary.id());
        }
        put(out, title);
        entry(out, "when", Times.full(summary.startNanos(), screen.zone()));
        writeDuration(workflow, out);
        writeTraces(summary, out);
        names(out, "services", summary.services());
        names(out, "agents", summary.agents());
        names(out, "models", summary.models());
        entry(
                out,
                "calls",
                Numbers.count(summary.modelCalls(), "model call")
                        + glyphs.dot()
                        + Numbers.count(summary.toolCalls(), "tool call")
                        + glyphs.dot()
                        + Numbers.count(summary.spans(), "span"));
        writeTokens(summary, out);
        if (summary.errors() > 0) {
            String failed = Numbers.count(summary.errors(), "span") + " failed";
            put(out, label("errors").add(Style.BAD, failed));
        }
        writeMends(workflow, out);
        writeSkews(workflow.skews(), out);
    }

    private static void put(Appendable out, Line line) throws IOException {
        out.append(line.toString()).append('\n');
    }

    private Line label(String name) {
        return screen.line().add(Style.MUTED, name).gapTo(LABELS);
    }

    private void entry(Appendable out, String name, String text) throws IOException {
        String first = name;
        int width = screen.width() - LABELS;
        for (String part : Wrap.words(screen.theme().safe(text), width, 0)) {
            put(out, label(first).add(part));
            first = "";
        }
    }

    private void names(Appendable out, String name, List<String> all) throws IOException {
        List<String> safe =
                all.stream().filter(text -> !text.isBlank()).map(screen.theme()::safe).toList();
        String first = name;
        int width = screen.width() - LABELS;
        for (String part : Wrap.items(safe, width, verbose ? Integer.MAX_VALUE : LINES_OF_NAMES)) {
            put(out, label(first).add(part));
            first = "";
        }
    }

    private String name(String service) {
        return Cells.fit(screen.theme().safe(service), LONGEST_NAME, glyphs.ellipsis());
    }

    private void writeDuration(Workflow workflow, Appendable out) throws IOException {
        long real = workflow.summary().durationNanos();
        long reported = workflow.reportedNanos();
        boolean differ = Math.abs(real - reported) > ROUNDING * Math.max(real, reported);
        Line line = label("took");
        if (differ) {
            line.add(Style.STRONG, Durations.human(real) + " in fact");
            line.add(", ").add(Style.WARN, Durations.human(reported) + " reported");
        } else {
            line.add(Durations.human(real));
        }
        put(out, line);
    }

    private void writeTraces(WorkflowSummary summary, Appendable out) throws IOException {
        List<String> ids = summary.traceIds().stream().map(Id::toString).toList();
        ShortIds shortIds = new ShortIds(ids);
        if (ids.size() == 1) {
            if (!ids.getFirst().equals(summary.id())) {
                entry(out, "trace", ids.getFirst());
            }
            return;
        }
        names(out, "traces", ids.stream().map(shortIds::of).toList());
        List<TraceJoin> joins = summary.joins();
        int shown = verbose ? joins.size() : Math.min(joins.size(), LISTED);
        for (TraceJoin join : joins.subList(0, shown)) {
            Line line = label("");
            line.add(shortIds.of(join.from().toString()) + " " + glyphs.cameFrom() + " ");
            line.add(shortIds.of(join.to().toString()) + "  ");
            String sure = "  " + Math.round(join.confidence() * 100) + " %";
            line.add(Style.PLAIN, join.evidence(), screen.width() - sure.length());
            put(out, line.add(Style.MUTED, sure));
        }
        more(out, joins.size() - shown, "join");
    }

    private void more(Appendable out, int left, String noun) throws IOException {
        if (left > 0) {
            put(out, label("").add(Style.MUTED, "and " + Numbers.count(left, "more " + noun)));
        }
    }

    private void writeTokens(WorkflowSummary summary, Appendable out) throws IOException {
        long sum = Math.max(0, summary.inputTokens()) + Math.max(0, summary.outputTokens());
        if (sum == 0 && summary.costUsd() < 0) {
            return;
        }
        String text =
                Numbers.count(Math.max(0, summary.inputTokens()))
                        + " in"
                        + glyphs.dot()
                        + Numbers.count(Math.max(0, summary.outputTokens()))
                        + " out";
        if (summary.costUsd() >= 0) {
            text += glyphs.dot() + Numbers.dollars(summary.costUsd());
        }
        entry(out, "tokens", text);
    }

    private void writeMends(Workflow workflow, Appendable out) throws IOException {
        if (workflow.mends().isEmpty()) {
            return;
        }
        Map<Mend.Kind, Integer> counts = new EnumMap<>(Mend.Kind.class);
        for (Mend mend : workflow.mends()) {
            counts.merge(mend.kind(), 1, Integer::sum);
        }
        StringBuilder text = new StringBuilder();
        counts.forEach(
                (kind, count) ->
                        text.append(text.isEmpty() ? "" : ", ").append(counted(kind, count)));
        if (!verbose) {
            text.append("; --mends lists them");
        }
        String first = "mends";
        int width = screen.width() - LABELS;
        for (String part : Wrap.words(screen.theme().safe(text.toString()), width, 0)) {
            put(out, label(first).add(Style.WARN, part));
            first = "";
        }
        if (verbose) {
            for (Mend mend : workflow.mends()) {
                Line line = label("");
                line.add(Style.MUTED, mend.spanId() + "  ").add(mend.text());
                put(out, line);
            }
        }
    }

    private static String counted(Mend.Kind kind, int count) {
        return switch (kind) {
            case MISSING_PARENT -> Numbers.count(count, "missing parent");
            case ORPHAN_PLACED -> Numbers.count(count, "orphan") + " placed";
            case CYCLE_CUT -> Numbers.count(count, "cycle") + " cut";
            case DUPLICATE_MERGED -> Numbers.count(count, "duplicate") + " merged";
            case CLOCK_SKEW -> Numbers.count(count, "clock") + " out of step";
            case TIME_UNUSABLE -> Numbers.count(count, "unusable time");
        };
    }

    private void writeSkews(List<ClockSkew> skews, Appendable out) throws IOException {
        String first = "clocks";
        int shown = verbose ? skews.size() : Math.min(skews.size(), LISTED);
        for (ClockSkew skew : skews.subList(0, shown)) {
            String ahead = Durations.human(Math.abs(skew.offsetNanos()));
            entry(
                    out,
                    first,
                    name(skew.service())
                            + " is "
                            + ahead
                            + (skew.offsetNanos() < 0 ? " behind " : " ahead of ")
                            + name(skew.against())
                            + " ("
                            + Numbers.count(skew.pairs(), "call")
                            + ", not applied)");
            first = "";
        }
        more(out, skews.size() - shown, "clock");
    }
}
