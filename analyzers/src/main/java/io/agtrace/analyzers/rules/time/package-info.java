/** Rules about time and cost. */
@NullMarked
package io.agtrace.analyzers.rules.time;

import org.jspecify.annotations.NullMarked;
