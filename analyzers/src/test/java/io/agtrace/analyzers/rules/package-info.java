/** Tests of the rules, and what they share. */
@NullMarked
package io.agtrace.analyzers.rules;

import org.jspecify.annotations.NullMarked;
