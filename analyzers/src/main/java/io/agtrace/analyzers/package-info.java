/// From bytes to hypotheses: no terminal, no clock, the same answer every time.
@NullMarked
package io.agtrace.analyzers;

import org.jspecify.annotations.NullMarked;
