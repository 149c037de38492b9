package io.agtrace.render.text;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.workflow.Outcome;
import io.agtrace.analyzers.workflow.SpanTree.Placement;

/** The signs of the views, each one column wide unless it says otherwise, in two alphabets. */
public enum Glyphs {
    UNICODE,
    ASCII;

    private String of(String unicode, String ascii) {
        return this == UNICODE ? unicode : ascii;
    }

    public String ellipsis() {
        return of("…", "...");
    }

    public String failed() {
        return of("✗", "!");
    }

    public String times() {
        return of("×", "x");
    }

    public String dot() {
        return of(" · ", " - ");
    }

    public String arrow() {
        return of("→", "->");
    }

    public String cameFrom() {
        return of("←", "<-");
    }

    /** Two columns: a child with siblings behind it; {@code skips} when levels are left out. */
    public String branch(boolean skips) {
        return skips ? of("├╌", "|~") : of("├─", "|-");
    }

    /** Two columns: the last child. */
    public String lastBranch(boolean skips) {
        return skips ? of("└╌", "`~") : of("└─", "`-");
    }

    /** Two columns: a level that goes on below. */
    public String trunk() {
        return of("│ ", "| ");
    }

    /** Stands before the number of a depth that is not drawn. */
    public String deep() {
        return of("┊", ":");
    }

    public String folded(boolean loop) {
        return loop ? of("↻", "%") : of("≡", "=");
    }

    public String match() {
        return of("▸", "*");
    }

    public String unended() {
        return of("›", ">");
    }

    public String kind(OperationKind kind) {
        return switch (kind) {
            case WORKFLOW -> of("■", "W");
            case AGENT -> of("◆", "A");
            case MODEL_CALL -> of("✦", "M");
            case TOOL_CALL -> of("⚒", "T");
            case RETRIEVAL -> of("◎", "R");
            case HANDOFF -> of("⇄", "H");
            case DECISION -> of("◇", "D");
            case GUARDRAIL -> of("⊘", "G");
            case EVALUATION -> of("✓", "E");
            case PLAN -> of("☰", "P");
            case CHAIN -> of("○", "C");
            case QUEUE_SEND -> of("»", ">");
            case QUEUE_RECEIVE -> of("«", "<");
            case OTHER -> of("∙", ".");
        };
    }

    public Style kindStyle(OperationKind kind) {
        return switch (kind) {
            case WORKFLOW -> Style.WORKFLOW;
            case AGENT -> Style.AGENT;
            case MODEL_CALL -> Style.MODEL;
            case TOOL_CALL -> Style.TOOL;
            case RETRIEVAL -> Style.RETRIEVAL;
            case HANDOFF, DECISION, PLAN -> Style.HANDOFF;
            case GUARDRAIL, EVALUATION -> Style.CHECK;
            case QUEUE_SEND, QUEUE_RECEIVE -> Style.QUEUE;
            case CHAIN, OTHER -> Style.MUTED;
        };
    }

    /** Empty for a span that stands where it says it belongs. */
    public String placement(Placement placement) {
        return switch (placement) {
            case ROOT, PARENT -> "";
            case PLACEHOLDER -> of("◌", "o");
            case EVIDENCE -> of("≈", "^");
            case TIME -> of("~", "~");
            case CYCLE -> of("↺", "@");
            case ORPHAN -> of("?", "?");
        };
    }

    public String outcome(Outcome outcome) {
        return switch (outcome) {
            case OK -> of("✓", "+");
            case SUSPECT -> of("▲", "~");
            case FAILED -> failed();
            case UNKNOWN -> "?";
        };
    }

    public Style outcomeStyle(Outcome outcome) {
        return switch (outcome) {
            case OK -> Style.GOOD;
            case SUSPECT -> Style.WARN;
            case FAILED -> Style.BAD_STRONG;
            case UNKNOWN -> Style.MUTED;
        };
    }
}
