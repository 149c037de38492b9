/** What changed between two runs, or between two sets of runs. */
@NullMarked
package io.agtrace.analyzers.compare;

import org.jspecify.annotations.NullMarked;
