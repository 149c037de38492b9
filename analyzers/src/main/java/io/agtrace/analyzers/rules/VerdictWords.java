package io.agtrace.analyzers.rules;

import java.util.Locale;

/** What a finding says of a message, in a few words. */
final class VerdictWords {
    private VerdictWords() {}

    /** The reason for a no. */
    static String of(Finding fault) {
        return switch (fault.rule()) {
            case "payload-truncated" -> truncated(fault);
            case "payload-malformed" -> "its JSON breaks off";
            case "premature-consumption" -> premature(fault);
            case "message-ignored" -> share(fault, "used", "of it stands in what came of it");
            case "message-misunderstood" ->
                    has(fault, "shared")
                            ? "what was first asked for has nothing to do with it"
                            : "the receiver was given another task";
            case "stale-context" -> stale(fault);
            case "unchecked-low-quality" -> unchecked(fault);
            default -> fault.title();
        };
    }

    private static String truncated(Finding fault) {
        if (has(fault, "missing")) {
            long missing = Math.round(measure(fault, "missing"));
            return "cut off, "
                    + Words.count(missing, "character is", "characters are")
                    + " missing";
        }
        return has(fault, "kept")
                ? share(fault, "kept", "of what its sender had was passed on")
                : share(fault, "delivered", "of it arrived");
    }

    private static String premature(Finding fault) {
        String early =
                has(fault, "early-ms")
                        ? Words.time(Math.round(measure(fault, "early-ms") * 1e6)) + " too early"
                        : "too early";
        return "read " + early + ", with " + share(fault, "delivered", "of it there");
    }

    private static String stale(Finding fault) {
        return has(fault, "versions-behind")
                ? "worked from a context "
                        + Words.count(
                                Math.round(measure(fault, "versions-behind")),
                                "version behind",
                                "versions behind")
                : "older data stood in its place";
    }

    private static String unchecked(Finding fault) {
        if (has(fault, "score")) {
            return "scored " + number(measure(fault, "score")) + ", and used as it was";
        }
        return has(fault, "confidence")
                ? "approved with a confidence of " + number(measure(fault, "confidence")) + " only"
                : "judged bad, and used as it was";
    }

    private static String share(Finding fault, String measure, String words) {
        double share = measure(fault, measure);
        String part = Double.isNaN(share) ? "a part" : Math.round(share * 100) + " %";
        return part + " " + words;
    }

    private static boolean has(Finding fault, String measure) {
        return !Double.isNaN(measure(fault, measure));
    }

    private static double measure(Finding fault, String name) {
        return fault.measures().getOrDefault(name, Double.NaN);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
