package io.agtrace.render.text;

/**
 * What a piece of text means; the theme decides how that looks. Only the sixteen colours that every
 * terminal lets its user choose are used.
 */
public enum Style {
    PLAIN(""),
    STRONG("1"),
    MUTED("2"),
    HEADING("1"),
    MATCH("1;4"),
    GOOD("32"),
    WARN("33"),
    BAD("31"),
    BAD_STRONG("1;31"),
    WORKFLOW("1;37"),
    AGENT("1;36"),
    MODEL("35"),
    TOOL("34"),
    RETRIEVAL("94"),
    HANDOFF("33"),
    CHECK("32"),
    QUEUE("93");

    private final String sgr;

    Style(String sgr) {
        this.sgr = sgr;
    }

    /** The parameters of the ANSI "select graphic rendition" sequence; empty for none. */
    String sgr() {
        return sgr;
    }
}
