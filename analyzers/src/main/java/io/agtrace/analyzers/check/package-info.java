/**
 * The gate: what a policy makes of the findings in many runs, compared with a baseline. A {@link
 * io.agtrace.analyzers.check.Checker} looks at one run after the other; what it gives holds texts
 * and numbers only, so that thousands of runs can be kept.
 */
@NullMarked
package io.agtrace.analyzers.check;

import org.jspecify.annotations.NullMarked;
