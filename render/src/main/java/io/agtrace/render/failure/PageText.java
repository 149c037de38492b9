package io.agtrace.render.failure;

import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.render.text.Cells;
import io.agtrace.render.text.Line;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Style;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page of a rule for a terminal. Of Markdown, what such pages use is known: headings,
 * paragraphs, lists, code in lines and in blocks, emphasis, tables.
 */
public final class PageText {
    private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.*?)\\s*#*");
    private static final Pattern ITEM = Pattern.compile("(\\s*)([-*+]|\\d{1,3}[.)])\\s+(.*)");
    private static final Pattern RULER = Pattern.compile("\\|?[\\s:|-]*-[\\s:|-]*\\|[\\s:|-]*");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");
    private static final Pattern STRONG = Pattern.compile("\\*\\*([^*]+)\\*\\*");
    private static final Pattern STARRED =
            Pattern.compile("(?<![\\w*])\\*([^*\\s][^*]*)\\*(?![\\w*])");
    private static final Pattern SLANTED = Pattern.compile("(?<![\\w_])_([^_\\s][^_]*)_(?![\\w_])");
    private static final Pattern UNDERLINE = Pattern.compile("(=+|-{3,})\\s*");
    private static final int DEEPEST = 12;

    private final Screen screen;
    private final Prose prose;
    private final StringBuilder pending = new StringBuilder();
    private String marker = "";
    private int indent;
    private boolean gap;
    private boolean begun;

    private PageText(Screen screen, Appendable out) {
        this.screen = screen;
        this.prose = new Prose(screen, out);
    }

    /** Writes a rule's page under its id and what sort of rule it is. */
    public static void write(RuleInfo rule, String page, Screen screen, Appendable out)
            throws IOException {
        PageText writer = new PageText(screen, out);
        writer.head(rule);
        writer.body(page, rule.id());
    }

    /** Writes what the program itself knows of a rule that has no page. */
    public static void write(RuleInfo rule, Screen screen, Appendable out) throws IOException {
        PageText writer = new PageText(screen, out);
        writer.head(rule);
        StringBuilder page = new StringBuilder(rule.summary() + "\n\n## Needs\n\n" + rule.needs());
        if (!rule.thresholds().isEmpty()) {
            page.append("\n\n## Thresholds\n\n");
        }
        for (Threshold each : rule.thresholds()) {
            String value = BigDecimal.valueOf(each.standard()).stripTrailingZeros().toPlainString();
            page.append("- `").append(each.name()).append("` ").append(value).append(' ');
            page.append(each.unit()).append(": ").append(each.meaning()).append('\n');
        }
        writer.body(page.toString(), rule.id());
    }

    private void head(RuleInfo rule) throws IOException {
        String dot = screen.glyphs().dot();
        Line line = prose.line().add(Style.HEADING, rule.id()).add("  ");
        String tier = rule.tier().label();
        String sort = rule.group().label() + dot + rule.severity().label() + dot + tier;
        prose.put(line.add(Style.MUTED, sort));
        begun = true;
        gap = true;
    }

    private void body(String page, String id) throws IOException {
        boolean code = false;
        boolean first = true;
        for (String line : page.lines().toList()) {
            if (line.stripLeading().startsWith("```")) {
                flush();
                code = !code;
                gap = true;
            } else if (code) {
                verbatim(line);
            } else {
                Matcher heading = HEADING.matcher(line);
                boolean title = first && heading.matches() && plain(heading.group(1)).equals(id);
                if (!title) {
                    line(line);
                }
            }
            first &= line.isBlank();
        }
        flush();
    }

    private void line(String line) throws IOException {
        Matcher heading = HEADING.matcher(line);
        Matcher item = ITEM.matcher(line);
        if (line.isBlank()) {
            flush();
            gap = true;
            indent = 0;
        } else if (heading.matches()) {
            flush();
            heading(heading.group(1));
        } else if (UNDERLINE.matcher(line).matches()) {
            if (!pending.isEmpty() && marker.isEmpty()) {
                heading(pending.toString());
                pending.setLength(0);
            }
        } else if (line.strip().startsWith("|")) {
            flush();
            if (!RULER.matcher(line.strip()).matches()) {
                verbatim(plain(line.strip()));
            }
        } else if (item.matches()) {
            flush();
            marker = Character.isDigit(item.group(2).charAt(0)) ? item.group(2) : "-";
            indent = Math.min(DEEPEST, item.group(1).length()) + marker.length() + 1;
            pending.append(item.group(3).strip());
        } else if (pending.isEmpty() && indent == 0 && line.startsWith("    ")) {
            verbatim(line);
        } else {
            pending.append(pending.isEmpty() ? "" : " ").append(line.strip());
        }
    }

    private void heading(String text) throws IOException {
        gap = true;
        separate();
        prose.text(0, Style.HEADING, plain(text));
    }

    private void flush() throws IOException {
        if (pending.isEmpty()) {
            return;
        }
        separate();
        int markerAt = Math.max(0, indent - marker.length() - 1);
        prose.labelled(markerAt, marker, indent, Style.PLAIN, plain(pending.toString()));
        pending.setLength(0);
        marker = "";
    }

    private void separate() throws IOException {
        if (gap && begun) {
            prose.blank();
        }
        gap = false;
        begun = true;
    }

    private void verbatim(String line) throws IOException {
        separate();
        String safe = screen.theme().safe(line);
        List<String> lines =
                Cells.width(safe) <= screen.width()
                        ? List.of(line)
                        : prose.wrapped(line, prose.width());
        for (String part : lines) {
            prose.put(screen.line().add(part));
        }
    }

    /**
     * The text without the marks of emphasis, links and code, but with what stands in code as it
     * is.
     */
    private static String plain(String text) {
        StringBuilder out = new StringBuilder();
        String[] parts = text.split("`", -1);
        boolean even = parts.length % 2 == 1;
        for (int i = 0; i < parts.length; i++) {
            boolean code = i % 2 == 1 && even;
            out.append(code ? parts[i] : unmarked(parts[i]));
        }
        return out.toString();
    }

    private static String unmarked(String text) {
        String plain = LINK.matcher(text).replaceAll("$1");
        plain = STRONG.matcher(plain).replaceAll("$1");
        plain = STARRED.matcher(plain).replaceAll("$1");
        return SLANTED.matcher(plain).replaceAll("$1");
    }
}
