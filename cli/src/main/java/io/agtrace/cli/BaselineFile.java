package io.agtrace.cli;

import io.agtrace.analyzers.check.Baseline;
import io.agtrace.analyzers.ingest.json.JsonTree;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.render.check.CheckJson;
import io.agtrace.render.text.Escapes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The file of a baseline: an earlier {@code check -o json} or {@code jsonl} report. */
final class BaselineFile {
    private static final List<String> LISTS = List.of("workflows", "defects", "overall");

    /** A report holds workflows, and these problems. */
    private static final int DEPTH = 3;

    private BaselineFile() {}

    /**
     * Reads it.
     *
     * @throws Failure where it is no such report
     */
    static Baseline read(Path path, String name) {
        String text;
        try {
            text = Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--baseline: there is no file " + Escapes.line(name),
                    "--update-baseline makes it.");
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--baseline: cannot read " + Escapes.line(name) + ": " + e.getMessage(),
                    "");
        }
        Set<String> fingerprints = new HashSet<>();
        boolean found = false;
        AnyValue whole = JsonTree.parse(text);
        if (whole != null) {
            found = collect(whole, fingerprints);
        } else {
            for (String line : text.lines().toList()) {
                AnyValue one = JsonTree.parse(line);
                if (one == null && !line.isBlank()) {
                    throw noReport(name);
                }
                found |= one != null && collect(one, fingerprints);
            }
        }
        if (!found) {
            throw noReport(name);
        }
        return new Baseline(fingerprints);
    }

    private static Failure noReport(String name) {
        return new Failure(
                ExitCode.USAGE,
                "--baseline: " + Escapes.line(name) + " is no report of agtrace check",
                "'agtrace check -o json' and --update-baseline write one.");
    }

    /** Takes the fingerprints of a report; false where it is none. */
    private static boolean collect(AnyValue report, Set<String> fingerprints) {
        if (!(report instanceof KvlistValue(var fields))
                || !String.valueOf(fields.get("schema")).equals(CheckJson.SCHEMA)) {
            return false;
        }
        problems(report, fingerprints, DEPTH);
        return true;
    }

    private static void problems(AnyValue value, Set<String> fingerprints, int depth) {
        if (depth == 0 || !(value instanceof KvlistValue(var fields))) {
            return;
        }
        AnyValue fingerprint = fields.get("fingerprint");
        if (fingerprint != null) {
            fingerprints.add(fingerprint.toString());
            return;
        }
        for (String list : LISTS) {
            if (fields.get(list) instanceof ArrayValue(List<AnyValue> items)) {
                items.forEach(each -> problems(each, fingerprints, depth - 1));
            }
        }
    }
}
