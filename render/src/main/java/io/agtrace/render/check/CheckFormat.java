package io.agtrace.render.check;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The forms in which the gate's result can be written. */
public enum CheckFormat {
    TEXT("for people"),
    JSON("one document"),
    JSONL("one line a workflow"),
    SARIF("SARIF 2.1.0, for code scanning"),
    JUNIT("a test report"),
    GITHUB("annotations of GitHub Actions"),
    SUMMARY("Markdown for a job's summary"),
    GITLAB("a GitLab code quality report"),
    TAP("Test Anything Protocol 14");

    private final String meaning;

    CheckFormat(String meaning) {
        this.meaning = meaning;
    }

    /** The form of a name, in whatever case; empty for a name that is none. */
    public static Optional<CheckFormat> of(String name) {
        return Arrays.stream(values())
                .filter(each -> each.label().equalsIgnoreCase(name.strip()))
                .findFirst();
    }

    /** All names. */
    public static List<String> names() {
        return Arrays.stream(values()).map(CheckFormat::label).toList();
    }

    /** The name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it is, in a few words. */
    public String meaning() {
        return meaning;
    }

    /**
     * A writer of this form.
     *
     * @param out gets UTF-8; it is flushed when the result is at its end, and left open
     */
    public CheckWriter to(OutputStream out, CheckSetup setup) throws IOException {
        return switch (this) {
            case TEXT -> new CheckText(text(out), setup);
            case JSON -> new CheckJson(out, setup.report(), false);
            case JSONL -> new CheckJson(out, setup.report(), true);
            case SARIF -> new CheckSarif(out, setup);
            case JUNIT -> new CheckJUnit(text(out), setup);
            case GITHUB -> new CheckGitHub(text(out), setup);
            case SUMMARY -> new CheckSummary(text(out), setup);
            case GITLAB -> new CheckGitLab(out, setup);
            case TAP -> new CheckTap(text(out), setup);
        };
    }

    private static Appendable text(OutputStream out) {
        return new OutputStreamWriter(out, StandardCharsets.UTF_8);
    }
}
