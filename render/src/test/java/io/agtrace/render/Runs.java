package io.agtrace.render;

import io.agtrace.analyzers.conventions.Operation;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.conventions.TokenUsage;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.span.Scope;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.SpanLink;
import io.agtrace.analyzers.span.Status;
import io.agtrace.analyzers.workflow.ClockSkew;
import io.agtrace.analyzers.workflow.Mend;
import io.agtrace.analyzers.workflow.Outcome;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.SpanTree.Placement;
import io.agtrace.analyzers.workflow.TraceJoin;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.analyzers.workflow.WorkflowSummary;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Builds trees by hand, span by span in tree order, as the views get them. */
public final class Runs {
    /** 2026-01-02T03:04:05.678Z in nanoseconds. */
    public static final long START = 1_767_323_045_678_000_000L;

    public static final Id TRACE = Id.of(0x4bf92f3577b34da6L, 0xa3ce929d0e0e4736L);
    private static final Id SECOND_TRACE = Id.of(0x9c1d000000000000L, 0x17L);
    private static final long MILLI = 1_000_000;

    private final List<Node> nodes = new ArrayList<>();
    private final List<Mend> mends = new ArrayList<>();
    private final List<ClockSkew> skews = new ArrayList<>();

    /** A span in the making. */
    public static final class Node {
        final int number;
        final int depth;
        final OperationKind kind;
        final String name;
        final long start;
        final long end;
        String agent = "";
        String tool = "";
        String model = "";
        TokenUsage tokens = TokenUsage.NONE;
        String error = "";
        boolean failed;
        boolean critical;
        boolean ended = true;
        int attempt = -1;
        String service = "gateway";
        Placement placement;
        @Nullable AnyValue input;
        @Nullable AnyValue output;
        Attributes attributes = Attributes.EMPTY;
        List<SpanEvent> events = List.of();
        List<SpanLink> links = List.of();

        Node(int number, int depth, OperationKind kind, String name, long start, long end) {
            this.number = number;
            this.depth = depth;
            this.kind = kind;
            this.name = name;
            this.start = start;
            this.end = end;
            placement = depth == 0 ? Placement.ROOT : Placement.PARENT;
        }

        public Node agent(String value) {
            agent = value;
            return this;
        }

        public Node tool(String value) {
            tool = value;
            return this;
        }

        public Node model(String value, long in, long out) {
            model = value;
            tokens = new TokenUsage(in, out, -1, -1, -1);
            return this;
        }

        public Node fails(String message) {
            failed = true;
            error = message;
            return this;
        }

        public Node critical() {
            critical = true;
            return this;
        }

        public Node neverEnded() {
            ended = false;
            return this;
        }

        public Node attempt(int value) {
            attempt = value;
            return this;
        }

        public Node service(String value) {
            service = value;
            return this;
        }

        public Node placed(Placement value) {
            placement = value;
            return this;
        }

        public Node payloads(String in, String out) {
            input = AnyValue.of(in);
            output = AnyValue.of(out);
            return this;
        }

        Node attributes(Object... keysAndValues) {
            attributes = Attributes.of(keysAndValues);
            return this;
        }

        Node events(SpanEvent... value) {
            events = List.of(value);
            return this;
        }

        Node links(SpanLink... value) {
            links = List.of(value);
            return this;
        }
    }

    /** Adds a span; times in milliseconds after {@link #START}. */
    public Node add(int depth, OperationKind kind, String name, double start, double end) {
        Node node =
                new Node(
                        nodes.size(),
                        depth,
                        kind,
                        name,
                        START + (long) (start * MILLI),
                        START + (long) (end * MILLI));
        nodes.add(node);
        return node;
    }

    public Workflow build() {
        SpanTree tree = new ListTree(nodes);
        Set<String> services = new TreeSet<>();
        Set<String> agents = new TreeSet<>();
        Set<String> models = new TreeSet<>();
        long modelCalls = 0;
        long toolCalls = 0;
        long errors = 0;
        long input = 0;
        long output = 0;
        long end = START;
        long start = nodes.isEmpty() ? Span.NO_TIME : nodes.getFirst().start;
        for (Node node : nodes) {
            services.add(node.service);
            agents.add(node.agent);
            models.add(node.model);
            modelCalls += node.kind == OperationKind.MODEL_CALL ? 1 : 0;
            toolCalls += node.kind == OperationKind.TOOL_CALL ? 1 : 0;
            errors += node.failed ? 1 : 0;
            input += Math.max(0, node.tokens.input());
            output += Math.max(0, node.tokens.output());
            end = Math.max(end, node.end);
        }
        services.remove("");
        agents.remove("");
        models.remove("");
        WorkflowSummary summary =
                new WorkflowSummary(
                        "wf-2026-0042",
                        nodes.isEmpty() ? "empty" : nodes.getFirst().name,
                        mends.isEmpty() ? List.of(TRACE) : List.of(TRACE, SECOND_TRACE),
                        start,
                        end,
                        nodes.size(),
                        List.copyOf(services),
                        List.copyOf(agents),
                        List.copyOf(models),
                        modelCalls,
                        toolCalls,
                        errors,
                        input,
                        output,
                        modelCalls > 0 ? 0.1234 : -1,
                        errors > 0 ? Outcome.FAILED : Outcome.OK,
                        mends.isEmpty()
                                ? List.of()
                                : List.of(
                                        new TraceJoin(
                                                TraceJoin.Kind.SESSION_ID,
                                                TRACE,
                                                SECOND_TRACE,
                                                "session.id = s-17",
                                                0.9)));
        long reported = nodes.isEmpty() ? 0 : nodes.getFirst().end - nodes.getFirst().start;
        return new Workflow(summary, tree, mends, skews, reported);
    }

    /** A run of all that views have to cope with: 30 spans of three agents and their reviewer. */
    public static Workflow report() {
        Runs run = new Runs();
        run.add(0, OperationKind.WORKFLOW, "research-report", 0, 2_100).critical();
        run.add(1, OperationKind.AGENT, "invoke_agent planner", 5, 2_050)
                .agent("planner")
                .critical();
        run.add(2, OperationKind.MODEL_CALL, "chat gpt-4o", 10, 1_900)
                .model("gpt-4o", 1_250, 340)
                .payloads(
                        "Plan a report on tides.\nBe brief.",
                        "1. search\t2. write \u001b]0;owned\u0007 \u001b[2Jdone")
                .critical();
        run.add(2, OperationKind.HANDOFF, "handoff to researchers", 1_910, 1_911);
        run.add(1, OperationKind.AGENT, "invoke_agent researcher-1", 2_100, 14_000)
                .agent("researcher-1")
                .service("worker")
                .critical();
        for (int i = 0; i < 6; i++) {
            Node call =
                    run.add(
                                    2,
                                    OperationKind.TOOL_CALL,
                                    "execute_tool web_search [" + i + "]",
                                    2_200 + i * 900,
                                    2_212 + i * 900 + (i == 4 ? 3_100 : i * 20))
                            .tool("web_search")
                            .service("worker");
            if (i == 2) {
                call.fails("HTTP 503 from search.example: try again later");
            }
        }
        run.add(2, OperationKind.MODEL_CALL, "ChatCompletion", 9_000, 13_900)
                .model("claude-sonnet-4", 18_400, 2_210)
                .service("worker")
                .critical();
        run.add(1, OperationKind.AGENT, "invoke_agent 研究者二号", 2_100, 11_000)
                .agent("研究者二号 👩\u200d🔬")
                .service("worker");
        run.add(2, OperationKind.RETRIEVAL, "vector_search בדיקה של טקסט", 2_300, 4_000)
                .service("worker");
        run.add(2, OperationKind.TOOL_CALL, "execute_tool", 4_100, 9_800)
                .tool("evil\u001b[31mred\u001b[0m\u202etool\r\nname")
                .service("worker")
                .fails("\u001b]8;;http://x\u0007link\u001b]8;;\u0007 cafe\u0301 broke the tool");
        run.add(2, OperationKind.QUEUE_SEND, "publish results 🇫🇷", 9_900, 9_905)
                .service("worker");
        run.add(1, OperationKind.OTHER, "", 14_100, 30_000)
                .placed(Placement.PLACEHOLDER)
                .service("");
        run.add(2, OperationKind.AGENT, "writer.run", 14_200, 29_900)
                .agent("writer")
                .placed(Placement.PARENT)
                .service("writer")
                .critical();
        run.add(3, OperationKind.MODEL_CALL, "chat gpt-4o", 14_300, 15_000)
                .model("gpt-4o", 22_000, -1)
                .service("writer")
                .fails("Request timed out.");
        run.add(3, OperationKind.MODEL_CALL, "chat gpt-4o", 17_000, 29_000)
                .model("gpt-4o", 22_000, 4_100)
                .attempt(2)
                .service("writer")
                .critical();
        run.add(3, OperationKind.DECISION, "route after draft", 29_100, 29_101).service("writer");
        run.add(1, OperationKind.AGENT, "invoke_agent reviewer", 30_000, 47_000)
                .agent("reviewer")
                .placed(Placement.TIME)
                .service("writer")
                .critical();
        for (int i = 0; i < 4; i++) {
            double at = 30_100 + i * 4_000;
            run.add(2, OperationKind.MODEL_CALL, "review draft " + i, at, at + 2_400)
                    .model("gpt-4o-mini", 3_000 + i, 200)
                    .service("writer")
                    .critical();
            run.add(2, OperationKind.EVALUATION, "score draft " + i, at + 2_400, at + 2_410)
                    .service("writer")
                    .critical();
        }
        run.add(0, OperationKind.QUEUE_RECEIVE, "archive.consume", 20_000, 20_040)
                .placed(Placement.ORPHAN)
                .service("archive")
                .neverEnded();
        run.mends.add(mend(Mend.Kind.MISSING_PARENT, 16, "its parent is in no input"));
        run.mends.add(mend(Mend.Kind.ORPHAN_PLACED, 21, "placed by its time"));
        run.mends.add(mend(Mend.Kind.TIME_UNUSABLE, 30, "the span was never ended"));
        run.skews.add(new ClockSkew("worker", "gateway", 1_200 * MILLI, 12));
        run.nodes
                .get(2)
                .attributes(
                        "z.last", AnyValue.of(1L),
                        "gen_ai.request.model", AnyValue.of("gpt-4o"),
                        "bad\ud83dname", AnyValue.of("line\u2028sep \udc00 end \u001b[0m\u009b"),
                        "nested", new AnyValue.ArrayValue(List.of(AnyValue.of(Double.NaN))))
                .events(new SpanEvent(START + 15, "first token", Attributes.EMPTY))
                .links(new SpanLink(SECOND_TRACE, Id.of(7), Attributes.EMPTY));
        return run.build();
    }

    private static Mend mend(Mend.Kind kind, int node, String text) {
        return new Mend(kind, TRACE, spanId(node), text);
    }

    static Id spanId(int node) {
        return Id.of(0x00f067aa0ba90200L + node);
    }

    /** A tree over the list, with times as given. */
    private static final class ListTree implements SpanTree {
        private final List<Node> nodes;
        private final Span[] spans;
        private final SpanFacts[] facts;
        private final int[] parents;
        private final int[] ends;
        private final int[] children;

        ListTree(List<Node> nodes) {
            this.nodes = List.copyOf(nodes);
            int size = nodes.size();
            spans = new Span[size];
            facts = new SpanFacts[size];
            parents = new int[size];
            ends = new int[size];
            children = new int[size];
            int[] path = new int[size + 1];
            Arrays.fill(ends, size);
            int open = 0;
            for (int i = 0; i < size; i++) {
                int depth = nodes.get(i).depth;
                while (open > depth) {
                    ends[path[--open]] = i;
                }
                parents[i] = depth == 0 ? -1 : path[depth - 1];
                if (depth > 0) {
                    children[path[depth - 1]]++;
                }
                path[open++] = i;
                spans[i] = span(nodes.get(i), parents[i]);
                facts[i] = facts(nodes.get(i));
            }
        }

        private static Span span(Node node, int parent) {
            return new Span.Builder(TRACE, spanId(node.number))
                    .parent(parent < 0 ? null : spanId(parent))
                    .name(node.name)
                    .kind(SpanKind.INTERNAL)
                    .times(node.start, node.ended ? node.end : Span.NO_TIME)
                    .status(node.failed ? Status.of(Status.Code.ERROR, node.error) : Status.OK)
                    .attributes(node.attributes)
                    .events(node.events)
                    .links(node.links)
                    .resource(
                            new Resource(Attributes.of("service.name", AnyValue.of(node.service))))
                    .scope(new Scope("hand.made", "1.0", Attributes.EMPTY))
                    .build();
        }

        private static SpanFacts facts(Node node) {
            Operation operation =
                    new Operation(
                            node.kind,
                            List.of(new Operation.Evidence("span name", node.name, node.kind)));
            return new SpanFacts(
                    operation,
                    "hand-made",
                    node.agent,
                    node.tool,
                    "",
                    node.model,
                    "",
                    node.tokens,
                    -1,
                    node.failed,
                    node.error,
                    "",
                    node.input,
                    node.output,
                    "",
                    "",
                    List.of(),
                    "",
                    node.attempt,
                    -1);
        }

        @Override
        public int size() {
            return nodes.size();
        }

        @Override
        public Span span(int node) {
            return spans[node];
        }

        @Override
        public SpanFacts facts(int node) {
            return facts[node];
        }

        @Override
        public int parent(int node) {
            return parents[node];
        }

        @Override
        public int depth(int node) {
            return nodes.get(node).depth;
        }

        @Override
        public int subtreeEnd(int node) {
            return ends[node];
        }

        @Override
        public int childCount(int node) {
            return children[node];
        }

        @Override
        public Placement placement(int node) {
            return nodes.get(node).placement;
        }

        @Override
        public long startNanos(int node) {
            return nodes.get(node).start;
        }

        @Override
        public long endNanos(int node) {
            return nodes.get(node).end;
        }

        @Override
        public long selfNanos(int node) {
            long busy = 0;
            long until = startNanos(node);
            for (int child = node + 1; child < ends[node]; child = ends[child]) {
                long from = Math.max(until, startNanos(child));
                long to = Math.min(endNanos(node), endNanos(child));
                busy += Math.max(0, to - from);
                until = Math.max(until, to);
            }
            return Math.max(0, endNanos(node) - startNanos(node) - busy);
        }

        @Override
        public long criticalNanos(int node) {
            return nodes.get(node).critical ? Math.max(1, selfNanos(node)) : 0;
        }
    }
}
