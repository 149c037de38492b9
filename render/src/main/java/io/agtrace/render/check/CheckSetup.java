package io.agtrace.render.check;

import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.render.text.Screen;

/**
 * What writers of the gate's result know beside the result.
 *
 * @param report what was skipped while reading
 * @param screen where text will be seen
 * @param showSuppressed whether forms for people show suppressed problems too
 * @param version of the program, such as {@code 1.2.0}
 * @param folder the absolute working directory, to which forms that name files in a repository make
 *     absolute names relative; empty to leave them
 */
public record CheckSetup(
        IngestReport report,
        Screen screen,
        boolean showSuppressed,
        String version,
        String folder) {}
