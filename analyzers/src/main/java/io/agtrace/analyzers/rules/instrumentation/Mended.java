package io.agtrace.analyzers.rules.instrumentation;

import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.workflow.Mend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Tells of what had to be mended when the run was put together: once for all of a sort. */
final class Mended {
    /** More of one sort say no more than these. */
    private static final int SHOWN = 5;

    private Mended() {}

    /**
     * Reports the mends of some kinds as one finding at the first span concerned; nothing where
     * there are none.
     *
     * @param consequence a sentence on what it means for the rest of the report
     */
    static void report(
            Run run, Set<Mend.Kind> kinds, RuleInfo info, String consequence, Report report) {
        List<Mend> mends = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Mend mend : run.view().workflow().mends()) {
            // A missing parent is stood in for, and what stands in for it is placed: one trouble.
            if (kinds.contains(mend.kind()) && seen.add(key(mend.traceId(), mend.spanId()))) {
                mends.add(mend);
            }
        }
        if (mends.isEmpty()) {
            return;
        }
        Map<String, Integer> nodes = nodes(run);
        Report.Draft draft =
                report.at(info, node(nodes, mends.getFirst()))
                        .title(Words.count(mends.size(), "place", "places"))
                        .strength(1)
                        .measure("places", mends.size());
        StringBuilder story = new StringBuilder(400);
        for (int i = 0; i < Math.min(SHOWN, mends.size()); i++) {
            Mend mend = mends.get(i);
            draft.evidence(node(nodes, mend), "trace", mend.text());
            story.append(i == 0 ? "" : "; ").append(Words.cut(mend.text(), 200));
        }
        for (int i = 1; i < mends.size(); i++) {
            draft.touches(node(nodes, mends.get(i)));
        }
        if (mends.size() > SHOWN) {
            story.append("; and ").append(mends.size() - SHOWN).append(" more");
        }
        String first = story.substring(0, 1).toUpperCase(Locale.ROOT);
        draft.report(first + story.substring(1) + ". " + consequence);
    }

    private static Map<String, Integer> nodes(Run run) {
        Map<String, Integer> nodes = new HashMap<>();
        for (int node = 0; node < run.tree().size(); node++) {
            nodes.putIfAbsent(
                    key(run.tree().span(node).traceId(), run.tree().span(node).spanId()), node);
        }
        return nodes;
    }

    private static int node(Map<String, Integer> nodes, Mend mend) {
        return nodes.getOrDefault(key(mend.traceId(), mend.spanId()), 0);
    }

    private static String key(Id trace, Id span) {
        return trace + "/" + span;
    }
}
