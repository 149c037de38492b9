package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.MalformedInput;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the first reader that recognises an input reads from it. */
record Reading(SpanReader reader, List<Span> spans, IngestReport report) {
    static Reading of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static Reading of(byte[] bytes) {
        ByteInput in = ByteInput.of("in", bytes);
        return read(readerOf(head(bytes)), in);
    }

    /** The same bytes from a stream that gives a few at a time and cannot be read again. */
    static Reading trickled(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        InputStream slow =
                new ByteArrayInputStream(bytes) {
                    @Override
                    public synchronized int read(byte[] into, int offset, int length) {
                        return super.read(into, offset, Math.min(length, 7));
                    }
                };
        return read(readerOf(head(bytes)), ByteInput.of("in", slow, null));
    }

    static Reading with(SpanReader reader, String text) {
        return with(reader, text.getBytes(StandardCharsets.UTF_8));
    }

    /** What a reader reads that was not asked; one that gives up has read what came before. */
    static Reading with(SpanReader reader, byte[] bytes) {
        return read(reader, ByteInput.of("in", bytes));
    }

    private static Reading read(SpanReader reader, ByteInput in) {
        List<Span> spans = new ArrayList<>();
        IngestReport report = new IngestReport();
        try (in) {
            reader.read(in, spans::add, report);
        } catch (MalformedInput e) {
            report.lost("in", e.offset(), e.reason());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Reading(reader, spans, report);
    }

    static Head head(byte[] bytes) {
        try {
            return ByteInput.of("in", bytes).head(Head.SIZE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SpanReader readerOf(Head head) {
        for (SpanReader reader : VendorReaders.inOrder()) {
            if (reader.recognises(head)) {
                return reader;
            }
        }
        throw new AssertionError("no reader recognises the input");
    }

    static boolean recognised(Head head) {
        return VendorReaders.inOrder().stream().anyMatch(reader -> reader.recognises(head));
    }

    Span span(String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span " + name + " in " + spans));
    }

    List<String> names() {
        return spans.stream().map(Span::name).toList();
    }

    /** Reasons of what was lost, with their offsets. */
    List<String> lost() {
        return damage(true);
    }

    List<String> repaired() {
        return damage(false);
    }

    private List<String> damage(boolean lost) {
        return report.tallies().stream()
                .filter(tally -> tally.lost() == lost)
                .flatMap(tally -> tally.places().stream())
                .map(place -> place.offset() + ": " + place.reason())
                .toList();
    }

    static Id hex(String digits) {
        Id id = digits.length() > 16 ? Id.trace(digits) : Id.span(digits);
        if (id == null) {
            throw new AssertionError("no id: " + digits);
        }
        return id;
    }
}
