package io.agtrace.analyzers.rules.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writers who use nothing of what they were given, and those who only seem to. */
final class MessageIgnoredTest {
    private static final String TASK = "Report on the state of the sluice before the council meets";
    private static final String FINDINGS =
            "Gate 17 leaks 340 litres an hour since 2026-03-02. Inspector Brandvold measured a"
                    + " crack of 12.5 millimetres near hinge H-204. Repair by Norrmann costs 48,300"
                    + " crowns; the offer ends on 2026-05-30.";
    private static final String BESIDE =
            "Councils everywhere value good infrastructure. Regular maintenance matters, citizens"
                + " expect transparency, and long term planning usually pays off for everybody.";

    private final RuleRuns run = new RuleRuns();

    private void chain(String findings, String answer) {
        Id root = run.span(null, "report", 0, 500, "input.value", TASK, "output.value", answer);
        Id scout = run.agent(root, "scout", 10, 200);
        run.model(scout, 11, 199, TASK, findings);
        Id writer = run.agent(root, "writer", 210, 490);
        run.model(writer, 211, 489, TASK + "\nFindings:\n" + findings, answer);
    }

    private void graph(String answer) {
        Id graph = run.graph(null, "CHAIN", "LangGraph", 0, 500, TASK, answer);
        String state = "{\"task\":\"" + TASK + "\",\"findings\":[\"" + FINDINGS + "\"]}";
        Id scout = run.graph(graph, "AGENT", "scout", 10, 200, TASK, state);
        run.graph(scout, "LLM", "ChatOpenAI", 11, 199, TASK, FINDINGS);
        Id writer = run.graph(graph, "AGENT", "writer", 210, 490, state, answer);
        run.graph(writer, "LLM", "ChatOpenAI", 211, 489, TASK + "\n" + FINDINGS, answer);
    }

    @Test
    void findsAWriterWhoUsesNothing() {
        chain(FINDINGS, BESIDE);

        assertThat(run.found(new MessageIgnored()))
                .containsExactly("message-ignored defect at 5 (writer)");
        assertThat(run.check(new MessageIgnored()).findings())
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.boundary()).isEqualTo("writer←scout");
                            assertThat(each.narrative()).contains("Gate 17", "scout", "writer");
                            assertThat(each.strength()).isGreaterThan(0.5);
                        });
    }

    @Test
    void findsItInAGraphToo() {
        graph(BESIDE);

        assertThat(run.found(new MessageIgnored()))
                .containsExactly("message-ignored defect at 5 (writer)");
    }

    @Test
    void littleThatWentUnusedIsASuspicion() {
        chain("Gate 17 leaks 340 litres an hour at hinge H-204, says the keeper.", BESIDE);

        assertThat(run.found(new MessageIgnored()))
                .containsExactly("message-ignored suspicion at 5 (writer)");
    }

    @Test
    void findsItInALanguageWithoutBlanks() {
        chain(
                "17号闸门自2026-03-02起每小时漏水340升。检查员发现铰链H-204附近有12.5毫米裂缝，维修费用48300克朗。",
                "基础设施对每个城市都很重要，定期维护通常值得，市民希望看到透明的长期规划和稳定的预算安排。");

        assertThat(run.found(new MessageIgnored()))
                .containsExactly("message-ignored defect at 5 (writer)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // A summary drops detail.
                "The sluice leaks: gate 17 needs a repair that costs 48300 crowns, and council"
                        + " should agree to that soon so that everybody can plan ahead in time.",
                // Another language keeps numbers and names.
                "Schleuse undicht: Tor 17 verliert stündlich 340 Liter, Brandvold sah einen Riss"
                        + " (12,5 Millimeter) am Scharnier H-204. Kosten laut Norrmann: 48.300"
                        + " Kronen, gültig bis 2026-05-30.",
                "水闸17号门每小时漏水340升，Brandvold发现H-204处有12.5毫米裂缝，Norrmann报价48300克朗。"
            })
    void leavesSummariesAndTranslationsAlone(String answer) {
        chain(FINDINGS, answer);

        assertThat(run.found(new MessageIgnored())).isEmpty();
    }

    @Test
    void leavesAReviewerAloneWhoQuotesLittle() {
        Id root = run.span(null, "report", 0, 900, "input.value", TASK);
        Id writer = run.agent(root, "writer", 10, 200);
        run.model(writer, 11, 199, TASK, FINDINGS);
        Id critic = run.agent(root, "critic", 210, 400);
        run.model(
                critic,
                211,
                399,
                "Review this:\n" + FINDINGS,
                "Sound overall. Please name who decides, explain abbreviations, shorten sentences,"
                        + " lead with your recommendation, and move figures into some table.");
        Id editor = run.agent(root, "editor", 410, 890);
        run.model(
                editor,
                411,
                889,
                "Draft:\n" + FINDINGS + "\nReview: name who decides, lead with recommendation",
                "Recommendation: repair gate 17 (340 litres an hour since 2026-03-02, crack of 12.5"
                        + " millimetres near H-204, seen by Brandvold) by Norrmann for 48,300.");

        assertThat(run.found(new MessageIgnored())).isEmpty();
    }

    @Test
    void leavesAnAgentAloneThatReportsWhatItsOwnToolFound() {
        Id root = run.span(null, "report", 0, 900, "input.value", TASK);
        Id scout = run.agent(root, "scout", 10, 200);
        run.model(scout, 11, 199, TASK, FINDINGS);
        Id ledger = run.agent(root, "ledger", 210, 490);
        run.model(ledger, 211, 250, TASK + "\n" + FINDINGS, "I look into our books first");
        String rows =
                "account 5510 holds 91200 for waterworks, 2300 reserved for painting, treasurer"
                        + " Oduya signed voucher V-88";
        run.tool(ledger, "query_books", 251, 300, "{\"account\":5510}", rows);
        run.model(ledger, 301, 489, rows, "Books: " + rows);
        Id writer = run.agent(root, "writer", 500, 890);
        run.model(
                writer,
                501,
                889,
                TASK + "\n" + FINDINGS + "\n" + rows,
                "Gate 17 leaks 340 litres; repair costs 48300, account 5510 holds 91200.");

        assertThat(run.found(new MessageIgnored())).isEmpty();
    }

    @Test
    void saysWherePromptsAreNotRecorded() {
        Id root = run.span(null, "report", 0, 500);
        Id scout = run.agent(root, "scout", 10, 200);
        run.span(scout, "handoff", 190, 191, "handoff.from", "scout", "handoff.to", "writer");
        run.silentModel(scout, 11, 180);
        run.silentModel(run.agent(root, "writer", 210, 490), 211, 489);

        assertThat(run.check(new MessageIgnored()).notChecked())
                .singleElement()
                .satisfies(each -> assertThat(each.count()).isEqualTo(1));
    }

    @Test
    void leavesTheReplyOfAPersonAlone() {
        Id root = run.span(null, "desk", 0, 900, "input.value", TASK, "output.value", BESIDE);
        Id first = run.agent(root, "clerk", 10, 200);
        run.model(first, 11, 199, TASK, "Shall Gate 17 be closed and hinge H-204 be replaced?");
        String reply =
                "Sounds perfect, let us proceed exactly that way please, my colleague Ottokar"
                        + " will gladly pay from the harbour account tomorrow morning!";
        run.agent(
                root,
                "citizen",
                210,
                300,
                "input.value",
                "Shall Gate 17 be closed and hinge H-204 be replaced?",
                "output.value",
                reply);
        Id second = run.agent(root, "clerk", 310, 800);
        run.model(second, 311, 799, reply, BESIDE);

        assertThat(run.found(new MessageIgnored())).isEmpty();
    }
}
