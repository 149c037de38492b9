/**
 * Readers of the JSON and text exports of SDK consoles and of observability products. Each reads
 * record by record and leaves naming to the conventions.
 */
@NullMarked
package io.agtrace.analyzers.ingest.formats;

import org.jspecify.annotations.NullMarked;
