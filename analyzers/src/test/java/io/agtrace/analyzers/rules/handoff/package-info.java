/** Tests of the rules about hand-overs between agents. */
@NullMarked
package io.agtrace.analyzers.rules.handoff;

import org.jspecify.annotations.NullMarked;
