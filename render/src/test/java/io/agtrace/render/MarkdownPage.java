package io.agtrace.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Markdown as readers of GitHub's kind understand it: with tables, and addresses made links. */
public final class MarkdownPage {
    private static final Parser PARSER =
            Parser.builder()
                    .extensions(List.of(TablesExtension.create(), AutolinkExtension.create()))
                    .build();

    /** What our own forms write as HTML; nothing of it comes from a trace. */
    private static final Pattern OWN_BLOCK =
            Pattern.compile("</details>|<details><summary>[\\d,]+ [a-z ,]+</summary>");

    private static final Pattern MENTION = Pattern.compile("@[\\p{L}\\p{Nd}]|#\\p{Nd}");

    private final List<Node> nodes = new ArrayList<>();

    private MarkdownPage(String markdown) {
        Node node = PARSER.parse(markdown);
        while (node != null) {
            nodes.add(node);
            Node next = node.getFirstChild();
            for (Node at = node; next == null && at != null; at = at.getParent()) {
                next = at.getNext();
            }
            node = next;
        }
    }

    public static MarkdownPage of(String markdown) {
        return new MarkdownPage(markdown);
    }

    /** All nodes of a kind, in order. */
    public <T extends Node> List<T> all(Class<T> kind) {
        return nodes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The words of all headings, without markup. */
    public List<String> headings() {
        return all(Heading.class).stream().map(MarkdownPage::words).toList();
    }

    /** The cells of all tables, row by row, the head first. */
    public List<List<List<String>>> tables() {
        List<List<List<String>>> tables = new ArrayList<>();
        for (Node node : nodes) {
            if (node instanceof TableBlock) {
                tables.add(new ArrayList<>());
            } else if (node instanceof TableRow) {
                tables.getLast().add(cells(node));
            }
        }
        return tables;
    }

    private static List<String> cells(Node row) {
        List<String> cells = new ArrayList<>();
        for (Node at = row.getFirstChild(); at != null; at = at.getNext()) {
            assertThat(at).isInstanceOf(TableCell.class);
            cells.add(words(at));
        }
        return cells;
    }

    /** What is to be read in a node; comments do not show. */
    public static String words(Node node) {
        StringBuilder words = new StringBuilder();
        for (Node at = node.getFirstChild(); at != null; at = at.getNext()) {
            switch (at) {
                case Text text -> words.append(text.getLiteral());
                case Code code -> words.append(code.getLiteral());
                default -> words.append(words(at));
            }
        }
        return words.toString();
    }

    /** No HTML but our own, no link, no image, and nobody is mentioned. */
    public MarkdownPage checkHarmless() {
        assertThat(all(HtmlInline.class))
                .allMatch(html -> html.getLiteral().equals("<!-- -->"), "an empty comment");
        assertThat(all(HtmlBlock.class))
                .allMatch(html -> OWN_BLOCK.matcher(html.getLiteral()).matches(), "our own");
        assertThat(all(Link.class)).isEmpty();
        assertThat(all(Image.class)).isEmpty();
        for (Text text : all(Text.class)) {
            boolean mentions = MENTION.matcher(text.getLiteral()).find();
            assertThat(mentions).as(text.getLiteral()).isFalse();
        }
        return this;
    }
}
