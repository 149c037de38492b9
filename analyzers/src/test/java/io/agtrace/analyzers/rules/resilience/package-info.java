/** Tests of the rules about errors, retries and time limits. */
@NullMarked
package io.agtrace.analyzers.rules.resilience;

import org.jspecify.annotations.NullMarked;
