package io.agtrace.render.sections;

import io.agtrace.analyzers.agents.Verdict.Answer;
import io.agtrace.render.text.Glyphs;
import io.agtrace.render.text.Style;

/** The signs that only the sections use, each one column wide, in two alphabets. */
record Signs(boolean unicode) {
    Signs(Glyphs glyphs) {
        this(glyphs == Glyphs.UNICODE);
    }

    private String of(String good, String plain) {
        return unicode ? good : plain;
    }

    String yes() {
        return of("✓", "+");
    }

    String no() {
        return of("✗", "!");
    }

    String notChecked() {
        return of("·", ".");
    }

    String inferred() {
        return "~";
    }

    String loop() {
        return of("↻", "%");
    }

    String retry() {
        return of("↺", "@");
    }

    String instead() {
        return of("⤷", ">");
    }

    /** The full part of a bar. */
    String bar() {
        return of("█", "#");
    }

    /** The last half column of a bar; empty where there are no halves. */
    String halfBar() {
        return of("▌", "");
    }

    String answer(Answer answer) {
        return switch (answer) {
            case YES -> yes();
            case NO -> no();
            case NOT_CHECKED -> notChecked();
        };
    }

    static Style style(Answer answer) {
        return switch (answer) {
            case YES -> Style.GOOD;
            case NO -> Style.BAD_STRONG;
            case NOT_CHECKED -> Style.MUTED;
        };
    }
}
