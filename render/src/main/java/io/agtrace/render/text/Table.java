package io.agtrace.render.text;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headings, fitted to a width: columns that matter least go first, then wide ones that
 * allow it are narrowed.
 */
public final class Table {
    private static final int GAP = 2;

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    /** A row with the safe texts of those cells that have one part, and the widths of all. */
    private record Shown(List<Cell> cells, @Nullable String[] safe, int[] widths) {}

    /**
     * A column.
     *
     * @param rank 0 for a column that is never dropped; of the others the highest goes first
     * @param narrowest to how many columns it may be narrowed; 0 for as wide as its widest cell
     * @param widest it gets no more than that, however wide the screen
     */
    public record Column(String title, boolean right, int rank, int narrowest, int widest) {}

    /** One cell; its texts may come from a trace. */
    public record Cell(List<Part> parts) {
        /** A text of one style. */
        public record Part(Style style, String text) {}

        public Cell {
            parts = List.copyOf(parts);
        }

        public Cell(Style style, String text) {
            this(List.of(new Part(style, text)));
        }

        public static Cell of(String text) {
            return new Cell(Style.PLAIN, text);
        }

        private String text() {
            StringBuilder text = new StringBuilder();
            for (Part part : parts) {
                text.append(part.text());
            }
            return text.toString();
        }

        private int width(Theme theme) {
            int columns = 0;
            for (Part part : parts) {
                columns += Cells.width(theme.safe(part.text()));
            }
            return columns;
        }
    }

    public Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /** Adds a row of as many cells as there are columns. */
    public void add(List<Cell> row) {
        rows.add(row);
    }

    /** Writes the headings, where there are any, and all rows. */
    public void write(Appendable out, Screen screen) throws IOException {
        List<Shown> shown = new ArrayList<>(rows.size());
        Slices.each(rows.size(), (from, to) -> shown(from, to, screen.theme()))
                .forEach(shown::addAll);
        int[] widths = fit(shown, screen);
        if (!columns.stream().allMatch(column -> column.title().isEmpty())) {
            List<Cell> titles = new ArrayList<>();
            columns.forEach(column -> titles.add(new Cell(Style.HEADING, column.title())));
            StringBuilder head = new StringBuilder();
            line(shown(titles, screen.theme()), widths, screen, head);
            out.append(head);
        }
        for (StringBuilder lines :
                Slices.each(shown.size(), (from, to) -> lines(shown, from, to, widths, screen))) {
            out.append(lines);
        }
    }

    private List<Shown> shown(int from, int to, Theme theme) {
        List<Shown> shown = new ArrayList<>(to - from);
        for (List<Cell> row : rows.subList(from, to)) {
            shown.add(shown(row, theme));
        }
        return shown;
    }

    private Shown shown(List<Cell> row, Theme theme) {
        @Nullable String[] safe = new @Nullable String[columns.size()];
        int[] widths = new int[columns.size()];
        for (int c = 0; c < widths.length; c++) {
            Cell cell = row.get(c);
            if (cell.parts().size() == 1) {
                String text = theme.safe(cell.parts().getFirst().text());
                safe[c] = text;
                widths[c] = Cells.width(text);
            } else {
                widths[c] = cell.width(theme);
            }
        }
        return new Shown(row, safe, widths);
    }

    private StringBuilder lines(List<Shown> shown, int from, int to, int[] widths, Screen screen) {
        StringBuilder lines = new StringBuilder((to - from) * 64);
        for (Shown row : shown.subList(from, to)) {
            line(row, widths, screen, lines);
        }
        return lines;
    }

    private void line(Shown row, int[] widths, Screen screen, StringBuilder out) {
        Line line = new Line(screen.theme(), screen.width(), out);
        for (int c = 0, left = 0; c < widths.length; c++) {
            left = place(line, screen.theme(), left, widths[c], c, row);
        }
        out.append('\n');
    }

    private int place(Line line, Theme theme, int left, int width, int column, Shown row) {
        if (width == 0) {
            return left;
        }
        int end = left + width;
        line.gapTo(left);
        int cells = row.widths()[column];
        if (columns.get(column).right()) {
            line.gapTo(end - cells);
        }
        Cell cell = row.cells().get(column);
        String safe = row.safe()[column];
        if (safe != null) {
            line.addSafe(cell.parts().getFirst().style(), safe, cells, end);
        } else if (cells <= end - line.column()) {
            for (Cell.Part part : cell.parts()) {
                line.add(part.style(), part.text(), end);
            }
        } else {
            cut(line, theme, end, cell);
        }
        line.gapTo(end);
        return end + GAP;
    }

    /** Places a cell of several parts that does not fit. */
    private static void cut(Line line, Theme theme, int end, Cell cell) {
        int least = theme.glyphs().ellipsis().length();
        for (int i = 0; i < cell.parts().size(); i++) {
            Cell.Part part = cell.parts().get(i);
            Cell rest = new Cell(cell.parts().subList(i, cell.parts().size()));
            int room = end - line.column();
            boolean last = Cells.width(theme.safe(part.text())) > room - least;
            if (last && rest.width(theme) > room) {
                // The ellipsis has to follow what is still seen.
                line.add(part.style(), rest.text(), end);
                break;
            }
            line.add(part.style(), part.text(), end);
        }
    }

    /** Widths of all columns; 0 for those that are dropped or have nothing to show. */
    private int[] fit(List<Shown> shown, Screen screen) {
        int[] widths = new int[columns.size()];
        for (Shown row : shown) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], row.widths()[c]);
            }
        }
        for (int c = 0; c < widths.length; c++) {
            widths[c] = Math.min(widths[c], columns.get(c).widest());
        }
        for (int c = 0; c < widths.length; c++) {
            if (widths[c] > 0 || columns.get(c).rank() == 0) {
                widths[c] = Math.max(widths[c], columns.get(c).title().length());
            }
        }
        boolean dropped = true;
        while (dropped && least(widths) > screen.width()) {
            dropped = dropOne(widths);
        }
        int over = total(widths) - screen.width();
        while (over > 0) {
            int widestColumn = -1;
            for (int c = 0; c < widths.length; c++) {
                if (widths[c] > floor(c, widths[c])
                        && (widestColumn < 0 || widths[c] > widths[widestColumn])) {
                    widestColumn = c;
                }
            }
            if (widestColumn < 0) {
                break;
            }
            widths[widestColumn]--;
            over--;
        }
        return widths;
    }

    private int floor(int column, int width) {
        int narrowest = columns.get(column).narrowest();
        return narrowest == 0 ? width : Math.min(width, narrowest);
    }

    private int least(int[] widths) {
        int sum = -GAP;
        for (int c = 0; c < widths.length; c++) {
            sum += widths[c] == 0 ? 0 : floor(c, widths[c]) + GAP;
        }
        return sum;
    }

    private static int total(int[] widths) {
        int sum = -GAP;
        for (int width : widths) {
            sum += width == 0 ? 0 : width + GAP;
        }
        return sum;
    }

    private boolean dropOne(int[] widths) {
        int drop = -1;
        for (int c = 0; c < widths.length; c++) {
            int rank = columns.get(c).rank();
            if (widths[c] > 0 && rank > 0 && (drop < 0 || rank > columns.get(drop).rank())) {
                drop = c;
            }
        }
        if (drop < 0) {
            return false;
        }
        widths[drop] = 0;
        return true;
    }
}
