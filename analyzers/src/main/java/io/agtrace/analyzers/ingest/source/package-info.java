/**
 * Where bytes come from: files, directories, patterns, archives, standard input, each compressed or
 * not. {@link io.agtrace.analyzers.ingest.source.TraceInputs} finds what the user named, {@link
 * io.agtrace.analyzers.ingest.source.Ingest} reads it.
 */
@NullMarked
package io.agtrace.analyzers.ingest.source;

import org.jspecify.annotations.NullMarked;
