package io.agtrace.cli;

import picocli.CommandLine.Option;

/** How results are written by commands that have no form of their own. */
final class OutputOptions extends DisplayOptions {
    /** The forms of a result. */
    enum Form {
        text,
        json,
        jsonl
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "Form of the result: ${COMPLETION-CANDIDATES} (default: text).")
    Form form = Form.text;

    @Option(names = "--json", description = "The same as -o json.")
    boolean json;

    Form form() {
        return json && form == Form.text ? Form.json : form;
    }
}
