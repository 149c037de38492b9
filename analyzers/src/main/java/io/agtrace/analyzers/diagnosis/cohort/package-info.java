/** Comparing runs of one kind: what failing ones have that healthy ones lack, and what changed. */
@NullMarked
package io.agtrace.analyzers.diagnosis.cohort;

import org.jspecify.annotations.NullMarked;
