package io.agtrace.analyzers.rules;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The pages that explain the rules, in Markdown. */
public final class RulePages {
    private RulePages() {}

    /** The page of a registered rule; null where it has none. */
    public static @Nullable String of(RuleInfo rule) {
        try (InputStream page = RulePages.class.getResourceAsStream("pages/" + rule.id() + ".md")) {
            return page == null ? null : new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
