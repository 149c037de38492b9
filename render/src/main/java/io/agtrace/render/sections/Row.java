package io.agtrace.render.sections;

import io.agtrace.render.text.Style;
import io.agtrace.render.text.Table.Cell;

import java.util.ArrayList;
import java.util.List;

/** One row of a table in the making, cell by cell. */
final class Row {
    private final List<Cell> cells = new ArrayList<>();

    Row cell(Style style, String text) {
        cells.add(new Cell(style, text));
        return this;
    }

    Row cell(Parts parts) {
        cells.add(new Cell(parts.list()));
        return this;
    }

    Row cell(String text) {
        return cell(Style.PLAIN, text);
    }

    List<Cell> cells() {
        return cells;
    }

    /** A cell in the making, part by part. */
    static final class Parts {
        private final List<Cell.Part> parts = new ArrayList<>();

        Parts add(Style style, String text) {
            if (!text.isEmpty()) {
                parts.add(new Cell.Part(style, text));
            }
            return this;
        }

        Parts add(String text) {
            return add(Style.PLAIN, text);
        }

        Parts addAll(Parts others) {
            parts.addAll(others.parts);
            return this;
        }

        /** Two blanks, unless the cell is empty so far. */
        Parts gap() {
            return add(parts.isEmpty() ? "" : "  ");
        }

        boolean isEmpty() {
            return parts.isEmpty();
        }

        List<Cell.Part> list() {
            return parts;
        }
    }
}
