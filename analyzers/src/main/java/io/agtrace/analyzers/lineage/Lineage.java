package io.agtrace.analyzers.lineage;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
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
    private final AgentsView view;
    private final SpanTree tree;
    private final List<Passage> passages;
    private final FactSet instructions;
    private final FactSet task;
    private final FirstPlaces first = new FirstPlaces();
    private final List<StayFacts> stays = new ArrayList<>();

    private Lineage(AgentsView view, List<Passage> passages, FactSet instructions) {
        this.view = view;
        this.tree = view.workflow().tree();
        this.passages = passages;
        this.instructions = instructions;
        FactSet asked = FactSet.EMPTY;
        for (Passage passage : passages) {
            for (int i = 0; i < passage.facts().size(); i++) {
                first.put(passage.facts().fact(i), passage.index());
            }
            if (passage.side() == Side.TASK) {
                asked = asked.or(passage.facts());
            }
        }
        task = asked;
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
        Lineage lineage = new Lineage(view, ordered, reader.instructions());
        for (AgentInvocation stay : view.invocations()) {
            lineage.stays.add(reader.stay(stay));
        }
        return lineage;
    }

    public AgentsView view() {
        return view;
    }

    /** What spans were given and made, in order of time. */
    public List<Passage> passages() {
        return Collections.unmodifiableList(passages);
    }

    /** What was asked of the run from outside. */
    public FactSet task() {
        return task;
    }

    /** Words of the system prompts and tool descriptions: what is said by program, not by work. */
    public FactSet instructions() {
        return instructions;
    }

    /** What a stay was given and made; by its index. */
    public StayFacts stay(int invocation) {
        return stays.get(invocation);
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
     * Facts of a set that no passage held before a time, and no instruction holds.
     *
     * @param nanos since the epoch; passages at or after it do not count
     */
    public FactSet without(FactSet facts, long nanos) {
        long[] kept = new long[facts.size()];
        int size = 0;
        for (int i = 0; i < facts.size(); i++) {
            long fact = facts.fact(i);
            Passage source = firstSource(fact);
            boolean known = source != null && source.nanos() < nanos || instructions.contains(fact);
            if (!known) {
                kept[size++] = fact;
            }
        }
        return FactSet.of(kept, size);
    }

    /** The facts of a payload, instructions left out. */
    public static FactSet facts(@Nullable AnyValue payload) {
        List<Piece> said = new ArrayList<>();
        for (Piece piece : Pieces.of(payload)) {
            if (piece.speaker() != Speaker.SYSTEM) {
                said.add(piece);
            }
        }
        return FactReader.of(said);
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
        String best = "";
        int most = 0;
        for (Piece piece : Pieces.of(payload)) {
            if (piece.speaker() == Speaker.SYSTEM) {
                continue;
            }
            String text = piece.text();
            int from = 0;
            while (from < text.length()) {
                int end = text.indexOf('\n', from);
                end = end < 0 ? text.length() : end;
                String line = text.substring(from, end);
                int found = FactReader.of(line).and(wanted).weight();
                if (found > most) {
                    most = found;
                    best = line.strip();
                }
                from = end + 1;
            }
        }
        return best;
    }

    /** Whether a span has a payload of its own that says something: its kind is not plumbing. */
    static boolean speaks(SpanFacts facts) {
        OperationKind kind = facts.operation().kind();
        return kind != OperationKind.OTHER || facts.input() != null || facts.output() != null;
    }

    SpanTree tree() {
        return tree;
    }
}
