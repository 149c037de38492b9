package io.agtrace.analyzers.ingest.search;

import java.util.Arrays;

/** How many groups were searched for in each stride of an input. */
final class Searched {
    private int[] groups = new int[16];
    private int strides;

    /** Whether the end of the input is known. */
    private boolean ended;

    int groups(int stride) {
        return stride < strides ? groups[stride] : 0;
    }

    void set(int stride, int searchedFor) {
        if (stride >= groups.length) {
            groups = Arrays.copyOf(groups, 2 * stride);
        }
        strides = Math.max(strides, stride + 1);
        groups[stride] = searchedFor;
    }

    void end() {
        ended = true;
    }

    /** Number of the last stride that has to be searched for some of so many groups; or -1. */
    int lastBehind(int all) {
        if (!ended) {
            return Integer.MAX_VALUE;
        }
        int stride = strides - 1;
        while (stride >= 0 && groups[stride] >= all) {
            stride--;
        }
        return stride;
    }
}
