package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.agents.AgentsTestSupport.messages;
import static io.agtrace.analyzers.agents.AgentsTestSupport.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.agents.AgentsTestSupport.Run;
import io.agtrace.analyzers.agents.Verdict.Answer;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.SpanKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class MessagesTest {
    private final Run run = new Run();
    private final Id root = run.span(null, "flow", 0, 1000);

    @ParameterizedTest
    @CsvSource({
        "handoff.from, handoff.to",
        "gen_ai.handoff.from_agent, gen_ai.handoff.to_agent",
        "from_agent, to_agent",
        "gen_ai.agent.handoff.source.name, gen_ai.agent.handoff.target.name",
        "agent.from, agent.to",
        "span_data.from_agent, span_data.to_agent"
    })
    void handoffSpansInEveryEncoding(String from, String to) {
        Id a = run.agent(root, "a", 0, 10);
        run.span(a, "handoff", 8, 9, from, "a", to, "b", "handoff.payload", "do this");
        run.agent(root, "b", 20, 30);
        List<Message> messages = run.messages();
        assertThat(messages(messages)).containsExactly("handoff a → b");
        Message message = messages.getFirst();
        assertThat(message.inferred()).isFalse();
        assertThat(message.sentNode()).isEqualTo(2);
        assertThat(message.receivedNode()).isEqualTo(3);
        assertThat(message.sent()).isEqualTo(AnyValue.of("do this"));
        assertThat(message.verdicts().sent().answer()).isEqualTo(Answer.YES);
        assertThat(message.verdicts().received().answer()).isEqualTo(Answer.YES);
        assertThat(message.verdicts().understood().answer()).isEqualTo(Answer.NOT_CHECKED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "handoff to b | TOOL",
                "a → b.handoff | ",
                "Handoff: a → b | ",
                "transfer_to_b | TOOL"
            })
    void handoffSpansByTheirNames(String name, String kind) {
        Id a = run.agent(root, "a", 0, 10);
        if (kind == null) {
            run.span(a, name, 8, 9, "traceloop.span.kind", "handoff");
        } else {
            run.span(a, name, 8, 9, "openinference.span.kind", kind);
        }
        run.agent(root, "b", 20, 30);
        assertThat(messages(run.messages())).containsExactly("handoff a → b");
    }

    @Test
    void aHandoffThatNobodyTakesIsAMessageToo() {
        Id a = run.agent(root, "a", 0, 10);
        run.span(a, "handoff", 8, 9, "handoff.from", "a", "handoff.to", "b");
        Message message = run.messages().getFirst();
        assertThat(message.to()).isEqualTo(-1);
        assertThat(message.receiver()).isEqualTo("b");
        assertThat(message.boundary()).isEqualTo("b←a");
        assertThat(message.verdicts().received().answer()).isEqualTo(Answer.NO);
    }

    @Test
    void theLatestHandoffBeforeAStartCausedIt() {
        Id a = run.agent(root, "a", 0, 10);
        run.span(a, "handoff", 5, 6, "handoff.from", "a", "handoff.to", "b");
        Id again = run.agent(root, "a", 20, 30);
        run.span(again, "handoff", 25, 26, "handoff.from", "a", "handoff.to", "b");
        run.agent(root, "b", 40, 50);
        List<Message> messages = run.messages();
        assertThat(messages(messages)).containsExactly("handoff a → lost b", "handoff a → b");
        assertThat(messages.get(1).from()).isEqualTo(1);
    }

    @Test
    void aToolThatAModelAskedForIsAHandOver() {
        Id a = run.agent(root, "a", 0, 10);
        String call =
                "[{\"tool_calls\":[{\"name\":\"transfer_to_b_agent\",\"arguments\":\"{}\"}]}]";
        run.model(a, 0, 9, "gen_ai.output.messages", call);
        run.agent(root, "b", 20, 30);
        List<Message> messages = run.messages();
        assertThat(messages(messages)).containsExactly("handoff a → b");
        assertThat(sources(messages.getFirst())).contains("tool call");
    }

    @Test
    void aToolThatIsOnlyOfferedIsNone() {
        Id a = run.agent(root, "a", 0, 10);
        String answer =
                "{\"text\":\"done\",\"tools\":[{\"name\":\"transfer_to_c\",\"parameters\":{}}]}";
        run.model(a, 0, 9, "gen_ai.output.messages", answer);
        assertThat(run.messages()).isEmpty();
    }

    @Test
    void anAgentCalledAsAToolGetsADelegationAndReturns() {
        Id a = run.agent(root, "a", 0, 100);
        run.model(a, 0, 9);
        Id tool =
                run.tool(
                        a,
                        "ask_b",
                        10,
                        50,
                        "gen_ai.tool.call.arguments",
                        "the question",
                        "gen_ai.tool.call.result",
                        "the answer");
        run.agent(tool, "b", 11, 49);
        List<Message> messages = run.messages();
        assertThat(messages(messages)).containsExactly("delegation a → b", "return b → a");
        assertThat(messages.get(0).sent()).isEqualTo(AnyValue.of("the question"));
        assertThat(messages.get(1).received()).isEqualTo(AnyValue.of("the answer"));
        assertThat(messages.get(1).receivedNode()).isEqualTo(3);
    }

    @Test
    void aResultThatComesAfterItsCallIsLost() {
        Id a = run.agent(root, "a", 0, 500);
        run.model(a, 0, 9);
        Id tool = run.tool(a, "ask_b", 10, 50);
        Id b = run.agent(tool, "b", 11, 300);
        run.model(b, 20, 290);
        assertThat(messages(run.messages()))
                .containsExactly("delegation a → b", "return b → lost a");
    }

    @Test
    void queuesByMessageId() {
        Id a = run.agent(root, "a", 0, 10);
        send(a, "jobs", 8, "m-1");
        run.trace();
        Id taken =
                run.span(
                        null,
                        "jobs process",
                        100,
                        200,
                        "span-kind",
                        SpanKind.CONSUMER,
                        "messaging.system",
                        "nats",
                        "messaging.operation.type",
                        "process",
                        "messaging.message.id",
                        "m-1");
        run.agent(taken, "b", 101, 199);
        List<Message> messages = run.messages();
        assertThat(messages(messages)).containsExactly("queue a → b");
        assertThat(messages.getFirst().sentNanos()).isLessThan(messages.getFirst().receivedNanos());
        assertThat(sources(messages.getFirst())).contains("message id");
    }

    @Test
    void queuesByLink() {
        Id a = run.agent(root, "a", 0, 10);
        Id sent = send(a, "jobs", 8, "");
        run.trace();
        Id taken =
                run.span(
                        null,
                        "jobs process",
                        100,
                        200,
                        "link",
                        sent,
                        "messaging.system",
                        "nats",
                        "messaging.operation.type",
                        "process");
        run.agent(taken, "b", 101, 199);
        assertThat(messages(run.messages())).containsExactly("queue a → b");
    }

    @Test
    void aQueueMessageThatNobodyTakes() {
        Id a = run.agent(root, "a", 0, 10);
        send(a, "reviewer.tasks", 8, "m-1");
        send(a, "audit-log", 9, "m-2");
        assertThat(messages(run.messages())).containsExactly("queue a → lost reviewer");
    }

    private Id send(Id parent, String destination, long at, String id) {
        return run.span(
                parent,
                destination + " publish",
                at,
                at + 1,
                "span-kind",
                SpanKind.PRODUCER,
                "messaging.system",
                "nats",
                "messaging.destination.name",
                destination,
                "messaging.operation.type",
                "publish",
                "messaging.message.id",
                id);
    }

    @Test
    void siblingsWithMatchingPayloads() {
        run.agent(root, "a", 0, 10, "output.value", "The tower of Pisa leans by four degrees");
        run.agent(
                root,
                "b",
                20,
                30,
                "input.value",
                "{\"prompt\":\"Facts: the tower of Pisa  leans by four degrees\"}");
        Message message = run.messages().getFirst();
        assertThat(message.inferred()).isTrue();
        assertThat(sources(message)).containsExactly("payload");
        assertThat(message.verdicts().received().answer()).isEqualTo(Answer.YES);
    }

    @Test
    void whatTheRunWasGivenIsNobodysMessage() {
        String task = "Write about the tower of Pisa and its lean";
        run.agent(root, "a", 0, 10, "input.value", task, "output.value", task);
        run.agent(root, "b", 20, 30, "input.value", task);
        assertThat(messages(run.messages())).containsExactly("handoff a → b?");
    }

    @Test
    void workThatReachedTheReceiverThroughAnotherIsNotSentTwice() {
        String facts = "The tower of Pisa leans by four degrees";
        String draft = "A draft about a tower that is not straight";
        run.agent(root, "a", 0, 10, "output.value", facts);
        run.agent(root, "b", 20, 30, "input.value", facts, "output.value", draft);
        run.agent(root, "c", 40, 50, "input.value", facts + "\n" + draft);
        assertThat(messages(run.messages())).containsExactly("handoff a → b", "handoff b → c");
    }

    @Test
    void parallelSendersAreBothSenders() {
        run.agent(root, "a", 0, 10, "output.value", "The tower of Pisa leans");
        run.agent(root, "b", 0, 12, "output.value", "The bridge of sighs is short");
        run.agent(
                root,
                "c",
                20,
                30,
                "input.value",
                "The tower of Pisa leans\nThe bridge of sighs is short");
        assertThat(messages(run.messages()))
                .containsExactlyInAnyOrder("handoff a → c", "handoff b → c");
    }

    @Test
    void withoutEvidenceTheOrderAloneSpeaks() {
        run.agent(root, "a", 0, 10);
        run.agent(root, "b", 20, 30);
        run.agent(root, "c", 20, 40);
        run.agent(root, "d", 50, 60);
        List<Message> messages = run.messages();
        assertThat(messages(messages))
                .containsExactly(
                        "handoff a → c?", "handoff a → b?", "handoff b → d?", "handoff c → d?");
        assertThat(sources(messages.getFirst())).containsExactly("sequence");
        assertThat(messages.getFirst().verdicts().sent().answer()).isEqualTo(Answer.NOT_CHECKED);
    }

    @Test
    void theReceiverMaySayWhoCalledIt() {
        run.agent(root, "a", 0, 10);
        run.agent(root, "b", 20, 30, "graph.node.parent_id", "a");
        List<Message> messages = run.messages();
        assertThat(messages(messages)).containsExactly("handoff a → b");
        assertThat(sources(messages.getFirst())).containsExactly("graph.node.parent_id");
    }

    @Test
    void aLinkIsAHandOver() {
        Id a = run.agent(root, "a", 0, 10);
        run.agent(root, "x", 12, 14);
        run.agent(root, "b", 20, 30, "link", a);
        assertThat(messages(run.messages()))
                .contains("handoff a → b")
                .doesNotContain("handoff x → b");
    }

    @Test
    void handOversThatStandInOutputsAsData() {
        run.agent(
                root,
                "a",
                0,
                10,
                "output.value",
                "{\"handoff\":{\"messages\":[{\"to\":\"b\",\"message_id\":\"m-77\",\"task\":\"t\"},"
                        + "{\"to\":\"c\",\"message_id\":\"m-78\",\"task\":\"u\"}]}}");
        run.agent(root, "b", 20, 30, "input.value", "message m-77: t");
        List<Message> messages = run.messages();
        assertThat(messages(messages))
                .containsExactlyInAnyOrder("handoff a → b", "handoff a → lost c");
        Message there = messages.stream().filter(each -> each.to() >= 0).findFirst().orElseThrow();
        assertThat(String.valueOf(there.sent())).contains("m-77").doesNotContain("m-78");
    }

    @Test
    void oneHandOverRecordedInSeveralWaysIsOneMessage() {
        String facts = "The tower of Pisa leans by four degrees";
        Id a = run.agent(root, "a", 0, 10, "output.value", facts);
        String call = "[{\"tool_calls\":[{\"name\":\"transfer_to_b\",\"arguments\":\"{}\"}]}]";
        run.model(a, 0, 7, "gen_ai.output.messages", call);
        run.span(a, "handoff", 8, 9, "handoff.from", "a", "handoff.to", "b");
        run.agent(root, "b", 20, 30, "graph.node.parent_id", "a", "input.value", facts);
        List<Message> messages = run.messages();
        assertThat(messages(messages)).containsExactly("handoff a → b");
        assertThat(sources(messages.getFirst()))
                .containsExactlyInAnyOrder(
                        "graph.node.parent_id", "handoff.to", "tool call", "payload");
    }

    @Test
    void aCheckBetweenSenderAndReceiverCounts() {
        run.agent(root, "a", 0, 10);
        run.span(root, "check", 12, 18, "openinference.span.kind", "EVALUATOR");
        run.agent(root, "b", 20, 30);
        run.agent(root, "c", 40, 50);
        List<Message> messages = run.messages();
        assertThat(messages.get(0).verdicts().qualityChecked().answer()).isEqualTo(Answer.YES);
        assertThat(messages.get(1).verdicts().qualityChecked().answer())
                .isEqualTo(Answer.NOT_CHECKED);
    }

    @Test
    void anotherTraceOfTheSameConversation() {
        Run turns = new Run();
        turns.agent(null, "a", 0, 10, "session.id", "s");
        turns.trace();
        turns.agent(null, "b", 20, 30, "session.id", "s");
        turns.trace();
        turns.agent(null, "a", 400, 410, "session.id", "s");
        // The third trace begins as the first did: the next turn of the conversation.
        assertThat(messages(turns.messages())).containsExactly("handoff a → b?");
    }

    @Test
    void manyIterationsAreCountedExactly() {
        for (long i = 0; i < 3000; i++) {
            run.agent(root, "writer", i * 20, i * 20 + 5);
            run.agent(root, "critic", i * 20 + 10, i * 20 + 15);
        }
        assertThat(run.messages()).hasSize(5999);
    }
}
