package io.agtrace.render.mermaid;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Decision;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.render.text.Numbers;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Who worked with whom as a Mermaid flowchart: agents are boxes; what else decided is a rhombus,
 * what else was chosen a rounded box. A solid arrow counts messages, a dotted one decisions. Large
 * graphs are cut with a note.
 */
public final class AgentGraph {
    /** So many arrows and so many nodes are drawn at most: a graph of more shows nothing. */
    public static final int MOST = 100;

    private static final int NAME = 40;
    private static final String OUTSIDE = "outside";
    private static final String NOBODY = "nobody";
    private static final String UNNAMED = "unnamed";

    private enum Shape {
        AGENT("[\"", "\"]"),
        DECIDER("{\"", "\"}"),
        CHOICE("(\"", "\")"),
        OUTSIDE("([\"", "\"])");

        private final String open;
        private final String close;

        Shape(String open, String close) {
            this.open = open;
            this.close = close;
        }
    }

    private record Node(String id, Shape shape, String label) {}

    private record Edge(String from, String to, boolean decision, String label) {}

    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<Edge, Integer> edges = new LinkedHashMap<>();
    private int left;

    private AgentGraph() {}

    /** Writes the graph of one run. */
    public static void write(AgentsView view, Appendable out) throws IOException {
        AgentGraph graph = new AgentGraph();
        graph.collect(view);
        graph.write(out);
    }

    private void collect(AgentsView view) {
        Map<String, Integer> stays = new LinkedHashMap<>();
        for (AgentInvocation each : view.invocations()) {
            stays.merge(each.agent(), 1, Integer::sum);
        }
        stays.forEach(
                (agent, count) ->
                        node(agent, Shape.AGENT, count == 1 ? "" : " ×" + Numbers.count(count)));
        for (Message each : view.messages()) {
            String from = end(each.sender(), OUTSIDE);
            String to = end(each.receiver(), NOBODY);
            edge(from, to, false, each.kind().name().toLowerCase(Locale.ROOT));
        }
        for (Decision each : view.decisions()) {
            String from =
                    each.by().isEmpty() ? end("", OUTSIDE) : node(each.by(), Shape.DECIDER, "");
            String to = each.chosen().isEmpty() ? "" : node(each.chosen(), Shape.CHOICE, "");
            if (to.isEmpty()) {
                left++;
            } else {
                edge(from, to, true, MermaidText.label(each.type(), NAME));
            }
        }
    }

    private String end(String agent, String unnamed) {
        return agent.isEmpty()
                ? add("", unnamed, Shape.OUTSIDE, unnamed)
                : node(agent, Shape.AGENT, "");
    }

    private String node(String name, Shape shape, String count) {
        return add("named ", name, shape, MermaidText.label(name, NAME) + count);
    }

    /** The id of the node with a name, or the empty string where the graph is full. */
    private String add(String sort, String name, Shape shape, String label) {
        Node known = nodes.get(sort + name);
        if (known != null) {
            return known.id();
        }
        if (nodes.size() >= MOST) {
            return "";
        }
        String id = "n" + nodes.size();
        nodes.put(sort + name, new Node(id, shape, label.isEmpty() ? UNNAMED : label));
        return id;
    }

    private void edge(String from, String to, boolean decision, String label) {
        Edge edge = new Edge(from, to, decision, label);
        boolean room = edges.size() < MOST || edges.containsKey(edge);
        if (room && !from.isEmpty() && !to.isEmpty()) {
            edges.merge(edge, 1, Integer::sum);
        } else {
            left++;
        }
    }

    private void write(Appendable out) throws IOException {
        out.append("flowchart LR\n");
        for (Node node : nodes.values()) {
            out.append("    ").append(node.id()).append(node.shape().open);
            out.append(node.label()).append(node.shape().close).append('\n');
        }
        for (Map.Entry<Edge, Integer> entry : edges.entrySet()) {
            Edge edge = entry.getKey();
            out.append("    ").append(edge.from()).append(edge.decision() ? " -.->|\"" : " -->|\"");
            out.append(edge.label().isEmpty() ? "decision" : edge.label());
            out.append(entry.getValue() == 1 ? "" : " ×" + Numbers.count(entry.getValue()));
            out.append("\"| ").append(edge.to()).append('\n');
        }
        if (nodes.isEmpty()) {
            out.append("    none[\"no agents\"]\n");
        }
        if (left > 0) {
            out.append("    more[\"").append(Numbers.count(left));
            out.append(" messages and decisions more\"]\n");
        }
    }
}
