/**
 * The units of which inputs are made: lines, messages, items; pieces that a reader reads by
 * themselves as it does within the whole.
 */
@NullMarked
package io.agtrace.analyzers.ingest.units;

import org.jspecify.annotations.NullMarked;
