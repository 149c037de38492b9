/**
 * Finds those parts of large inputs that hold an id, at about the speed of a byte search: {@link
 * io.agtrace.analyzers.ingest.search.UnitSearch} cuts inputs into units that can be read by
 * themselves, searches them for all spellings of what is {@link
 * io.agtrace.analyzers.ingest.search.Wanted}, and reads only those in which it is.
 */
@NullMarked
package io.agtrace.analyzers.ingest.search;

import org.jspecify.annotations.NullMarked;
