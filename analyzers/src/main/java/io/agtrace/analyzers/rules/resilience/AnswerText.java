package io.agtrace.analyzers.rules.resilience;

import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.Piece;
import io.agtrace.analyzers.lineage.Speaker;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What an answer says to its reader; which of its sentences speak of failures is read once. */
final class AnswerText {
    private final String text;
    private final String speech;
    private @Nullable FailureWords words;

    private AnswerText(String text, String speech) {
        this.text = text;
        this.speech = speech;
    }

    static AnswerText of(List<Piece> pieces) {
        StringBuilder text = new StringBuilder();
        StringBuilder speech = new StringBuilder();
        for (Piece piece : pieces) {
            boolean said =
                    piece.speaker() == Speaker.ASSISTANT
                            || piece.speaker() == Speaker.CALL
                            || piece.speaker() == Speaker.NONE;
            if (said) {
                text.append(piece.text()).append('\n');
                speech.append(piece.speaker() == Speaker.CALL ? "" : piece.text() + "\n");
            }
        }
        return new AnswerText(text.toString(), speech.toString());
    }

    /** All of it. */
    String text() {
        return text;
    }

    /** The same without the calls of tools. */
    String speech() {
        return speech;
    }

    /** As {@link FailureWords#mention}. */
    boolean mentions(FactSet error, FactSet known, boolean absent) {
        FailureWords read = words;
        if (read == null) {
            read = new FailureWords(text);
            words = read;
        }
        return read.mention(error, known, absent);
    }
}
