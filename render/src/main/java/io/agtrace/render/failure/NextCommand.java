package io.agtrace.render.failure;

import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.Workflow;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The command that shows where a hypothesis has its cause, ready to be pasted into a shell. */
public final class NextCommand {
    private static final int MOST_FILES = 4;
    private static final String IN_ARCHIVE = "!";
    private static final Pattern HARMLESS = Pattern.compile("[\\p{Alnum}_./:=@%+,-]+");
    private static final Pattern PLAIN_ID = Pattern.compile("\\p{Alnum}[\\p{Alnum}_./:@-]*");

    private final List<String> named;
    private final boolean several;

    /**
     * @param named the inputs as the user named them; {@code -} for standard input
     * @param several whether there is more than one workflow in them
     */
    public NextCommand(List<String> named, boolean several) {
        this.named = List.copyOf(named);
        this.several = several;
    }

    /** The words of the command, each quoted where a shell needs it. */
    public List<String> words(Workflow workflow, int node) {
        Span span = workflow.tree().span(node);
        List<String> words = new ArrayList<>(List.of("agtrace", "inspect"));
        for (String file : files(workflow.tree(), span)) {
            words.add(quoted(file.startsWith("-") && !file.equals("-") ? "./" + file : file));
        }
        if (several) {
            String id = workflow.summary().id();
            boolean plain = PLAIN_ID.matcher(id).matches();
            words.add(plain ? "--workflow" : "--trace");
            words.add(plain ? id : span.traceId().toString());
        }
        words.add("--around");
        words.add(span.spanId().toString());
        return words;
    }

    /** The command on one line. */
    public String line(Workflow workflow, int node) {
        return String.join(" ", words(workflow, node));
    }

    /** The files that the workflow stands in, the span's own first. */
    private List<String> files(SpanTree tree, Span span) {
        Set<String> files = new LinkedHashSet<>();
        add(files, span);
        for (int node = 0; node < tree.size() && files.size() <= MOST_FILES; node++) {
            add(files, tree.span(node));
        }
        if (files.isEmpty() || files.size() > MOST_FILES && named.size() <= MOST_FILES) {
            return named;
        }
        return files.stream().limit(MOST_FILES).toList();
    }

    private void add(Set<String> files, Span span) {
        String source = span.origin().source();
        if (source.isEmpty()) {
            return;
        }
        if (named.contains(source)) {
            files.add(source);
            return;
        }
        int archive = source.indexOf(IN_ARCHIVE);
        String file = archive > 0 ? source.substring(0, archive) : source;
        files.add(named.equals(List.of("-")) ? "-" : file);
    }

    private static String quoted(String word) {
        return HARMLESS.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
