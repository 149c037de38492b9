/**
 * Reading: bytes of any supported export become {@link io.agtrace.analyzers.span.Span}s and log
 * records, one at a time. Sources (files, archives, standard input) give {@link
 * io.agtrace.analyzers.ingest.ByteInput}s; the format is detected from their first bytes; one
 * {@link io.agtrace.analyzers.ingest.SpanReader} a format does the rest.
 */
@NullMarked
package io.agtrace.analyzers.ingest;

import org.jspecify.annotations.NullMarked;
