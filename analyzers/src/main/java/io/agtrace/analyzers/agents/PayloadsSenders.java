package io.agtrace.analyzers.agents;

import java.util.Arrays;

/** From whom a stay got how many pieces of its input; of very many senders only some. */
final class PayloadsSenders {
    /** Of a stay that got nothing from anybody. */
    static final PayloadsSenders NONE = new PayloadsSenders();

    private static final int MOST = 16;

    private int[] senders = new int[2];
    private int[] pieces = new int[2];
    private int size;
    private boolean isFull;

    /** Adds pieces from a stay, unless there are too many others already. */
    void add(int sender, int more) {
        int at = indexOf(sender);
        if (at < 0 && size == MOST) {
            isFull = true;
            return;
        }
        if (at < 0) {
            if (size == senders.length) {
                senders = Arrays.copyOf(senders, 2 * size);
                pieces = Arrays.copyOf(pieces, 2 * size);
            }
            at = size++;
            senders[at] = sender;
        }
        pieces[at] += more;
    }

    int size() {
        return size;
    }

    int sender(int index) {
        return senders[index];
    }

    int pieces(int index) {
        return pieces[index];
    }

    boolean contains(int sender) {
        return indexOf(sender) >= 0;
    }

    /** Whether a sender was left out. */
    boolean isFull() {
        return isFull;
    }

    private int indexOf(int sender) {
        for (int i = 0; i < size; i++) {
            if (senders[i] == sender) {
                return i;
            }
        }
        return -1;
    }
}
