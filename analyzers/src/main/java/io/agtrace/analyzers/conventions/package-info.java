/**
 * What attributes mean: the one place that knows the attribute names, span names and scopes of the
 * instrumentation families, and turns them into the same few concepts.
 */
@NullMarked
package io.agtrace.analyzers.conventions;

import org.jspecify.annotations.NullMarked;
