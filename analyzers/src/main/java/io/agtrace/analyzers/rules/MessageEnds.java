package io.agtrace.analyzers.rules;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The messages of a run by the stays at their ends. */
final class MessageEnds {
    private final List<List<Message>> sent;
    private final List<List<Message>> received;

    MessageEnds(AgentsView view) {
        sent = new ArrayList<>(Collections.nCopies(view.invocations().size(), List.of()));
        received = new ArrayList<>(sent);
        for (Message message : view.messages()) {
            note(sent, message.from(), message);
            note(received, message.to(), message);
        }
    }

    private static void note(List<List<Message>> all, int stay, Message message) {
        if (stay >= 0) {
            if (all.get(stay).isEmpty()) {
                all.set(stay, new ArrayList<>(2));
            }
            all.get(stay).add(message);
        }
    }

    List<Message> sentBy(int stay) {
        return stay < 0 ? List.of() : Collections.unmodifiableList(sent.get(stay));
    }

    List<Message> receivedBy(int stay) {
        return stay < 0 ? List.of() : Collections.unmodifiableList(received.get(stay));
    }
}
