package io.agtrace.render.compare;

import io.agtrace.render.failure.MarkdownText;

import java.io.IOException;
import java.util.List;

/** A table in Markdown; the first column is text, the others are numbers. */
final class MarkdownTable {
    private final Appendable out;

    MarkdownTable(Appendable out) {
        this.out = out;
    }

    /** Begins the table, behind an empty line. */
    MarkdownTable head(List<String> names) throws IOException {
        out.append('\n');
        row(names);
        out.append("|---").append("|--:".repeat(names.size() - 1)).append("|\n");
        return this;
    }

    MarkdownTable row(List<String> cells) throws IOException {
        out.append('|');
        for (String cell : cells) {
            out.append(' ').append(MarkdownText.cell(cell)).append(" |");
        }
        out.append('\n');
        return this;
    }
}
