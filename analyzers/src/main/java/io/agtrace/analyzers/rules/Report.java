package io.agtrace.analyzers.rules;

import io.agtrace.analyzers.agents.Evidence;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what the rules find in one run. */
public final class Report {
    private final Run run;
    private final List<Finding> findings = new ArrayList<>();
    private final List<NotChecked> notChecked = new ArrayList<>();

    public Report(Run run) {
        this.run = run;
    }

    /** Findings in the order in which they were reported. */
    public List<Finding> findings() {
        return Collections.unmodifiableList(findings);
    }

    public List<NotChecked> notChecked() {
        return Collections.unmodifiableList(notChecked);
    }

    /** Says that places could not be checked; nothing where the count is 0. */
    public void notChecked(RuleInfo rule, int count, String what) {
        if (count > 0) {
            notChecked.add(new NotChecked(rule.id(), count, what, rule.needs()));
        }
    }

    /**
     * Begins a finding at a node; {@link Draft#report} ends it. What stands in for a span that is
     * in no input is nothing that anybody could look at: the finding lies at the first recorded
     * span below it then.
     *
     * @param node where the trouble began
     */
    public Draft at(RuleInfo rule, int node) {
        return new Draft(rule, node);
    }

    private int recorded(int node) {
        SpanTree tree = run.tree();
        int first = node;
        while (tree.placement(first) == SpanTree.Placement.PLACEHOLDER
                && first + 1 < tree.subtreeEnd(first)) {
            first++;
        }
        return first;
    }

    /** A finding in the making. Agent and time are the node's where not said otherwise. */
    public final class Draft {
        private final RuleInfo rule;
        private final int node;
        private Tier tier;
        private Severity severity;
        private String agent;
        private int message = -1;
        private String from = "";
        private String to = "";
        private long nanos;
        private String title = "";
        private double strength = 0.5;
        private final List<Evidence> evidence = new ArrayList<>();
        private final List<Integer> touched = new ArrayList<>();
        private final Map<String, Double> measures = new LinkedHashMap<>();

        private Draft(RuleInfo rule, int node) {
            this.rule = rule;
            this.node = recorded(node);
            tier = rule.tier();
            severity = rule.severity();
            agent = run.agentOf(node);
            nanos = run.tree().startNanos(node);
        }

        /** Not proven: it has an innocent reading here. */
        public Draft suspicion() {
            tier = Tier.SUSPICION;
            return this;
        }

        public Draft severity(Severity other) {
            severity = other;
            return this;
        }

        public Draft agent(String name) {
            agent = name;
            return this;
        }

        /** It is about a message: index, sender and receiver are taken from it. */
        public Draft message(int index) {
            message = index;
            from = run.view().messages().get(index).sender();
            to = run.view().messages().get(index).receiver();
            return this;
        }

        public Draft boundary(String sender, String receiver) {
            from = sender;
            to = receiver;
            return this;
        }

        public Draft nanos(long since) {
            nanos = since;
            return this;
        }

        public Draft title(String words) {
            title = words;
            return this;
        }

        /** 0 to 1, how clearly the trace shows it; what lies outside is cut. */
        public Draft strength(double value) {
            strength = Double.isNaN(value) ? 0 : Math.clamp(value, 0, 1);
            return this;
        }

        public Draft evidence(int where, String source, String text) {
            evidence.add(new Evidence(recorded(where), source, text));
            return this;
        }

        public Draft evidence(Evidence one) {
            evidence.add(new Evidence(recorded(one.node()), one.source(), one.text()));
            return this;
        }

        public Draft touches(int other) {
            touched.add(other);
            return this;
        }

        public Draft measure(String name, double value) {
            measures.put(name, value);
            return this;
        }

        /** Ends the finding with its story. */
        public void report(String narrative) {
            String words = title;
            if (words.isEmpty()) {
                words = from.isEmpty() && to.isEmpty() ? agent : to + "←" + from;
            }
            findings.add(
                    new Finding(
                            rule.id(), tier, severity, node, agent, message, from, to, nanos, words,
                            narrative, strength, evidence, touched, measures));
        }
    }
}
