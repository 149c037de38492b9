/** Tests of the rules about the trace itself. */
@NullMarked
package io.agtrace.analyzers.rules.instrumentation;

import org.jspecify.annotations.NullMarked;
