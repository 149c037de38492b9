package io.agtrace.render.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.render.Golden;
import io.agtrace.render.HostileText;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Theme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

/** The catalogue of rules and their pages as people see them. */
class RulesTest {
    private static final Theme PLAIN = new Theme(false, true);

    private static final RuleInfo STALE =
            new RuleInfo(
                    "stale-context",
                    Group.HANDOFF,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "an agent worked from a version of a value that had been replaced before it"
                            + " began",
                    "a version or a time of writing on both sides of the boundary",
                    new Threshold("least-age", 1000, "ms", "Younger versions are fine."));

    private static final RuleInfo BUDGET =
            new RuleInfo(
                    "timeout-budget-conflict",
                    Group.RESILIENCE,
                    Severity.WARNING,
                    Tier.SUSPICION,
                    "timeouts that cannot work together",
                    "a timeout");

    private static final String PAGE =
            """
            # stale-context

            The receiver worked from an **older version** of a value than the one that had been
            written _before_ it began, see [the docs](https://example.org/x).

            ## How it is told

            1. By `context.version` on both sides.
            2. By the values: a fact of the receiver's prompt that was replaced upstream; this one
               goes on for more than a line, and more.
               - nested: `a_b_c` and *snake_case_name* stay
            * By time.

            | name | standard |
            |---|---|
            | `least-age` | 1000 ms |

            ```yaml
            rules:
              stale-context: {least-age: 5000}   # **not** bold
            ```

            Innocent readings
            =================
            A cache that is *meant* to be old.
            """;

    private static Screen screen(int width, Theme theme) {
        return new Screen(width, theme, ZoneOffset.UTC, false);
    }

    private static String page(int width, String text) throws IOException {
        StringBuilder out = new StringBuilder();
        PageText.write(STALE, text, screen(width, PLAIN), out);
        return out.toString();
    }

    private static String table(int width) throws IOException {
        StringBuilder out = new StringBuilder();
        new RulesText(screen(width, PLAIN)).write(List.of(STALE, BUDGET), out);
        return out.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 100, 200})
    void looksAsItDid(int width) throws IOException {
        Golden.check("rules-" + width + ".txt", table(width) + "\n" + page(width, PAGE));
        HostileText.check(table(width) + page(width, PAGE), width, PLAIN);
    }

    @Test
    void theTableSaysAllWhereThereIsRoom() throws IOException {
        assertThat(table(120))
                .contains("GROUP", "SEVERITY", "TIER", "timeout-budget-conflict", "suspicion");
        assertThat(table(60)).doesNotContain("GROUP").contains("stale-context", "replaced before");
    }

    @Test
    void aRuleWithoutAPageIsExplainedByWhatTheProgramKnows() throws IOException {
        StringBuilder out = new StringBuilder();
        PageText.write(STALE, screen(100, PLAIN), out);

        assertThat(out)
                .startsWith("stale-context  handoff · error · defect\n\nan agent worked")
                .contains(
                        "Needs\n\na version or", "- least-age 1000 ms: Younger versions are fine.");
    }

    @Test
    void marksAreTakenAwayAndCodeStaysAsItIs() throws IOException {
        assertThat(page(100, PAGE))
                .contains("an older version of", "written before it", "see the docs.")
                .contains("- nested: a_b_c and snake_case_name stay")
                .contains("  stale-context: {least-age: 5000}   # **not** bold")
                .contains("Innocent readings\nA cache that is meant to be old.")
                .doesNotContain("```", "|---|", "# stale");
    }

    @Test
    void anyTextIsWrittenWithoutHarm() throws IOException {
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder();
            for (int line = random.nextInt(9); line >= 0; line--) {
                text.append(List.of("# ", "- ", "```", "| ", "", "    ").get(random.nextInt(6)));
                text.append(HostileText.text(random)).append('\n');
            }
            int width = 40 + random.nextInt(100);
            HostileText.check(page(width, text.toString()), width, PLAIN);
        }
    }
}
