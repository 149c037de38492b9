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
    TEXT("for people", (out, setup) -> new CheckText(text(out), setup)),
    JSON("one document", (out, setup) -> new CheckJson(out, setup.report(), false)),
    JSONL("one line a workflow", (out, setup) -> new CheckJson(out, setup.report(), true)),
    SARIF("SARIF 2.1.0, for code scanning", CheckSarif::new),
    JUNIT("a test report", (out, setup) -> new CheckJUnit(text(out), setup)),
    GITHUB("annotations of GitHub Actions", (out, setup) -> new CheckGitHub(text(out), setup)),
    SUMMARY("Markdown for a job's summary", (out, setup) -> new CheckSummary(text(out), setup)),
    GITLAB("a GitLab code quality report", CheckGitLab::new),
    TAP("Test Anything Protocol 14", (out, setup) -> new CheckTap(text(out), setup));

    private final String meaning;
    private final Maker maker;

    private interface Maker {
        CheckWriter make(OutputStream out, CheckSetup setup) throws IOException;
    }

    CheckFormat(String meaning, Maker maker) {
        this.meaning = meaning;
        this.maker = maker;
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
        return maker.make(out, setup);
    }

    private static Appendable text(OutputStream out) {
        return new OutputStreamWriter(out, StandardCharsets.UTF_8);
    }
}
