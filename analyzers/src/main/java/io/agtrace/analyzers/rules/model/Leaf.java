package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * One value in a tool's arguments.
 *
 * @param key name of the field it stands in, or of the one around its list
 */
record Leaf(String key, String text) {
    static final int MOST = 400;

    /** The values of arguments, in their order; JSON in texts is opened. */
    static List<Leaf> of(Run run, @Nullable AnyValue arguments) {
        return of(run, arguments, MOST);
    }

    /** The first {@code most} values of a payload. */
    static List<Leaf> of(Run run, @Nullable AnyValue arguments, int most) {
        List<Leaf> found = new ArrayList<>();
        LeafWalk walk = new LeafWalk(run, arguments, most);
        while (walk.next()) {
            found.add(new Leaf(walk.key(), walk.text()));
        }
        return found;
    }

    /** The value; where it is a text that holds JSON, the tree of that. */
    static AnyValue opened(Run run, AnyValue value) {
        AnyValue tree = value instanceof Text text ? run.texts().json(text) : null;
        return tree == null ? value : tree;
    }
}
