package io.agtrace.render.sections;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.render.sections.Row.Parts;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Table.Column;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One row for each agent, with what it used and where its time went. */
final class AgentsSection implements Section {
    private static final int AGENTS_IN_BRIEF = 6;

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("agent", false, 0, 12, 48),
                    new Column("stays", true, 4, 0, 9),
                    new Column("model calls", true, 3, 0, 11),
                    new Column("tool calls", true, 3, 0, 10),
                    new Column("tokens in", true, 2, 0, 9),
                    new Column("out", true, 2, 0, 9),
                    new Column("cost", true, 5, 0, 10),
                    new Column("self", true, 0, 0, 8),
                    new Column("waiting", true, 1, 0, 8),
                    new Column("failed", true, 0, 0, 9));

    /** The sum of some stays. */
    private static final class Sum {
        final List<AgentInvocation> stays = new ArrayList<>();
        long modelCalls;
        long toolCalls;
        long inputTokens;
        long outputTokens;
        double costUsd = -1;
        long selfNanos;
        long waitingNanos;
        int failed;

        void add(AgentInvocation stay) {
            stays.add(stay);
            modelCalls += stay.modelCalls().size();
            toolCalls += stay.toolCalls().size();
            inputTokens += stay.inputTokens();
            outputTokens += stay.outputTokens();
            if (stay.costUsd() >= 0) {
                costUsd = Math.max(0, costUsd) + stay.costUsd();
            }
            selfNanos += stay.selfNanos();
            waitingNanos += stay.waitingNanos();
            failed += stay.failed() ? 1 : 0;
        }
    }

    private static final Comparator<Map.Entry<String, Sum>> IMPORTANCE =
            Comparator.comparing((Map.Entry<String, Sum> entry) -> entry.getValue().failed == 0)
                    .thenComparingLong(entry -> -entry.getValue().selfNanos);

    @Override
    public View view() {
        return View.AGENTS;
    }

    @Override
    public String size(AgentsView view) {
        Set<String> names = new HashSet<>();
        for (AgentInvocation stay : view.invocations()) {
            names.add(stay.agent());
        }
        return names.isEmpty() ? "" : Numbers.count(names.size(), "agent");
    }

    @Override
    public void write(Paper paper) throws IOException {
        Map<String, Sum> sums = new LinkedHashMap<>();
        for (AgentInvocation stay : paper.view().invocations()) {
            sums.computeIfAbsent(stay.agent(), name -> new Sum()).add(stay);
        }
        Parts facts = new Parts();
        int stays = paper.view().invocations().size();
        if (stays > 0) {
            facts.add(Numbers.count(sums.size()));
            facts.add(Style.MUTED, " in " + Numbers.count(stays, "stay"));
        }
        paper.title(view(), facts);
        List<Map.Entry<String, Sum>> all = List.copyOf(sums.entrySet());
        int most = paper.isBrief() ? AGENTS_IN_BRIEF : paper.detail().rows();
        List<Map.Entry<String, Sum>> shown = Paper.best(all, most, IMPORTANCE);
        boolean each =
                stays > sums.size()
                        && !paper.isBrief()
                        && sums.size() + stays <= paper.detail().rows();
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<String, Sum> entry : shown) {
            Sum sum = entry.getValue();
            rows.add(row(new Parts().add(Style.AGENT, paper.clip(entry.getKey())), sum));
            if (!each || sum.stays.size() == 1) {
                continue;
            }
            for (AgentInvocation stay : sum.stays) {
                Sum one = new Sum();
                one.add(stay);
                String took = Durations.human(stay.endNanos() - stay.startNanos());
                Parts name = new Parts().add(Style.MUTED, "  " + paper.offset(stay.startNanos()));
                rows.add(row(name.add(Style.MUTED, "  took " + took), one));
            }
        }
        paper.table(COLUMNS, rows);
        paper.more(all.size() - shown.size(), "agent", view());
    }

    private static Row row(Parts name, Sum sum) {
        Row row = new Row().cell(name);
        row.cell(Style.MUTED, sum.stays.size() == 1 ? "" : Numbers.count(sum.stays.size()));
        row.cell(number(sum.modelCalls)).cell(number(sum.toolCalls));
        row.cell(number(sum.inputTokens)).cell(number(sum.outputTokens));
        row.cell(sum.costUsd < 0 ? "" : Numbers.dollars(sum.costUsd));
        row.cell(Durations.human(sum.selfNanos));
        row.cell(Style.MUTED, sum.waitingNanos == 0 ? "" : Durations.human(sum.waitingNanos));
        return row.cell(Style.BAD_STRONG, number(sum.failed));
    }

    private static String number(long count) {
        return count == 0 ? "" : count < 1_000_000 ? Numbers.count(count) : Numbers.about(count);
    }
}
