package io.agtrace.render.sections;

import org.jspecify.annotations.Nullable;

/** A part of what {@code inspect} can show, in the order in which the parts are shown. */
public enum View {
    WATERFALL("waterfall", "every span on a time axis"),
    AGENTS("agents", "calls, tokens and times of each agent"),
    DECISIONS("decisions", "what was decided, why, and what followed"),
    MESSAGES("messages", "what agents handed to each other, and how it got there"),
    LOOPS("loops", "loops, retries and fallbacks"),
    JOINS("joins", "branches at the same time, and what waited for them"),
    PATH("path", "what the run's duration is made of"),
    BUDGETS("budgets", "limits on time"),
    QUALITY("quality", "evaluations, scores and guardrails"),
    CONTEXT("context", "versions of the shared context that were used");

    private final String label;
    private final String meaning;

    View(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    /** How a user names it. */
    public String label() {
        return label;
    }

    /** What it shows, for help texts. */
    public String meaning() {
        return meaning;
    }

    /** The view of that label, or null. */
    public static @Nullable View of(String label) {
        for (View view : values()) {
            if (view.label.equals(label)) {
                return view;
            }
        }
        return null;
    }
}
