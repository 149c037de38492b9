package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.IdentityHashMap;
import java.util.List;

/** The values of tools' arguments, which are asked for several times, as long as there is room. */
final class Leaves {
    private static final int ROOM = 1 << 14;

    private final Run run;
    private final IdentityHashMap<AnyValue, List<Leaf>> known = new IdentityHashMap<>();
    private int taken;

    Leaves(Run run) {
        this.run = run;
    }

    List<Leaf> of(@Nullable AnyValue arguments) {
        if (arguments == null) {
            return List.of();
        }
        List<Leaf> leaves = known.get(arguments);
        if (leaves == null) {
            leaves = Leaf.of(run, arguments);
            if (taken > ROOM) {
                known.clear();
                taken = 0;
            }
            taken += leaves.size() + 1;
            known.put(arguments, leaves);
        }
        return leaves;
    }
}
