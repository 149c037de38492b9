package io.agtrace.analyzers.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

class PhrasesTest {
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

    private static final List<String> PARTS =
            List.of(
                    "error", "errata", "no", "not", " ", " ", ".", "found", "fail", "un", "able",
                    "é", "échec", "ÉCHEC", "fehl", "Fehler", "a|b", "ab", "b", "x", "5", "(", "нет",
                    "能", "不能", "wasn't", "was");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\berror|\\berra|\\bunable\\b|found",
                "\\bno (?:error|fail)|fehl|\\bfehler\\b",
                "n?o|\\bex?|ab|[a|b]x|a\\|b",
                "\\bwas(?:n['\u2019]t| not)|\u00e9chec|\\b\u00e9chec x",
                "\u043d\u0435\u0442|\u4e0d\u80fd|\\bfail",
                "\\b(?:no|un)able",
                "x"
            })
    void findsSomethingWhereTheAlternativesDo(String alternatives) {
        Pattern plain = Pattern.compile(alternatives, FLAGS);
        Pattern ordered = Phrases.compile(alternatives, FLAGS);
        Stems stems = Stems.of(alternatives);
        Random random = new Random(alternatives.hashCode());
        int found = 0;
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int part = random.nextInt(8); part >= 0; part--) {
                text.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            boolean holds = plain.matcher(text).find();
            found += holds ? 1 : 0;
            assertThat(ordered.matcher(text).find()).as("in <%s>", text).isEqualTo(holds);
            assertThat(stems.areIn(text.toString())).as("in <%s>", text).isEqualTo(holds);
        }
        assertThat(found).isBetween(1, 1_999);
    }

    @Test
    void stemsAreFoundInAnyCaseAtTheEndAndBehindOtherWords() {
        Stems stems = Stems.of("skip|\\bk|ba\u015far\u0131s\u0131z");

        // The long s and the sign of the unit Kelvin are an s and a k in another case.
        assertThat(stems.areIn("a \u017f\u212aIP")).isTrue();
        assertThat(stems.areIn("k")).isTrue();
        assertThat(stems.areIn("BA\u015eARISIZ")).isTrue();
        assertThat(stems.areIn("ask, ba, sk")).isFalse();
        assertThat(stems.areIn("")).isFalse();
    }

    @Test
    void aWordStartCountsForItsOwnAlternativesOnly() {
        Pattern pattern = Phrases.compile("\\bdown\\b|fehl", 0);

        assertThat(pattern.matcher("the service is down").find()).isTrue();
        assertThat(pattern.matcher("a countdown").find()).isFalse();
        assertThat(pattern.matcher("empfehlung").find()).isTrue();
    }
}
