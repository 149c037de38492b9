package io.agtrace.analyzers.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The catalogue of rules: each has its place in it, and all that users are told about a rule. */
class CatalogueTest {
    /** Whether every rule of the catalogue is there; then none may be missing. */
    private static final boolean COMPLETE = true;

    private static final String KEBAB = "[a-z]+(-[a-z]+)*";
    private static final Map<Group, List<String>> CATALOGUE = new EnumMap<>(Group.class);

    static {
        put(
                Group.HANDOFF,
                """
                message-lost message-ignored message-misunderstood payload-truncated
                payload-malformed stale-context unchecked-low-quality premature-consumption
                duplicate-delivery broken-propagation
                """);
        put(
                Group.CONTROL_FLOW,
                """
                runaway-loop no-progress-loop handoff-ping-pong repeated-decision
                contradicted-decision misrouted low-confidence-decision skipped-step
                premature-termination
                """);
        put(
                Group.RESILIENCE,
                """
                silent-retries retry-storm timeout-budget-conflict swallowed-error
                masked-by-fallback hang error
                """);
        put(
                Group.MODEL_AND_TOOL,
                """
                output-cut-off refused unparsable-output ungrounded-arguments invalid-tool-call
                empty-output repeated-tool-call context-overflow unsupported-claim
                unproven-suspect
                """);
        put(
                Group.TIME_AND_COST,
                "slow-join serialized-work hidden-time latency-outlier budget-exceeded");
        put(
                Group.INSTRUMENTATION,
                """
                orphan-span clock-skew unended-span unnamed-agent unexplained-decision noisy-trace
                missing-outcome
                """);
    }

    private static void put(Group group, String ids) {
        CATALOGUE.put(group, List.of(ids.strip().split("\\s+")));
    }

    private static Stream<RuleInfo> registered() {
        return Rules.all().stream().map(Rule::info);
    }

    @TestFactory
    Stream<DynamicTest> everyRuleSaysWhatUsersNeedToKnow() {
        return registered().map(rule -> DynamicTest.dynamicTest(rule.id(), () -> check(rule)));
    }

    private static void check(RuleInfo rule) {
        assertThat(rule.id()).matches(KEBAB);
        assertThat(CATALOGUE.get(rule.group())).contains(rule.id());
        assertThat(rule.summary()).isNotBlank().doesNotContain("\n").hasSizeLessThan(160);
        assertThat(rule.needs()).isNotBlank().doesNotContain("\n");
        assertThat(rule.thresholds().stream().map(Threshold::name)).doesNotHaveDuplicates();
        for (Threshold each : rule.thresholds()) {
            assertThat(each.name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
            assertThat(each.standard()).isFinite();
            assertThat(each.unit()).isNotBlank();
            assertThat(each.meaning()).isNotBlank();
        }
        String page = RulePages.of(rule);
        assertThat(page).as("page of " + rule.id()).isNotNull();
        assertThat(String.valueOf(page).lines().count()).as("lines").isGreaterThan(5);
        for (Threshold each : rule.thresholds()) {
            assertThat(page).as("thresholds on the page").contains(each.name());
        }
    }

    @Test
    void noIdIsThereTwice() {
        assertThat(registered().map(RuleInfo::id)).doesNotHaveDuplicates();
        assertThat(CATALOGUE.values().stream().flatMap(List::stream))
                .doesNotHaveDuplicates()
                .hasSize(48);
    }

    @Test
    void rulesComeGroupByGroup() {
        List<Group> groups = registered().map(RuleInfo::group).toList();
        assertThat(groups).isSorted();
    }

    @Test
    void everyRuleOfTheCatalogueIsThere() {
        assumeTrue(COMPLETE, "rules are still missing");
        assertThat(registered().map(RuleInfo::id))
                .containsExactlyInAnyOrderElementsOf(
                        CATALOGUE.values().stream().flatMap(List::stream).toList());
    }
}
