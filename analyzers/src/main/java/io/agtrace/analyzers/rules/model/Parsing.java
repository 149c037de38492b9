package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.ingest.json.JsonTree;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.regex.Pattern;

/** What parsers say, and whether they are right. */
final class Parsing {
    private static final int LONGEST = 1 << 20;
    private static final int LONGEST_ERROR = 4000;

    /** Steps that follow a model call within so many spans may be its parser. */
    private static final int NEAR = 64;

    /** Messages of parsers and validators; they come from libraries, not from users. */
    private static final Pattern COMPLAINT =
            Pattern.compile(
                    "\\bpars(?:e|er|ing)\\b|\\bjson|unterminated|unexpected"
                        + " (?:token|end|character|eof)|expecting"
                        + " (?:value|property|',')|\\bdecod(?:e|ing)|deseriali[sz]|invalid_type|\\bvalidation"
                        + " error|did not match (?:the )?(?:expected )?schema|schema"
                        + " validation|output_parsing|not valid (?:json|xml|yaml)|no object"
                        + " generated",
                    Pattern.CASE_INSENSITIVE);

    private Parsing() {}

    static boolean complains(String error) {
        String start = error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) : error;
        return COMPLAINT.matcher(start).find();
    }

    /** Whether a text begins as JSON (a Markdown fence aside) and is none. */
    static boolean isBrokenJson(String text) {
        String json = text.strip();
        if (json.startsWith("```")) {
            int line = json.indexOf('\n');
            json = line < 0 ? "" : json.substring(line + 1).strip();
            int fence = json.lastIndexOf("```");
            json = fence < 0 ? json : json.substring(0, fence).strip();
        }
        return begins(json) && json.length() < LONGEST && JsonTree.parse(json) == null;
    }

    private static boolean begins(String text) {
        return text.startsWith("{") && text.indexOf('"') >= 0 && text.indexOf('"') < 80
                || text.startsWith("[")
                        && text.length() > 1
                        && text.substring(1).strip().startsWith("{");
    }

    /** The innermost failed step right after a model call that complains of its text; else -1. */
    static int failureAfter(Run run, int model) {
        SpanTree tree = run.tree();
        int seen = 0;
        for (int node = tree.subtreeEnd(model); node < tree.size() && seen < NEAR; node++, seen++) {
            if (run.kind(node) == OperationKind.MODEL_CALL
                    && tree.startNanos(node) >= tree.endNanos(model)) {
                return -1;
            }
            if (isParser(run, node) && tree.startNanos(node) >= tree.endNanos(model) - 2_000_000) {
                return node;
            }
        }
        return -1;
    }

    /** Whether a step that calls no model and no tool failed with a parser's complaint. */
    static boolean isParser(Run run, int node) {
        OperationKind kind = run.kind(node);
        if (!run.facts(node).failed()
                || kind == OperationKind.MODEL_CALL
                || kind == OperationKind.TOOL_CALL
                || !complains(run.facts(node).errorMessage())) {
            return false;
        }
        SpanTree tree = run.tree();
        int end = tree.subtreeEnd(node);
        for (int child = node + 1; child < end; child++) {
            if (run.facts(child).failed() || run.kind(child) == OperationKind.MODEL_CALL) {
                return false;
            }
        }
        return true;
    }
}
