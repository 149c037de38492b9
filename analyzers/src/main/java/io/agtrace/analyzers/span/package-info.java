/**
 * The data model of a trace as it was recorded: spans with resource, scope, events and links, in
 * OpenTelemetry's words. Everything here is immutable and knows nothing of files or formats.
 */
@NullMarked
package io.agtrace.analyzers.span;

import org.jspecify.annotations.NullMarked;
