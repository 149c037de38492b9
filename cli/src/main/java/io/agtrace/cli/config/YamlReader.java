package io.agtrace.cli.config;

import io.agtrace.cli.config.YamlNode.Field;
import io.agtrace.cli.config.YamlNode.Fields;
import io.agtrace.cli.config.YamlNode.Items;
import io.agtrace.cli.config.YamlNode.Scalar;
import io.agtrace.cli.config.YamlNode.Style;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Reads one YAML document as plain data with places. What a configuration has no use for and an
 * attacker has (anchors, aliases, tags, deep nesting) is refused where it stands. The only class
 * that knows the YAML library.
 */
final class YamlReader {
    private static final int DEEPEST = 32;

    private final String source;
    private final String text;
    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable YamlNode root;

    /** A list or mapping whose end is not reached. */
    private static final class Open {
        final Place place;
        final boolean mapping;
        final List<YamlNode> items = new ArrayList<>();
        final List<Field> fields = new ArrayList<>();
        @Nullable Scalar key;

        Open(Place place, boolean mapping) {
            this.place = place;
            this.mapping = mapping;
        }

        YamlNode closed() {
            return mapping ? new Fields(fields, place) : new Items(items, place);
        }
    }

    private YamlReader(String source, String text) {
        this.source = source;
        this.text = text;
    }

    /**
     * The document; null where the text holds none.
     *
     * @param source what messages call the text
     * @throws ConfigurationException where the text is no YAML, or of a kind that is refused
     */
    static @Nullable YamlNode read(String source, String text) {
        YamlReader reader = new YamlReader(source, text);
        try {
            reader.read();
        } catch (MarkedYamlEngineException e) {
            throw reader.malformed(e);
        } catch (ReaderException e) {
            throw new ConfigurationException(
                    reader.placeOf(e.getPosition()),
                    String.format("the character U+%04X is not allowed", e.getCodePoint()));
        } catch (YamlVersionException e) {
            throw new ConfigurationException(
                    new Place(source, 1, 1), "a version of YAML that is not known; write 1.2");
        } catch (YamlEngineException e) {
            throw new ConfigurationException(
                    new Place(source, 1, 1), "not YAML: " + e.getMessage());
        }
        return reader.root;
    }

    private ConfigurationException malformed(MarkedYamlEngineException e) {
        Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
        String problem = e.getProblem() == null ? "malformed" : e.getProblem();
        String context = e.getContext() == null ? "" : " (" + e.getContext() + startOf(e) + ")";
        return new ConfigurationException(place(mark), "not YAML: " + problem + context);
    }

    private static String startOf(MarkedYamlEngineException e) {
        return e.getContextMark().map(mark -> " from line " + (mark.getLine() + 1)).orElse("");
    }

    private void read() {
        LoadSettings settings = LoadSettings.builder().setLabel(source).build();
        Iterator<Event> events = new Parse(settings).parseString(text).iterator();
        boolean started = false;
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof DocumentStartEvent) {
                if (started) {
                    throw refused(event, "a second document; the file holds one");
                }
                started = true;
            }
            take(event);
        }
    }

    private void take(Event event) {
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            String what = event instanceof AliasEvent ? "an alias (*)" : "an anchor (&)";
            throw refused(event, what + " is not supported; write the value itself");
        }
        switch (event) {
            case ScalarEvent scalar -> {
                refuseTag(event, scalar.getTag());
                Style style = scalar.isPlain() ? Style.PLAIN : Style.QUOTED;
                add(new Scalar(scalar.getValue(), style, place(event)));
            }
            case MappingStartEvent mapping -> open(event, mapping.getTag(), true);
            case SequenceStartEvent sequence -> open(event, sequence.getTag(), false);
            case MappingEndEvent end -> add(open.removeLast().closed());
            case SequenceEndEvent end -> add(open.removeLast().closed());
            default -> {}
        }
    }

    private void open(Event event, Optional<String> tag, boolean mapping) {
        refuseTag(event, tag);
        if (open.size() == DEEPEST) {
            throw refused(event, "nested deeper than " + DEEPEST + " levels");
        }
        Open parent = open.peekLast();
        if (parent != null && parent.mapping && parent.key == null) {
            throw refused(event, "a key must be a word, not a list or mapping");
        }
        open.addLast(new Open(place(event), mapping));
    }

    private void add(YamlNode node) {
        Open parent = open.peekLast();
        if (parent == null) {
            root = node;
        } else if (!parent.mapping) {
            parent.items.add(node);
        } else if (parent.key == null) {
            parent.key = (Scalar) node;
        } else {
            parent.fields.add(new Field(parent.key, node));
            parent.key = null;
        }
    }

    private void refuseTag(Event event, Optional<String> tag) {
        if (tag.isPresent()) {
            throw refused(event, "a tag (!) is not supported; leave it out");
        }
    }

    private ConfigurationException refused(Event event, String what) {
        return new ConfigurationException(place(event), what);
    }

    private Place place(Event event) {
        return place(event.getStartMark());
    }

    private Place place(Optional<Mark> mark) {
        return new Place(
                source,
                mark.map(Mark::getLine).orElse(0) + 1,
                mark.map(Mark::getColumn).orElse(0) + 1);
    }

    /** The place of a code point of the text. */
    private Place placeOf(int codePoints) {
        int most = text.codePointCount(0, text.length());
        int end = text.offsetByCodePoints(0, Math.clamp(codePoints, 0, most));
        return placeAfter(source, text.substring(0, end));
    }

    /** The place behind a text. */
    static Place placeAfter(String source, String before) {
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        String line = before.substring(before.lastIndexOf('\n') + 1);
        return new Place(source, lines + 1, line.codePointCount(0, line.length()) + 1);
    }
}
