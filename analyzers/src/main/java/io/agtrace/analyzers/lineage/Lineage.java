package io.agtrace.analyzers.lineage;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Which output fed which input in one run. Passages are what spans were given and made, in order of
 * time; each fact's first source is the earliest passage that holds it.
 */
public final class Lineage {
    private static final double MOST = 0.7;

    /** JavaScript cuts starts down to whole milliseconds: an end before them can be later. */
    private static final long TOLERANCE = 1_000_000;

    private final AgentsView view;
    private final Payloads payloads;
    private final List<Passage> passages;
    private final FactSet wording;
    private final FactSet task;
    private final int askedAt;
    private final FirstPlaces first = new FirstPlaces();

    /** Only of facts that were given to somebody before anybody had made them. */
    private final FirstPlaces madeLater = new FirstPlaces();

    private final List<StayFacts> stays = new ArrayList<>();
    private List<Delivery> deliveries = List.of();
    private @Nullable LastStays made;
    private @Nullable LastStays had;

    private Lineage(AgentsView view, List<Passage> passages, FactSet wording, Payloads payloads) {
        this.view = view;
        this.payloads = payloads;
        this.passages = passages;
        this.wording = wording;
        Passage asked = asked();
        task = asked == null ? FactSet.EMPTY : asked.facts();
        askedAt = asked == null ? -1 : asked.index();
        for (Passage passage : passages) {
            boolean source = isSource(passage.index());
            for (int i = 0; i < passage.facts().size(); i++) {
                int earliest = first.put(passage.facts().fact(i), passage.index());
                if (source && !isSource(earliest)) {
                    madeLater.put(passage.facts().fact(i), passage.index());
                }
            }
        }
    }

    /** Whether a passage says something, rather than being told it. */
    private boolean isSource(int passage) {
        return passages.get(passage).side().isMade() || passage == askedAt;
    }

    /** The earliest passage that made a fact, or -1. */
    private int firstMade(long fact) {
        int earliest = first.get(fact);
        return earliest < 0 || isSource(earliest) ? earliest : madeLater.get(fact);
    }

    /** The run's own input; where it is not recorded, what its first agent was asked. */
    private @Nullable Passage asked() {
        Passage given = null;
        for (Passage passage : passages) {
            if (passage.side() == Side.TASK) {
                return passage;
            }
            boolean input = passage.side() == Side.PROMPT || passage.side() == Side.INPUT;
            given = given == null && input ? passage : given;
        }
        return given;
    }

    /** The lineage of a run. */
    public static Lineage of(AgentsView view) {
        LineageReader reader = new LineageReader(view);
        reader.read();
        List<Passage> drafts = new ArrayList<>(reader.passages());
        drafts.sort(
                Comparator.comparingLong(Passage::nanos)
                        .thenComparing(Passage::side)
                        .thenComparingInt(Passage::node));
        List<Passage> ordered = new ArrayList<>(drafts.size());
        for (Passage each : drafts) {
            ordered.add(
                    new Passage(
                            ordered.size(),
                            each.node(),
                            each.side(),
                            each.invocation(),
                            each.nanos(),
                            each.facts(),
                            each.length()));
        }
        Lineage lineage = new Lineage(view, ordered, reader.wording(), reader.payloads());
        for (AgentInvocation stay : view.invocations()) {
            lineage.stays.add(reader.stay(stay));
        }
        lineage.deliveries = Deliveries.of(lineage);
        return lineage;
    }

    public AgentsView view() {
        return view;
    }

    /** The run's payloads, taken apart. */
    public Payloads payloads() {
        return payloads;
    }

    /** What spans were given and made, in order of time. */
    public List<Passage> passages() {
        return Collections.unmodifiableList(passages);
    }

    /** What was asked of the run from outside. */
    public FactSet task() {
        return task;
    }

    /** What is said by program, not by work: system prompts and the names of fields. */
    public FactSet wording() {
        return wording;
    }

    /** What a stay was given and made; by its index. */
    public StayFacts stay(int invocation) {
        return stays.get(invocation);
    }

    /** What became of each message, by its index. */
    public List<Delivery> deliveries() {
        return Collections.unmodifiableList(deliveries);
    }

    /** The earliest passage that holds a fact, or null. */
    public @Nullable Passage firstSource(long fact) {
        int place = first.get(fact);
        return place < 0 ? null : passages.get(place);
    }

    /** How many facts of a passage no earlier one holds. */
    public int firstHere(Passage passage) {
        int count = 0;
        for (int i = 0; i < passage.facts().size(); i++) {
            count += first.get(passage.facts().fact(i)) == passage.index() ? 1 : 0;
        }
        return count;
    }

    /**
     * Facts of a set that nothing in the run had said before a time: neither its task nor an
     * answer, a result or an output; nor do the instructions hold them.
     *
     * @param nanos since the epoch; what was said later does not count
     */
    public FactSet without(FactSet facts, long nanos) {
        long[] kept = new long[facts.size()];
        int size = 0;
        for (int i = 0; i < facts.size(); i++) {
            if (!isKnown(facts.fact(i), nanos)) {
                kept[size++] = facts.fact(i);
            }
        }
        return FactSet.sorted(kept, size);
    }

    /**
     * Whether something in the run had said all facts of a set before a time, its words aside.
     *
     * @param nanos since the epoch; what was said later does not count
     */
    public boolean isKnown(FactSet facts, long nanos) {
        for (int i = 0; i < facts.size(); i++) {
            if (!FactSet.isWord(facts.fact(i)) && !isKnown(facts.fact(i), nanos)) {
                return false;
            }
        }
        return true;
    }

    private boolean isKnown(long fact, long nanos) {
        return isSaid(firstMade(fact), nanos) || wording.contains(fact);
    }

    /**
     * Facts of a set that a stay gave back which began at a time or later: what lived on.
     *
     * @param nanos since the epoch
     */
    public FactSet madeSince(FactSet facts, long nanos) {
        LastStays known = made;
        if (known == null) {
            known = new LastStays(view.invocations(), each -> stay(each.index()).output());
            made = known;
        }
        return known.since(facts, nanos);
    }

    /**
     * Facts of a set that a stay gave back, or could rest on, which began at a time or later.
     *
     * @param nanos since the epoch
     */
    public FactSet hadSince(FactSet facts, long nanos) {
        LastStays known = had;
        if (known == null) {
            known = new LastStays(view.invocations(), each -> all(stay(each.index())));
            had = known;
        }
        return known.since(facts, nanos);
    }

    private static FactSet all(StayFacts stay) {
        return stay.output().or(stay.known());
    }

    /** Facts of a set that another than a stay was the first to say. */
    FactSet saidByOthers(FactSet facts, int stay) {
        long[] kept = new long[facts.size()];
        int size = 0;
        for (int i = 0; i < facts.size(); i++) {
            int source = firstMade(facts.fact(i));
            if (source < 0 || passages.get(source).invocation() != stay) {
                kept[size++] = facts.fact(i);
            }
        }
        return FactSet.sorted(kept, size);
    }

    /**
     * The node at which some facts came into the run on their way to a stay: the first to end, of
     * those before it whose output holds most of them. Looks at all nodes, so it is for findings,
     * not for every message.
     *
     * @return -1 where no output holds them
     */
    public int firstHolder(FactSet facts, AgentInvocation receiver) {
        return holder(facts, receiver.startNanos(), branch(receiver.node()), true);
    }

    /** The last node to end before a time whose output holds most of some facts, or -1. */
    public int lastHolder(FactSet facts, long nanos) {
        return holder(facts, nanos, -1, false);
    }

    private int holder(FactSet facts, long nanos, int branch, boolean first) {
        SpanTree tree = view.workflow().tree();
        int found = -1;
        for (int node = 0; node < tree.size(); node++) {
            if (node == branch) {
                node = tree.subtreeEnd(node) - 1;
                continue;
            }
            boolean better = found < 0 || first == tree.endNanos(node) < tree.endNanos(found);
            if (tree.endNanos(node) <= nanos
                    && better
                    && facts.shareIn(payloads.facts(tree.facts(node).output())) > MOST) {
                found = node;
            }
        }
        return found;
    }

    /** The outermost span around a node in which nothing else of the run had begun before. */
    private int branch(int node) {
        SpanTree tree = view.workflow().tree();
        int top = node;
        int above = tree.parent(node);
        while (above >= 0 && tree.facts(above).operation().kind() != OperationKind.AGENT) {
            boolean alone = true;
            for (AgentInvocation stay : view.invocations()) {
                boolean inside = stay.node() >= above && stay.node() < tree.subtreeEnd(above);
                alone &= !inside || stay.startNanos() >= tree.startNanos(node);
            }
            if (!alone) {
                break;
            }
            top = above;
            above = tree.parent(above);
        }
        return top;
    }

    /** Arguments are no source of themselves: they are there when their tool starts. */
    private boolean isSaid(int source, long nanos) {
        if (source < 0) {
            return false;
        }
        Passage passage = passages.get(source);
        return passage.side() == Side.ARGUMENTS
                ? passage.nanos() < nanos
                : passage.nanos() <= nanos + TOLERANCE;
    }

    /** The facts of a payload, instructions left out. */
    public static FactSet facts(@Nullable AnyValue payload) {
        return new Payloads().facts(payload);
    }

    /** The facts of what is said in a payload: neither instructions nor calls of tools. */
    public static FactSet spoken(@Nullable AnyValue payload) {
        return new Payloads().spoken(payload);
    }

    /** The facts of a text. */
    public static FactSet facts(String text) {
        return FactReader.of(text);
    }

    /**
     * The line of a payload that holds most of some facts, for quoting; the empty string where none
     * holds any.
     */
    public static String quote(@Nullable AnyValue payload, FactSet wanted) {
        return new Payloads().quote(payload, wanted);
    }
}
