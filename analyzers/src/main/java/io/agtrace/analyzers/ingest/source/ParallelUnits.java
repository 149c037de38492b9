package io.agtrace.analyzers.ingest.source;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.ingest.units.Chunks;
import io.agtrace.analyzers.ingest.units.Units;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads an input of lines or frames with several threads, and gives its records in order. Where a
 * piece holds damage or anything else to be told, what was read of it is forgotten, and the reader
 * goes on by itself from the beginning of that piece: how far damage reaches, only it can tell.
 */
final class ParallelUnits {
    private static final int LARGEST_UNIT = 1 << 24;

    private final ByteInput in;
    private final SpanReader reader;
    private final Units units;
    private final Chunks chunks;
    private final Deque<Future<Piece>> pieces = new ArrayDeque<>();
    private final Deque<Chunks.Chunk> free = new ArrayDeque<>();

    /**
     * @param reader reads any piece of the input that begins and ends where units do
     */
    ParallelUnits(ByteInput in, SpanReader reader, Units units) {
        this.in = in;
        this.reader = reader;
        this.units = units;
        this.chunks = new Chunks(in, units, LARGEST_UNIT);
    }

    /** A span, with what is known ahead, or that alone, or a log record. */
    private record Item(@Nullable Span span, @Nullable Object ahead, @Nullable LogRecord log) {}

    /** Units, and what they hold. */
    private static final class Piece implements SpanSink {
        final Chunks.Chunk chunk;
        final List<Item> records = new ArrayList<>();
        final SpanSink sink;
        final IngestReport report = new IngestReport();
        boolean damaged;

        Piece(Chunks.Chunk chunk, SpanSink sink) {
            this.chunk = chunk;
            this.sink = sink;
        }

        @Override
        public void span(Span span) {
            Object ahead = sink.ahead(span);
            boolean digested = ahead != null && sink.takesDigests();
            records.add(new Item(digested ? null : span, ahead, null));
        }

        @Override
        public void log(LogRecord log) {
            records.add(new Item(null, null, log));
        }

        void give() {
            for (Item item : records) {
                if (item.span != null) {
                    sink.span(item.span, item.ahead);
                } else if (item.ahead != null) {
                    sink.digest(item.ahead);
                } else if (item.log != null) {
                    sink.log(item.log);
                }
            }
        }
    }

    /** Reads all of the input. */
    void read(SpanSink sink, IngestReport report) throws IOException {
        Chunks.Chunk first = new Chunks.Chunk();
        if (!next(first)) {
            alone(List.of(), chunks.offset(), sink, report);
        } else if (!chunks.goOn()) {
            give(piece(first, sink), sink, report);
        } else {
            int threads = Runtime.getRuntime().availableProcessors();
            try (ExecutorService workers =
                    Executors.newFixedThreadPool(
                            threads, Thread.ofPlatform().daemon().name("reader").factory())) {
                submit(workers, first, sink);
                read(workers, threads, sink, report);
            }
        }
    }

    private void read(ExecutorService workers, int most, SpanSink sink, IngestReport report)
            throws IOException {
        boolean more = true;
        while (more || !pieces.isEmpty()) {
            while (more && pieces.size() <= most) {
                Chunks.Chunk chunk = free.isEmpty() ? new Chunks.Chunk() : free.pop();
                more = next(chunk);
                if (more) {
                    submit(workers, chunk, sink);
                }
            }
            Future<Piece> next = pieces.poll();
            if (next != null && !give(await(next), sink, report)) {
                return;
            }
        }
        if (chunks.goOn()) {
            alone(List.of(), chunks.offset(), sink, report);
        }
    }

    /** False at the end, and where a unit is too long to be held. */
    private boolean next(Chunks.Chunk chunk) throws IOException {
        try {
            return chunks.next(chunk);
        } catch (Chunks.TooLarge e) {
            return false;
        }
    }

    private void submit(ExecutorService workers, Chunks.Chunk chunk, SpanSink sink) {
        Callable<Piece> task = () -> piece(chunk, sink);
        pieces.add(workers.submit(task));
    }

    /**
     * Gives a piece on; where it is damaged, it and all behind it is read anew, and that is all.
     */
    private boolean give(Piece piece, SpanSink sink, IngestReport report) throws IOException {
        if (piece.damaged) {
            List<Chunks.Chunk> taken = new ArrayList<>(List.of(piece.chunk));
            for (Future<Piece> other : pieces) {
                taken.add(await(other).chunk);
            }
            alone(taken, piece.chunk.offset, sink, report);
            return false;
        }
        piece.give();
        report.merge(piece.report);
        free.push(piece.chunk);
        return true;
    }

    private Piece piece(Chunks.Chunk chunk, SpanSink sink) throws IOException {
        Piece piece = new Piece(chunk, sink);
        if (units.mayBe(chunk.bytes, chunk.length)) {
            Text.Storage file = in.storage();
            PieceStorage texts =
                    file == null
                            ? null
                            : new PieceStorage(file, chunk.bytes, chunk.length, chunk.offset);
            ByteInput whole =
                    ByteInput.piece(in.name(), chunk.bytes, chunk.length, chunk.offset, texts);
            try {
                reader.read(whole, piece, piece.report);
            } finally {
                if (texts != null) {
                    texts.forget();
                }
            }
            piece.damaged =
                    piece.report.lostRecords() > 0 || !piece.report.notes(in.name()).isEmpty();
        } else {
            piece.damaged = true;
        }
        return piece;
    }

    private static Piece await(Future<Piece> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException runtime -> throw runtime;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /** Reads by one thread what was taken already, and what stands behind it. */
    private void alone(List<Chunks.Chunk> taken, long offset, SpanSink sink, IngestReport report)
            throws IOException {
        ByteInput rest = ByteInput.from(in.name(), new Rest(taken), offset, in.storage());
        reader.read(rest, sink, report);
    }

    /** Pieces that were taken from the input already, and the input behind them. */
    private final class Rest extends InputStream {
        private final Deque<Chunks.Chunk> waiting;
        private Chunks.@Nullable Chunk current;
        private int at;

        Rest(List<Chunks.Chunk> waiting) {
            this.waiting = new ArrayDeque<>(waiting);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            Chunks.Chunk chunk = current;
            while (chunk == null || at == chunk.length) {
                chunk = waiting.poll();
                current = chunk;
                at = 0;
                if (chunk == null) {
                    return chunks.rest(into, from, length);
                }
            }
            int count = Math.min(length, chunk.length - at);
            System.arraycopy(chunk.bytes, at, into, from, count);
            at += count;
            return count;
        }
    }
}
