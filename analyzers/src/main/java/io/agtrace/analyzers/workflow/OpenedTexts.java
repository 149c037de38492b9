package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.ingest.json.JsonTree;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The texts of one run, each decoded and parsed once for all who look at it, as long as there is
 * room: all of a small run, of a large one what was looked at last. For one thread at a time.
 */
public final class OpenedTexts {
    /** Characters that are remembered, with the trees made of them. */
    private static final int ROOM = 1 << 22;

    /** What is longer, in bytes as recorded, is no document that anybody takes for JSON. */
    public static final int LONGEST = 1 << 20;

    private static final int ENTRY = 100;
    private static final int SHORTEST_FENCED = 7;

    private final IdentityHashMap<Text, Opened> opened = new IdentityHashMap<>();

    /** By their content: an answer is recorded again as what its agent and its run gave back. */
    private final Map<String, Opened> alike = new HashMap<>();

    private int taken;

    /** A text that was decoded, and the JSON in it once somebody asked for that. */
    private static final class Opened {
        final String text;
        boolean isParsed;
        @Nullable AnyValue json;
        boolean isUnfenced;
        @Nullable AnyValue fenced;

        Opened(String text) {
            this.text = text;
        }
    }

    /** The text, decoded. */
    public String text(Text text) {
        return text.isHeld() ? text.toString() : opened(text).text;
    }

    /** The text, where it is at hand or was decoded for somebody; else null. */
    public @Nullable String decoded(Text text) {
        if (text.isHeld()) {
            return text.toString();
        }
        Opened known = opened.get(text);
        return known == null ? null : known.text;
    }

    /**
     * The JSON object or list that the text is, white space around it aside.
     *
     * @return null where it is none
     */
    public @Nullable AnyValue json(Text text) {
        if (text.recordedLength() > LONGEST || text.recordedLength() < 2) {
            return null;
        }
        if (text.isHeld() && !JsonTree.isBracketed(text.toString())) {
            return null;
        }
        Opened known = opened(text);
        if (!known.isParsed) {
            known.json = JsonTree.document(known.text);
            known.isParsed = true;
        }
        return known.json;
    }

    /** Likewise, also where it stands in a Markdown fence. */
    public @Nullable AnyValue fenced(Text text) {
        AnyValue json = json(text);
        if (json != null || text.recordedLength() > LONGEST) {
            return json;
        }
        String content = text(text);
        if (content.indexOf("```") < 0) {
            return null;
        }
        Opened known = opened(text);
        if (!known.isUnfenced) {
            known.fenced = JsonTree.document(unfenced(known.text.strip()));
            known.isUnfenced = true;
        }
        return known.fenced;
    }

    private static String unfenced(String text) {
        if (!text.startsWith("```") || !text.endsWith("```") || text.length() < SHORTEST_FENCED) {
            return "";
        }
        int line = text.indexOf('\n');
        return line < 0 ? "" : text.substring(line + 1, text.length() - 3);
    }

    private Opened opened(Text text) {
        Opened known = opened.get(text);
        if (known == null) {
            String content = text.toString();
            takeRoom(ENTRY);
            known = alike.get(content);
            if (known == null) {
                takeRoom(content.length());
                known = new Opened(content);
                alike.put(content, known);
            }
            opened.put(text, known);
        }
        return known;
    }

    /** Forgets all texts where there is no room for another. */
    private void takeRoom(int length) {
        if (taken + length > ROOM) {
            opened.clear();
            alike.clear();
            taken = 0;
        }
        taken += length;
    }
}
