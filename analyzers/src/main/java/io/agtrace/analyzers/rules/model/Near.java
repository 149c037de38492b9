package io.agtrace.analyzers.rules.model;

/** Whether two different names look like the same one, in lower case. */
final class Near {
    private static final int SHORTEST_SPELT = 7;
    private static final int LONG = 12;

    private Near() {}

    /** The same letters and marks, and no more than half of the digits differ. */
    static boolean sameButDigits(String one, String other) {
        if (one.length() != other.length()) {
            return false;
        }
        int digits = 0;
        int differing = 0;
        boolean letters = false;
        for (int i = 0; i < one.length(); i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            boolean digit = Character.isDigit(a) && Character.isDigit(b);
            if (!digit && a != b) {
                return false;
            }
            digits += digit ? 1 : 0;
            differing += a != b ? 1 : 0;
            letters |= Character.isLetter(a);
        }
        return letters && digits >= 3 && differing > 0 && 2 * differing <= digits;
    }

    /**
     * Whether {@code longer} is {@code shorter}, itself put together, with a part before or after.
     */
    static boolean onePartMore(String shorter, String longer) {
        if (longer.length() < shorter.length() + 2 || !isPutTogether(shorter)) {
            return false;
        }
        int more = longer.length() - shorter.length();
        return longer.startsWith(shorter) && isJoint(longer.charAt(shorter.length()))
                || longer.endsWith(shorter) && isJoint(longer.charAt(more - 1));
    }

    private static boolean isPutTogether(String name) {
        boolean letter = false;
        boolean joint = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            letter |= Character.isLetter(c);
            joint |= i > 0 && isJoint(c) || Character.isDigit(c);
        }
        return letter && joint;
    }

    private static boolean isJoint(char c) {
        return c == '-' || c == '_';
    }

    /** One letter differs, is missing, is added, or two are swapped; two in long names. */
    static boolean misspelt(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        if (shorter < SHORTEST_SPELT || one.charAt(0) != other.charAt(0)) {
            return false;
        }
        int most = shorter >= LONG ? 2 : 1;
        if (Math.abs(one.length() - other.length()) > most) {
            return false;
        }
        int same = 0;
        while (same < shorter && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        int tail = 0;
        while (tail < shorter - same
                && one.charAt(one.length() - 1 - tail) == other.charAt(other.length() - 1 - tail)) {
            tail++;
        }
        // What differs only in its ending is another form of the same word.
        int middle = Math.max(one.length(), other.length()) - same - tail;
        boolean swapped =
                middle == 2
                        && one.length() == other.length()
                        && one.charAt(same) == other.charAt(same + 1)
                        && one.charAt(same + 1) == other.charAt(same);
        return tail > 0 && (middle <= most || swapped);
    }
}
