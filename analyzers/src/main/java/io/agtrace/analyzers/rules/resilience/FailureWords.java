package io.agtrace.analyzers.rules.resilience;

import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.Lineage;
import io.agtrace.analyzers.rules.Stems;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.regex.Pattern;

/** Whether a text tells its reader that something did not work. */
final class FailureWords {
    private static final int LONGEST = 1 << 16;

    /** A sentence that repeats so much of what was known before is a quotation. */
    private static final double QUOTED = 0.8;

    private static final Pattern SENTENCE =
            Pattern.compile("[\\n.!?;\u3002\uff01\uff1f\uff1b]+\\s*");

    /** Stems, by language: English, German, French, Spanish, Portuguese, Italian, Dutch … */
    private static final Stems FAILURE =
            Stems.of(
                    "\\berror|\\bfail|\\bunavailab|\\bnot (?:be"
                        + " )?(?:available|reach|access|possible"
                        + "|respond|retriev|load|complet|verif|confirm)|\\bunable\\b|\\bunreach|\\bcould(?:n['\u2019]t|"
                        + " not)|\\bcan(?:['\u2019]t|not| not)\\b|\\bwas(?:n['\u2019]t| not)"
                        + " able|\\btim(?:ed|e|ing)[-"
                        + " ]?out|\\boutage|\\bincomplete|\\bmissing|\\bwithout (?:the"
                        + " )?(?:data|access|result)|\\bunverified|\\bdid(?:n['\u2019]t| not)"
                        + " (?:work|respond|answer|return)|\\brefused|\\brejected|\\bproblem|\\bissue"
                        + " with|\\bdown\\b|\\boffline|\\bfehler|\\bfehlgeschlagen|\\bfehlgeschl|\\bnicht"
                        + " (?:verf\u00fcgbar|erreichbar|m\u00f6glich|abruf|geladen|beantwort)|\\bkonnte[nst]*"
                        + " .{0,80}?nicht|\\bnicht .{0,40}?werden|\\bausgefallen|\\bfehlen|\\bfehlt"
                        + "|\\berreur|\\b\u00e9chec|\\b\u00e9chou|\\bindisponible|\\bimpossible|\\bpas"
                        + " (?:pu|disponible|accessible|r\u00e9pondu)|\\binaccessible|\\bmanqu|\\bfall[o\u00f3\u00e1i]|\\bno"
                        + " (?:se )?(?:pud|pued|est[a\u00e1] disponible|disponible|respond)|\\bno"
                        + " fue posible|\\bfalta|\\berro\\b|\\bfalh|\\bindispon|\\bn\u00e3o"
                        + " (?:foi|p\u00f4de|est\u00e1|consegui|respond)|\\berrore|\\bfallit|\\bnon"
                        + " (?:\u00e8"
                        + " (?:stato|disponibil|possibil)|disponibil|riesc|risponde)|\\bimpossibil|\\bmislukt|\\bniet"
                        + " (?:beschikbaar|bereikbaar|gelukt|mogelijk|opgehaald)|\\bfout\\b|\\bkon(?:den)?"
                        + " .{0,60}?niet|b\u0142\u0105d|nie uda\u0142o|nie"
                        + " mo\u017cna|niedost\u0119p|kunde inte|misslyck|otillg\u00e4nglig|kunne"
                        + " ikke|mislykkedes"
                        + "|hata|ba\u015far\u0131s\u0131z|kullan\u0131lam|\u043e\u0448\u0438\u0431\u043a|\u043d\u0435"
                        + " \u0443\u0434\u0430\u043b"
                        + "|\u043d\u0435\u0434\u043e\u0441\u0442\u0443\u043f|\u043d\u0435"
                        + " (?:\u043c\u043e\u0433|\u0441\u043c\u043e\u0433)"
                        + "|\u30a8\u30e9\u30fc|\u5931\u6557|\u3067\u304d\u307e\u305b\u3093"
                        + "|\u3067\u304d\u306a|\u5229\u7528\u4e0d|\u969c\u5bb3|\u4e0d\u5177\u5408"
                        + "|\u9519\u8bef|\u932f\u8aa4|\u5931\u8d25|\u65e0\u6cd5|\u7121\u6cd5"
                        + "|\u4e0d\u53ef\u7528|\u4e0d\u80fd|\u8d85\u65f6|\u6545\u969c|\uc624\ub958|\uc2e4\ud328|\ud560"
                        + " \uc218 \uc5c6|\ubabb\ud588"
                        + "|\u062e\u0637\u0623|\u0641\u0634\u0644|\u062a\u0639\u0630\u0631"
                        + "|\u0924\u094d\u0930\u0941\u091f\u093f|\u0935\u093f\u092b\u0932");

    /** How a text says that there is nothing of the sort. */
    private static final Stems ABSENCE =
            Stems.of(
                    "\\bnot? (?:\\w+"
                        + " ){0,3}(?:found|exist\\w*|record\\w*|match\\w*|entr\\w*|result\\w*)|\\b(?:does|do)(?:n['\u2019]t|"
                        + " not) exist|\\bthere (?:is|are|was|were)"
                        + " no\\b|\\bnone\\b|\\bunknown\\b|\\bno"
                        + " such\\b|\\b404\\b|\\binvalid\\b|\\bkein|\\bnicht\\b|\\baucun|n['\u2019]existe|introuvable|\\bning\u00fan|\\bno"
                        + " (?:hay|existe|encontr)|\\bnessun|\\bnon"
                        + " (?:esiste|trovat)|\\bnenhum|\\bn\u00e3o"
                        + " (?:existe|h\u00e1|encontr)|\\bgeen\\b|\\bniet\\b|\u043d\u0435\u0442|\u043d\u0435"
                        + " \u043d\u0430\u0439\u0434"
                        + "|\u898b\u3064\u304b|\u5b58\u5728\u3057|\u3042\u308a\u307e\u305b\u3093|\u672a\u627e\u5230"
                        + "|\u6ca1\u6709|\u4e0d\u5b58\u5728|\uc5c6");

    private final FactSet facts;
    private final String[] sentences;
    private final @Nullable Boolean[] says;
    private final @Nullable Boolean[] saysAbsent;
    private final @Nullable FactSet[] factsOf;

    /** Reads a text, of a long one the beginning. */
    FailureWords(String text) {
        String start = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        facts = Lineage.facts(start);
        sentences = SENTENCE.split(start, -1);
        says = new @Nullable Boolean[sentences.length];
        saysAbsent = new @Nullable Boolean[sentences.length];
        factsOf = new @Nullable FactSet[sentences.length];
    }

    /** Whether an error says no more than that something does not exist. */
    static boolean saysAbsent(String error) {
        return ABSENCE.areIn(error);
    }

    /** Whether a text holds a tool's name, as it is written or in words. */
    static boolean holds(String text, String name) {
        String start = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        String lower = start.toLowerCase(Locale.ROOT);
        String plain = name.toLowerCase(Locale.ROOT);
        return stands(lower, plain)
                || stands(lower, plain.replace('_', ' '))
                || stands(lower, plain.replace('-', ' '));
    }

    /** Whether a name stands there, not as a part of a longer one. */
    private static boolean stands(String text, String name) {
        for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
            int end = at + name.length();
            boolean begins = at == 0 || !isNamePart(text.charAt(at - 1));
            if (begins && (end == text.length() || !isNamePart(text.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    /** Scripts without spaces between words go on with letters. */
    private static boolean isNamePart(char c) {
        return c == '_' || c == '-' || c < 0x2e80 && Character.isLetterOrDigit(c);
    }

    /**
     * Whether the text speaks of a failure.
     *
     * @param error what the failure's own message says that nothing else did
     * @param known what was known from elsewhere; a sentence that only repeats it is no mention
     * @param absent whether it is enough that the text says of something that it does not exist
     */
    boolean mention(FactSet error, FactSet known, boolean absent) {
        FactSet shared = facts.and(error);
        if (shared.hasHard() || shared.size() >= 2) {
            return true;
        }
        for (int i = 0; i < sentences.length; i++) {
            boolean speaks = says(i, FAILURE, says) || absent && says(i, ABSENCE, saysAbsent);
            if (speaks && !(factsOf(i).shareIn(known) >= QUOTED)) {
                return true;
            }
        }
        return false;
    }

    private boolean says(int sentence, Stems words, @Nullable Boolean[] known) {
        Boolean says = known[sentence];
        if (says == null) {
            says = words.areIn(sentences[sentence]);
            known[sentence] = says;
        }
        return says;
    }

    private FactSet factsOf(int sentence) {
        FactSet known = factsOf[sentence];
        if (known == null) {
            known = Lineage.facts(sentences[sentence]);
            factsOf[sentence] = known;
        }
        return known;
    }
}
