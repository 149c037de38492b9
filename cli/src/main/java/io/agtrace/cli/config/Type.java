package io.agtrace.cli.config;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a key may hold: reads it, describes it in a JSON Schema, and gives it back as JSON.
 *
 * @param <T> what it is read as
 */
public abstract sealed class Type<T> permits ScalarType, ListType, Section {
    /** The longest list; more is a mistake of a generator. */
    private static final int MOST_ITEMS = 100;

    /** Of longer lists of words a message gives the nearest one only. */
    private static final int MOST_WORDS = 12;

    Type() {}

    /** Reads a value; null where it is none of this type, which is then among the problems. */
    abstract @Nullable T read(String key, YamlNode node, Problems problems);

    /** Keywords of a JSON Schema that all documents for which {@link #read} succeeds satisfy. */
    abstract Map<String, Object> schema();

    /** The value as JSON: text, number, truth value, or a list of them. */
    abstract Object json(T value);

    /** Text that is not blank. */
    public static Type<String> text() {
        return new ScalarType<>(
                "text",
                scalar -> scalar.mayBeText() && !scalar.text().isBlank() ? scalar.text() : null,
                fields("type", "string", "pattern", "\\S"),
                text -> text);
    }

    /** A truth value. */
    public static Type<Boolean> flag() {
        return new ScalarType<>(
                "true or false",
                scalar -> scalar.mayBeTyped() ? Scalars.flag(scalar.text()) : null,
                fields("type", "boolean"),
                flag -> flag);
    }

    /** A truth value that may be written as {@code on} or {@code off}, too. */
    public static Type<Boolean> onOff() {
        return new ScalarType<>(
                "on or off",
                scalar ->
                        switch (scalar.text()) {
                            case "on" -> true;
                            case "off" -> false;
                            default -> scalar.mayBeTyped() ? Scalars.flag(scalar.text()) : null;
                        },
                fields("enum", List.of("on", "off", true, false)),
                on -> on ? "on" : "off");
    }

    /** A whole number between two bounds, both included. */
    public static Type<Long> whole(long least, long most) {
        BigInteger from = BigInteger.valueOf(least);
        BigInteger to = BigInteger.valueOf(most);
        return new ScalarType<>(
                "a whole number from " + least + " to " + most,
                scalar -> {
                    BigDecimal number = scalar.mayBeTyped() ? Scalars.number(scalar.text()) : null;
                    if (number == null || number.stripTrailingZeros().scale() > 0) {
                        return null;
                    }
                    BigInteger whole = number.toBigInteger();
                    boolean fits = whole.compareTo(from) >= 0 && whole.compareTo(to) <= 0;
                    return fits ? whole.longValue() : null;
                },
                fields("type", "integer", "minimum", least, "maximum", most),
                number -> number);
    }

    /** A number between two bounds, both included. */
    public static Type<Double> number(double least, double most) {
        return new ScalarType<>(
                "a number from " + plain(least) + " to " + plain(most),
                scalar -> {
                    BigDecimal number = scalar.mayBeTyped() ? Scalars.number(scalar.text()) : null;
                    double value = number == null ? Double.NaN : number.doubleValue();
                    return value >= least && value <= most ? value : null;
                },
                fields("type", "number", "minimum", least, "maximum", most),
                number -> number);
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** A length of time. */
    public static Type<Duration> length() {
        return new ScalarType<>(
                "a length of time such as 250ms, 3s, 1.5m, 2h or 7d",
                scalar ->
                        scalar.text().matches(Lengths.PATTERN)
                                ? Lengths.parse(scalar.text())
                                : null,
                fields("type", "string", "pattern", Lengths.PATTERN),
                Lengths::text);
    }

    /** One of a few words: the names of constants in lower case, with hyphens. */
    public static <E extends Enum<E>> Type<E> choice(List<E> constants) {
        List<String> words = constants.stream().map(Type::word).toList();
        return new ScalarType<>(
                "one of " + String.join(", ", words),
                scalar -> {
                    int index = words.indexOf(scalar.text());
                    return index < 0 ? null : constants.get(index);
                },
                fields("enum", words),
                Type::word);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One of a few words. */
    public static Type<String> word(List<String> words) {
        return new ScalarType<>(
                words.size() > MOST_WORDS
                        ? "a word of the list"
                        : "one of " + String.join(", ", words),
                scalar -> words.contains(scalar.text()) ? scalar.text() : null,
                scalar -> {
                    String nearest = NearestName.of(scalar.text(), words);
                    return nearest.isEmpty() ? "" : "The nearest is '" + nearest + "'.";
                },
                fields("enum", words),
                word -> word);
    }

    /** A day, such as 2026-12-31. */
    public static Type<LocalDate> day() {
        return new ScalarType<>(
                "a day such as 2026-12-31",
                scalar -> {
                    try {
                        return LocalDate.parse(scalar.text());
                    } catch (DateTimeParseException e) {
                        return null;
                    }
                },
                fields("type", "string", "format", "date"),
                LocalDate::toString);
    }

    /** A share: a number from 0 to 1, or 0% to 100%. */
    public static Type<Double> share() {
        return new ScalarType<>(
                "a share such as 0.9 or 90%",
                scalar -> {
                    String text = scalar.text().strip();
                    boolean percent = text.endsWith("%");
                    BigDecimal number =
                            Scalars.number(
                                    percent ? text.substring(0, text.length() - 1).strip() : text);
                    double value =
                            number == null
                                    ? Double.NaN
                                    : number.doubleValue() / (percent ? 100 : 1);
                    return value >= 0 && value <= 1 ? value : null;
                },
                fields(
                        "anyOf",
                        List.of(
                                fields("type", "number", "minimum", 0, "maximum", 1),
                                fields("type", "string", "pattern", "^[0-9.]+ *%$"))),
                share -> share);
    }

    /** A list that is not empty; one item may stand for the list of it. */
    public static <T> Type<List<T>> oneOrMore(Type<T> item) {
        return oneOrMore(item, MOST_ITEMS);
    }

    /** The same, of so many items at most. */
    static <T> Type<List<T>> oneOrMore(Type<T> item, int most) {
        return new ListType<>(item, most);
    }

    /** A JSON object, from names and values in turn. */
    static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
