package io.agtrace.analyzers.ingest.search;

import io.agtrace.analyzers.span.Id;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * All ways in which an id or a value may be written in an input. The counterpart of {@link
 * io.agtrace.analyzers.ingest.json.Ids} and {@link Id#trace}: what these read as an id, must be
 * found by one of its spellings here. A spelling may leave out what varies, such as leading zeros,
 * as it only has to lie within what is written.
 *
 * <p>A value with a character that some program escapes in JSON (anything but letters, digits and a
 * few marks), and a number that can be written in several ways, cannot be searched for.
 */
final class Spellings {
    private static final String UNESCAPED = " -_.:@=#,";
    private static final int WIDE_DIGITS = 32;
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
    private static final Pattern NUMBER = Pattern.compile("[-+.0-9][-+.0-9eE]*|NaN|-?Infinity");

    private final boolean binary;
    private final List<Needle> needles = new ArrayList<>();
    private boolean complete = true;

    /**
     * @param binary whether records are protobuf, else JSON
     */
    Spellings(boolean binary) {
        this.binary = binary;
    }

    /** Whether all that was asked for can be found by the needles. */
    boolean complete() {
        return complete;
    }

    List<Needle> needles() {
        return needles;
    }

    private void add(String spelling) {
        add(spelling.getBytes(StandardCharsets.UTF_8), false);
    }

    private void add(byte[] bytes, boolean word) {
        complete &= bytes.length >= NeedleSet.SHORTEST;
        needles.add(new Needle(Needle.folded(bytes), word, word && binary));
    }

    void id(Id id, boolean trace) {
        if (!id.isNumeric()) {
            // An id of too many bytes is read as the text of its digits.
            complete &= !binary && isPlain(id.toString());
            add(id.toString().getBytes(StandardCharsets.UTF_8), true);
            return;
        }
        String digits = id.toString();
        boolean wide = digits.length() == WIDE_DIGITS;
        add(withoutZeros(digits));
        byte[] bytes =
                ByteBuffer.allocate(wide ? 16 : 8)
                        .put(wide ? longs(id.high(), id.low()) : longs(id.low()))
                        .array();
        if (binary) {
            int from = 0;
            while (from < bytes.length - 1 && bytes[from] == 0) {
                from++;
            }
            add(Arrays.copyOfRange(bytes, from, bytes.length), false);
        } else {
            decimals(id, wide);
            base64(bytes);
        }
        if (wide) {
            String uuid = digits.substring(0, 8);
            for (int from = 8; from < 20; from += 4) {
                uuid += '-' + digits.substring(from, from + 4);
            }
            add(uuid + '-' + digits.substring(20));
        }
    }

    private static byte[] longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length);
        for (long value : values) {
            bytes.putLong(value);
        }
        return bytes.array();
    }

    private static String withoutZeros(String digits) {
        int from = 0;
        while (from < digits.length() && digits.charAt(from) == '0') {
            from++;
        }
        return digits.substring(from);
    }

    /** A number of JSON; one that no long holds was read as 128 bits. */
    private void decimals(Id id, boolean wide) {
        String low = Long.toUnsignedString(id.low());
        if (!wide || id.high() == 0) {
            add(low);
            if (id.low() < 0) {
                add(Long.toString(id.low()).substring(1));
            }
        }
        if (wide && id.high() != 0) {
            BigInteger high = new BigInteger(Long.toUnsignedString(id.high()));
            add(high.shiftLeft(64).add(new BigInteger(low)).toString());
        }
    }

    /** Of either alphabet, and with marks escaped as some programs do. */
    private void base64(byte[] bytes) {
        String plain = Base64.getEncoder().encodeToString(bytes);
        String digits = plain.replaceAll("=+$", "");
        String padding = plain.substring(digits.length());
        Set<String> all = new LinkedHashSet<>(List.of(digits));
        all.add(digits.replace('+', '-').replace('/', '_'));
        all.add(digits.replace("/", "\\/"));
        all.add(digits.replace("+", "\\u002b"));
        all.add(digits.replace("/", "\\/").replace("+", "\\u002b"));
        for (String each : all) {
            // Its beginning is enough of the padding, which is not left out where ids are read.
            add(each + padding.charAt(0));
            add(each + "\\u003d");
        }
    }

    void value(String value) {
        complete &= isPlain(value) && !isNumberOfManySpellings(value);
        add(value.getBytes(StandardCharsets.UTF_8), true);
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean plain =
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || UNESCAPED.indexOf(c) >= 0;
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    private boolean isNumberOfManySpellings(String value) {
        if (value.equals("true") || value.equals("false")) {
            return binary;
        }
        boolean whole = WHOLE.matcher(value).matches();
        return whole ? binary : NUMBER.matcher(value).matches();
    }
}
